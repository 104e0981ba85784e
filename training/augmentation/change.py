"""One change of one image, all its numbers known: moved, lit, blurred, made noisy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

NOISE_SIDE = 1024
_LEAST_BLUR_PX = 0.3
"""Below a third of a pixel nothing would change."""


@dataclass(frozen=True, slots=True)
class Change:
    """What `changed` does to an image. The defaults do nothing."""

    turn_deg: float = 0.0
    zoom: float = 1.0
    across: float = 0.0
    """Moved to the right by this share of the width."""
    down: float = 0.0
    flips: tuple[bool, bool] = (False, False)
    """Left for right, upside down."""
    gamma: float = 1.0
    contrast: float = 1.0
    """Levels move away from the middle grey by this factor."""
    gain: float = 1.0
    offset: float = 0.0
    """So many of 255 levels brighter."""
    slope: float = 0.0
    """This share brighter at one border, and darker at the other."""
    slope_rad: float = 0.0
    """Which border: 0 is the right one."""
    blur_px: float = 0.0
    """Sigma of a Gaussian."""
    noise: float = 0.0
    """Standard deviation, of 255 levels."""
    noise_at: tuple[int, int] = (0, 0)
    """Which piece of the noise: row and column, each below `NOISE_SIDE`."""
    noise_seed: int = 0


def changed(pixels: NDArray[np.uint8], change: Change) -> NDArray[np.uint8]:
    """`pixels` is H x W x C of uint8; so is the answer. One affine warp, whatever is asked."""
    moved = _warped(pixels, _movement(pixels.shape[:2], change))
    noisy = _noisy(_blurred(_lit(moved, change), change), change)
    return noisy.reshape(pixels.shape)


def moved_mask(mask: NDArray[np.uint8], change: Change) -> NDArray[np.uint8]:
    """A mask (H x W, 0 or 255) moved as its image is."""
    moved = _warped(mask, _movement(mask.shape[:2], change))
    return np.where(moved > 0, np.uint8(255), np.uint8(0))


def _movement(size: tuple[int, ...], change: Change) -> NDArray[np.float64]:
    """Turn, zoom, shift and flip as one 2 x 3 matrix."""
    height, width = size
    turn = np.deg2rad(change.turn_deg)
    turning = change.zoom * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    matrix = turning @ np.diag([-1 if flipped else 1 for flipped in change.flips])
    centre = np.array([(width - 1) / 2, (height - 1) / 2])
    shift = np.array([change.across * width, change.down * height])
    return np.column_stack([matrix, centre + shift - matrix @ centre])


def _warped(pixels: NDArray[np.uint8], movement: NDArray[np.float64]) -> NDArray[np.uint8]:
    if np.array_equal(movement, np.eye(2, 3)):
        return pixels
    height, width = pixels.shape[:2]
    return np.asarray(
        cv2.warpAffine(
            pixels,
            movement,
            (width, height),
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REFLECT_101,
        )
    )


def _lit(pixels: NDArray[np.uint8], change: Change) -> NDArray[np.uint8]:
    levels = (np.arange(256) / 255) ** change.gamma * 255
    levels = ((levels - 127.5) * change.contrast + 127.5) * change.gain + change.offset
    table = np.clip(np.round(levels), 0, 255).astype(np.uint8)
    lit = cv2.LUT(pixels, table)
    if not change.slope:
        return np.asarray(lit)
    height, width = pixels.shape[:2]
    down, across = np.float32(np.sin(change.slope_rad)), np.float32(np.cos(change.slope_rad))
    plane = np.add.outer(
        np.linspace(-change.slope, change.slope, height, dtype=np.float32) * down,
        np.linspace(-change.slope, change.slope, width, dtype=np.float32) * across + 1,
    )
    return np.asarray(cv2.multiply(lit, _for_each_channel(plane, lit), dtype=cv2.CV_8U))


def _blurred(pixels: NDArray[np.uint8], change: Change) -> NDArray[np.uint8]:
    if change.blur_px <= _LEAST_BLUR_PX:
        return pixels
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), change.blur_px))


def _noisy(pixels: NDArray[np.uint8], change: Change) -> NDArray[np.uint8]:
    if not change.noise:
        return pixels
    height, width = pixels.shape[:2]
    top, left = change.noise_at
    rows = np.arange(top, top + height) % NOISE_SIDE
    columns = np.arange(left, left + width) % NOISE_SIDE
    noise = _normal_noise(change.noise_seed)[rows[:, np.newaxis], columns]
    noise = _for_each_channel(noise * np.float32(change.noise), pixels)
    return np.asarray(cv2.add(pixels, noise, dtype=cv2.CV_8U))


@lru_cache(maxsize=2)
def _normal_noise(seed: int) -> NDArray[np.float32]:
    # Drawing noise for each image would cost more than all the rest.
    random = np.random.default_rng(seed)
    noise = random.standard_normal((NOISE_SIDE, NOISE_SIDE), np.float32)
    noise.flags.writeable = False
    return noise


def _for_each_channel(plane: NDArray[np.float32], pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    if pixels.ndim == 2 or pixels.shape[2] == 1:
        return plane
    return np.asarray(cv2.merge([plane] * pixels.shape[2]), np.float32)
