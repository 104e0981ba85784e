"""The images that an imported model is tried on: the engineer's own, or else drawn ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.preprocess import InputSpec, fit_to_input
from inference.sources.simulated import draw_part, order_defect
from training.data.dataset import LabelledFile, UnusableDataset, find_dataset
from training.data.loading import load_images
from training.importing.order import ImportOrder

_DRAWN = 16
_SEED = 29
_DRAWN_SIDE_PX = 300


@dataclass(frozen=True, slots=True, eq=False)
class TrialImages:
    """Ready for `to_tensor`."""

    fitted: NDArray[np.uint8]
    """N x H x W x C."""
    is_def: NDArray[np.bool_]
    files: tuple[LabelledFile, ...] = ()
    """Where they come from; none for drawn ones."""
    digest: str = ""
    unreadable: int = 0

    def spread(self, most: int) -> NDArray[np.intp]:
        """Indices of at most so many, spread over all: both kinds are among them."""
        last, count = len(self.fitted) - 1, min(most, len(self.fitted))
        return np.linspace(0, last, count).astype(np.intp)

    def lineage(self) -> dict[str, Any]:
        if not self.files:
            return {"tried_on": "drawn parts: thresholds and map scale are not this plant's"}
        return {
            "tried_on": "the engineer's images",
            "validation_images": len(self.fitted),
            "images_sha256": self.digest,
            "unreadable": self.unreadable,
        }


def trial_images(order: ImportOrder, good: str, spec: InputSpec) -> TrialImages:
    """Raises `UnusableDataset` where the data lacks readable good or defective parts."""
    if order.data is None:
        return _drawn(spec)
    tested = order.data / "test"
    folder = tested if tested.is_dir() else order.data
    named = good if (folder / good).is_dir() else None
    images = load_images(find_dataset(folder, named).files, spec)
    for words, kind in (("good", ~images.is_def), ("defective", images.is_def)):
        if not kind.any():
            raise UnusableDataset(f"none of the images of {words} parts in {folder} can be read")
    unreadable = len(images.unreadable)
    return TrialImages(images.fitted, images.is_def, images.files, images.digest(), unreadable)


def _drawn(spec: InputSpec) -> TrialImages:
    """Enough to prove the export; they say nothing of the plant's parts."""
    defects = [order_defect(_SEED, number, number % 2) for number in range(_DRAWN)]
    fitted = [
        fit_to_input(draw_part(_SEED, number, defect, _DRAWN_SIDE_PX).image, spec)
        for number, defect in enumerate(defects)
    ]
    return TrialImages(np.stack(fitted), np.array([defect is not None for defect in defects]))
