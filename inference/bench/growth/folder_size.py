"""Images a second of a review against the size of its folder."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from inference.bench.growth.pictures import write_pictures
from inference.bench.process import footprint
from inference.bench.row import Row
from inference.review.progress import ReviewState
from inference.review.review import Review
from inference.station.model_loading import load_judge

_SIDE_PX = 64
"""Small, so that a hundred thousand take neither the disk nor an hour."""
_POLL_S = 0.005


def measure_folder_sizes(group: str, folder: Path, sizes: Sequence[int]) -> Iterator[Row]:
    """Each folder judged on all cores, and opened again: known from before, from the journal."""
    for images in sizes:
        parts, reviews = folder / f"images-{images}", folder / f"reviews-{images}"
        write_pictures(parts, images, _SIDE_PX)
        for name in ("judged", "known from before"):
            seconds, first_s = _review(parts, reviews)
            more = {"images": float(images), "first_ms": 1e3 * first_s}
            yield Row(
                group,
                f"review, {name}: {images:,} images",
                median_ms=1e3 * seconds / images,
                per_s=images / seconds,
                more={**more, "memory_mb": footprint().memory_mb},
            )


def _review(parts: Path, reviews: Path) -> tuple[float, float]:
    """Seconds from the order to the last result, and to the first, loading the model included."""
    started = time.perf_counter()
    first_s = 0.0
    review = Review([parts], lambda: load_judge(None), reviews)
    review.start()
    try:
        while not (progress := review.progress()).state.is_over:
            if progress.judged and not first_s:
                first_s = time.perf_counter() - started
            time.sleep(_POLL_S)
        seconds = time.perf_counter() - started
    finally:
        review.close()
    if progress.state is not ReviewState.FINISHED:
        raise RuntimeError(f"the review of {parts} ended early: {progress.problem}")
    return seconds, first_s or seconds
