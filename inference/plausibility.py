"""Whether a picture can be one of a part at all: a covered lens must not read as OK."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

_DARKER = 0.4
_BRIGHTER = 1.6
_FLATTER = 0.3


@dataclass(frozen=True, slots=True)
class SeenRange:
    """Brightness (mean) and contrast (standard deviation) of the images that a model learnt from.

    In grey levels 0..255 of the image as the model sees it, with wide margins: other light is the
    model's business, a black, white or even picture is nobody's.
    """

    brightness_from: float
    brightness_to: float
    contrast_from: float

    @classmethod
    def of(cls, fitted: Iterable[NDArray[np.uint8]]) -> SeenRange:
        """Of training images, each H x W x C uint8 as `fit_to_input` gives them; at least one."""
        figures = np.array([(image.mean(), image.std()) for image in fitted])
        (darkest, flattest), (brightest, _) = figures.min(axis=0), figures.max(axis=0)
        return cls(
            brightness_from=float(darkest * _DARKER),
            brightness_to=float(min(255.0, brightest * _BRIGHTER)),
            contrast_from=float(flattest * _FLATTER),
        )

    def why_not(self, fitted: NDArray[np.uint8]) -> str | None:
        """In words why this picture, H x W x C uint8, can't be one of a part; None when it can."""
        # numpy's own make a float of each pixel: thirty times as slow.
        means, deviations = cv2.meanStdDev(fitted.reshape(-1))
        brightness, contrast = float(means[0, 0]), float(deviations[0, 0])
        if brightness < self.brightness_from:
            return f"far darker than any picture the model knows (brightness {brightness:.0f})"
        if brightness > self.brightness_to:
            return f"far brighter than any picture the model knows (brightness {brightness:.0f})"
        if contrast < self.contrast_from:
            return f"far more even than any picture the model knows (contrast {contrast:.0f})"
        return None
