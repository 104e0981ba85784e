"""How the light falls: a histogram, and what is too bright or too dark to be seen in."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.frame import Image

BINS = 256
_END_SHARE = 1 / 256
"""So near to an end of the range nothing can be told apart any more."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Light:
    """Of one picture."""

    histogram: NDArray[np.int64]
    """1 x 256 (grey) or 3 x 256 (R, G, B): how many pixels are so bright, black on the left."""
    over_share: float
    """0..1 of the pixels, in any channel at the top of the range."""
    under_share: float
    """0..1 of the pixels, in all channels at the bottom."""


def over_and_under(image: Image, bits: int) -> tuple[Mask, Mask]:
    """H x W each: what is over-exposed in any channel, and what is under-exposed in all."""
    top = 2**bits - 1
    brightest = image
    if image.ndim == 3:
        red, green, blue = cv2.split(image)
        brightest = cv2.max(cv2.max(red, green), blue)
    # Whole numbers: against a fraction each pixel would be made one first.
    end = math.floor(top * _END_SHARE)
    return np.asarray(brightest >= top - end), np.asarray(brightest <= end)


def light_of(image: Image, bits: int, over: Mask, under: Mask) -> Light:
    """`over` and `under` as `over_and_under` tells them; `image` H x W or H x W x 3 (RGB)."""
    channels = cv2.split(image) if image.ndim == 3 else (image,)
    counts = [cv2.calcHist([channel], [0], None, [BINS], [0, 2**bits]) for channel in channels]
    histogram = np.stack([count.ravel() for count in counts]).astype(np.int64)
    return Light(histogram, float(over.mean()), float(under.mean()))
