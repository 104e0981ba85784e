"""Parts a second against the size of their pictures."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from inference.bench.row import Row
from inference.decode import read_image
from inference.frame import Frame, Image, frozen_copy
from inference.sources.simulated import draw_part
from inference.station.judge import Judge
from inference.station.model_loading import load_judge

_DRAWN_PX = 300
_ENOUGH_S = 1.0
_AT_LEAST, _AT_MOST = 10, 400


def measure_image_sizes(group: str, folder: Path, sides_px: Sequence[int]) -> Iterator[Row]:
    """Square grey pictures, one at a time on one thread, as a line judges them.

    Each is judged from memory, as from a camera, and from a JPEG file, which has to be decoded.
    """
    folder.mkdir(parents=True, exist_ok=True)
    judge = load_judge(None)
    for side_px in sides_px:
        picture = _enlarged(side_px)
        path = folder / f"{side_px}.jpg"
        path.write_bytes(cv2.imencode(".jpg", picture)[1].tobytes())
        ways: dict[str, Callable[[], Image]] = {
            "one thread, from memory": picture.view,
            "one thread, from a JPEG": partial(read_image, path),
        }
        for name, read in ways.items():
            yield _row(group, f"{name}: {side_px:,} px", _seconds(judge, read), side_px)


def _enlarged(side_px: int) -> Image:
    drawn = draw_part(1, 1, None, _DRAWN_PX).image
    large: Image = cv2.resize(drawn, (side_px, side_px), interpolation=cv2.INTER_CUBIC)
    return large


def _seconds(judge: Judge, read: Callable[[], Image]) -> list[float]:
    judge.judge(Frame(frozen_copy(read()), source="bench"))  # warm
    seconds: list[float] = []
    while len(seconds) < _AT_LEAST or (sum(seconds) < _ENOUGH_S and len(seconds) < _AT_MOST):
        started = time.perf_counter()
        judge.judge(Frame(frozen_copy(read()), source="bench"))
        seconds.append(time.perf_counter() - started)
    return seconds


def _row(group: str, name: str, seconds: Sequence[float], side_px: int) -> Row:
    median = float(np.median(seconds))
    return Row(
        group,
        name,
        median_ms=1e3 * median,
        p99_ms=1e3 * float(np.quantile(seconds, 0.99)),
        per_s=1 / median,
        more={"image_px": float(side_px)},
    )
