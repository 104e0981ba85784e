"""The same part under other light, out of focus, in noise, moved or turned: by exact amounts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
_DIRECTIONS = 8


@dataclass(frozen=True, slots=True)
class Disturbance:
    """One thing that may change at the line, in levels. Level 0 changes nothing."""

    name: str
    unit: str
    """What the levels are, for a chart's axis."""
    levels: tuple[float, ...]
    change: Callable[[Pixels, float, int], Pixels]
    """H x W x C uint8 as the model sees it, a level, and which image it is -> the same shape."""


def _lit(pixels: Pixels, percent: float, _: int) -> Pixels:
    levels = np.arange(256) * (1 + percent / 100)
    return np.asarray(cv2.LUT(pixels, np.clip(np.round(levels), 0, 255).astype(np.uint8)))


def _blurred(pixels: Pixels, sigma_px: float, _: int) -> Pixels:
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma_px))


def _noisy(pixels: Pixels, levels: float, index: int) -> Pixels:
    random = np.random.default_rng((index, 11))
    noise = random.standard_normal(pixels.shape, np.float32) * np.float32(levels)
    return np.clip(np.round(pixels + noise), 0, 255).astype(np.uint8)


def _shifted(pixels: Pixels, percent: float, index: int) -> Pixels:
    """Of the longer side, in one of eight directions: by turns, so that all are tried."""
    turn = 2 * np.pi * (index % _DIRECTIONS) / _DIRECTIONS
    by = max(pixels.shape[:2]) * percent / 100
    matrix = np.array([[1, 0, by * np.cos(turn)], [0, 1, by * np.sin(turn)]])
    return _warped(pixels, matrix)


def _turned(pixels: Pixels, degrees: float, index: int) -> Pixels:
    """Either way by turns."""
    height, width = pixels.shape[:2]
    middle = ((width - 1) / 2, (height - 1) / 2)
    return _warped(pixels, cv2.getRotationMatrix2D(middle, degrees * (-1) ** index, 1.0))


def _warped(pixels: Pixels, matrix: NDArray[np.float64]) -> Pixels:
    # Mirrored at the edge, as the augmentation does: a black corner would be a defect of ours.
    height, width = pixels.shape[:2]
    border = cv2.BORDER_REFLECT_101
    return np.asarray(cv2.warpAffine(pixels, matrix, (width, height), borderMode=border))


DISTURBANCES = (
    Disturbance("light", "% brighter", (-30.0, -20.0, -10.0, 0.0, 10.0, 20.0, 30.0), _lit),
    Disturbance("blur", "px, sigma", (0.0, 0.5, 1.0, 1.5, 2.0), _blurred),
    Disturbance("noise", "of 255 levels, sd", (0.0, 4.0, 8.0, 12.0, 16.0), _noisy),
    Disturbance("shift", "% of the side", (0.0, 2.0, 5.0, 10.0), _shifted),
    Disturbance("rotation", "degrees", (0.0, 5.0, 15.0, 45.0, 90.0), _turned),
)


def disturbed(disturbance: Disturbance, pixels: Pixels, level: float, index: int) -> Pixels:
    """`pixels` (H x W x C uint8) at this level; itself where the level changes nothing."""
    if level == 0:
        return pixels
    return disturbance.change(pixels, level, index).reshape(pixels.shape)
