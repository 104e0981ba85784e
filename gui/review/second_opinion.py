"""One image judged again: by another model, or with its hot regions filled in. Knows no Qt."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.decode import read_image
from inference.frame import Frame, frozen_copy
from inference.preprocess import to_8_bit
from inference.review.boxes import Boxes
from inference.review.regions import Region
from inference.sources.image_file import frame_of_file
from inference.station.judge import Judge
from inference.station.model_loading import load_judge
from inference.station.threshold_book import ThresholdBook
from inference.verdict import Inspection, Thresholds

_MARGIN = 0.25
"""A region is filled with so much of its side around it: the heat ends before the defect does."""
_LEAST_MARGIN_PX = 2
_INPAINT_PX = 5


class Opinions:
    """Models that are loaded already answer at once. From any thread, one image at a time."""

    def __init__(self, book: ThresholdBook) -> None:
        self._book = book
        self._judges: dict[Path | None, Judge] = {}
        self._lock = threading.Lock()

    def judge(self, frame: Frame, model: Path | None, thresholds: Thresholds | None) -> Inspection:
        """With its own thresholds, or these. Raises `PackageError`, `ThresholdBookError`."""
        with self._lock:
            judge = self._judge_of(model)
            own = judge.thresholds
            judge.thresholds = thresholds or own
            try:
                return judge.judge(frame)
            finally:
                judge.thresholds = own

    def regions(self, frame: Frame, model: Path | None, said: Inspection) -> tuple[Region, ...]:
        """Where this model's map of the frame is hot, and of which types where it can tell."""
        with self._lock:
            boxes = Boxes(self._judge_of(model).classifier)
        return () if said.heat_map is None else boxes.of_frame(frame, said.heat_map.heat)

    def _judge_of(self, model: Path | None) -> Judge:
        if model not in self._judges:
            self._judges[model] = load_judge(model, self._book)
        return self._judges[model]


@dataclass(frozen=True, slots=True, eq=False)
class WhatIf:
    """The image without its hot regions, and what the model says of it now."""

    before: float
    """P(def) as it is."""
    after: Inspection


def what_if_erased(
    opinions: Opinions,
    path: Path,
    regions: tuple[Region, ...],
    model: Path | None,
    thresholds: Thresholds,
    before: float,
) -> WhatIf:
    """Fill the regions from around them and judge again. Raises `UnreadableImage` and the like."""
    frame = frame_of_file(read_image(path), str(path), "review")
    erased = erase(to_8_bit(frame.image, frame.bits_per_sample), regions)
    filled = Frame(image=frozen_copy(erased), source="review", source_path=str(path))
    return WhatIf(before, opinions.judge(filled, model, thresholds))


def erase(image: NDArray[np.uint8], regions: tuple[Region, ...]) -> NDArray[np.uint8]:
    """The same picture, H x W or H x W x 3, the regions filled in from their surroundings."""
    mask = np.zeros(image.shape[:2], np.uint8)
    for region in regions:
        aside = max(_LEAST_MARGIN_PX, round(_MARGIN * region.width))
        above = max(_LEAST_MARGIN_PX, round(_MARGIN * region.height))
        top, left = max(0, region.y - above), max(0, region.x - aside)
        mask[top : region.y + region.height + above, left : region.x + region.width + aside] = 255
    filled = cv2.inpaint(image, mask, _INPAINT_PX, cv2.INPAINT_TELEA)
    return np.asarray(filled, np.uint8)
