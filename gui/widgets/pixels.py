"""numpy pictures -> QImage."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage


def borrowed_image(pixels: NDArray[np.uint8]) -> QImage:
    """A QImage over H x W (grey) or H x W x 3 (RGB) memory. It owns nothing: keep `pixels`."""
    height, width = pixels.shape[:2]
    is_grey = pixels.ndim == 2
    layout = QImage.Format.Format_Grayscale8 if is_grey else QImage.Format.Format_RGB888
    return QImage(pixels.data, width, height, pixels.strides[0], layout)


def owned_overlay(rgba: NDArray[np.uint8]) -> QImage:
    """H x W x 4 RGBA with straight alpha as a QImage of its own, in the layout that paints fast."""
    height, width = rgba.shape[:2]
    straight = QImage(rgba.data, width, height, rgba.strides[0], QImage.Format.Format_RGBA8888)
    return straight.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
