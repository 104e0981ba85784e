"""The hot regions of judged images, each with its defect type where the model can tell it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.classifier import Classifier, ImplausibleImage
from inference.decode import UnreadableImage, read_image
from inference.frame import Frame
from inference.review.regions import HOT, Region, hot_regions
from inference.review.results import ReviewedImage
from inference.sources.image_file import frame_of_file
from inference.type_maps import TypeHeat

_SOURCE = "review"


@dataclass(frozen=True, slots=True, eq=False)
class Boxes:
    """Asked of one image at a time, by any thread; where nothing is hot it costs next to nothing.

    A verdict comes without the maps of the types: where a region's type can be told the model is
    asked once more for the image.
    """

    classifier: Classifier | None = None
    """That judged them; None tells no types."""
    level: float = HOT
    """The heat from which on a place is a region."""

    def of_image(self, image: ReviewedImage) -> tuple[Region, ...]:
        """In px of the image, the hottest first; none for a FAULT.

        Its file is read where types are told: gone or changed, its regions have no type.
        """
        if image.heat is None:
            return ()
        types = self._types_of_file(image) if self._can_tell(image.heat) else None
        return hot_regions(image.heat, image.size, self.level, types)

    def of_frame(
        self, frame: Frame, heat: NDArray[np.uint8] | NDArray[np.float32]
    ) -> tuple[Region, ...]:
        """The same of a picture that is at hand, with its verdict's heat."""
        height, width = frame.image.shape[:2]
        types = self._types(frame) if self._can_tell(heat) else None
        return hot_regions(heat, (width, height), self.level, types)

    def _can_tell(self, heat: NDArray[np.uint8] | NDArray[np.float32]) -> bool:
        if self.classifier is None or not self.classifier.package.manifest.type_maps:
            return False
        full = 255.0 if heat.dtype == np.uint8 else 1.0
        return float(heat.max()) >= self.level * full

    def _types_of_file(self, image: ReviewedImage) -> TypeHeat | None:
        try:
            picture = read_image(image.path)
        except UnreadableImage:
            return None
        is_same = picture.shape[1::-1] == image.size
        return self._types(frame_of_file(picture, str(image.path), _SOURCE)) if is_same else None

    def _types(self, frame: Frame) -> TypeHeat | None:
        assert self.classifier is not None
        try:
            return self.classifier.type_heat(frame.image, frame.bits_per_sample)
        except ImplausibleImage:
            return None
