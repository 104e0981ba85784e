"""What is shown of one image when it is large, read beside the window. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from inference.decode import UnreadableImage, read_image
from inference.overlay import shrunk
from inference.preprocess import to_8_bit
from inference.review.boxes import Boxes
from inference.review.regions import Region
from inference.review.results import OUTCOMES, Results, ReviewedImage, outcomes_of
from inference.sources.image_file import frame_of_file
from inference.verdict import Thresholds

_SHOWN_PX = 1600


@dataclass(frozen=True, slots=True, eq=False)
class LargeImage:
    """`pixels` is None where the file can't be read: `image.error` or `problem` says why."""

    image: ReviewedImage
    pixels: NDArray[np.uint8] | None = None
    """H x W grey or H x W x 3 RGB, at most 1600 px long."""
    whole: NDArray[np.uint8] | None = None
    """The same with all its pixels, for who comes close."""
    size: tuple[int, int] = (0, 0)
    """Width and height of the file's own picture."""
    heat: NDArray[np.float32] | None = None
    """h x w in [0, 1]."""
    regions: tuple[Region, ...] = ()
    problem: str = ""

    def judged_with(self, thresholds: Thresholds) -> LargeImage:
        """The same, decided with these."""
        probability = self.image.probability_def
        value = np.nan if probability is None else probability
        outcome = OUTCOMES[int(outcomes_of(np.array([value], np.float32), thresholds)[0])]
        return replace(self, image=replace(self.image, outcome=outcome, thresholds=thresholds))


def read_large(results: Results, row: int, boxes: Boxes) -> LargeImage:
    """Raises nothing of the file's."""
    image = results.row(row)
    try:
        picture = read_image(image.path)
    except UnreadableImage as error:
        return LargeImage(image, problem=str(error))
    frame = frame_of_file(picture, str(image.path), "review")
    size = (picture.shape[1], picture.shape[0])
    whole = to_8_bit(picture, frame.bits_per_sample)
    pixels = shrunk(whole, _SHOWN_PX)
    if image.heat is None:
        return LargeImage(image, pixels, whole, size)
    heat = image.heat.astype(np.float32) / np.float32(255.0)
    return LargeImage(image, pixels, whole, size, heat, boxes.of_frame(frame, image.heat))
