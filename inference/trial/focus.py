"""How sharp a picture is, in a figure that light and gain don't change."""

from __future__ import annotations

import cv2
import numpy as np

from inference.frame import Image

_LARGEST_PX = 2_000_000
_SCALE = 1000.0


def sharpness(image: Image) -> float:
    """Mean squared gradient over the squared mean brightness: 0 is one even grey.

    Figures of one scene may be compared, those of two scenes not. Of a very large picture the
    middle counts. Grey or RGB, 8 or 16 bits; the bits don't matter.
    """
    grey = _middle(image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_RGB2GRAY))
    # A camera's noise is in single pixels; what a lens draws is not.
    calm = cv2.GaussianBlur(grey.astype(np.float32), (3, 3), 0)
    across, down = cv2.Sobel(calm, cv2.CV_32F, 1, 0), cv2.Sobel(calm, cv2.CV_32F, 0, 1)
    mean = float(calm.mean())
    return _SCALE * float(np.mean(across**2 + down**2)) / mean**2 if mean > 0 else 0.0


class BestSoFar:
    """What the figure is held against while somebody turns the lens."""

    def __init__(self) -> None:
        self.now: float | None = None
        self.best: float | None = None

    def see(self, figure: float) -> None:
        self.now = figure
        self.best = figure if self.best is None else max(self.best, figure)

    def forget(self) -> None:
        """Another scene: its figures are others."""
        self.now = self.best = None

    @property
    def share(self) -> float | None:
        """Of the best, 0..1."""
        if self.now is None or self.best is None:
            return None
        return self.now / self.best if self.best else 1.0


def _middle(grey: Image) -> Image:
    height, width = grey.shape[:2]
    if height * width <= _LARGEST_PX:
        return grey
    share = (_LARGEST_PX / (height * width)) ** 0.5
    rows, columns = round(height * share), round(width * share)
    top, left = (height - rows) // 2, (width - columns) // 2
    return grey[top : top + rows, left : left + columns]
