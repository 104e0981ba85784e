"""Image and heat map -> picture. Numbers in, pixels out."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.frame import Image
from inference.preprocess import to_8_bit

OVERLAY_PX = 256
"""The longest side of an overlay: fine enough to look smooth, small enough to cost nothing."""
PICTURE_PX = 512
"""The longest side of a blended picture."""
COLD = 0.15
"""Heat up to here is left untouched: a good part does not glow."""
HOT = 0.6
"""Heat from here on is as opaque as the overlay gets."""


def _colour_table() -> NDArray[np.uint8]:
    """256 x 4 RGBA: a perceptually even scale, violet to yellow, its alpha rising with heat."""
    heat = np.linspace(0.0, 1.0, 256)
    # The darkest part of the scale can't be told from a shadow on metal.
    index = np.round(255 * (0.25 + 0.75 * heat)).astype(np.uint8)
    rgb = cv2.applyColorMap(index, cv2.COLORMAP_PLASMA).reshape(256, 3)[:, ::-1]
    rise = np.clip((heat - COLD) / (HOT - COLD), 0.0, 1.0)
    alpha = np.round(255 * rise * rise * (3.0 - 2.0 * rise))
    return np.column_stack([rgb, alpha]).astype(np.uint8)


_TABLE = _colour_table()


def is_cold(heat: NDArray[np.float32]) -> bool:
    """True when an overlay of this heat map would show nothing at all."""
    return bool(heat.max(initial=0.0) <= COLD)


def overlay(
    heat: NDArray[np.float32], image_shape: tuple[int, ...], longest_px: int = OVERLAY_PX
) -> NDArray[np.uint8]:
    """The heat map as colours: H x W x 4 RGBA uint8, straight alpha, in the image's proportions.

    `heat` is h x w in [0, 1]; `image_shape` is the shape of the image that it lies over. Alpha is
    exactly 0 where heat is `COLD` or less.
    """
    size = _fitted(image_shape, longest_px)
    smooth = cv2.resize(np.asarray(heat, np.float32), size, interpolation=cv2.INTER_CUBIC)
    colours: NDArray[np.uint8] = _TABLE[np.clip(smooth * 255.0, 0.0, 255.0).astype(np.uint8)]
    return colours


def blended(
    image: Image,
    heat: NDArray[np.float32],
    opacity: float = 0.6,
    *,
    bits_per_sample: int = 8,
    longest_px: int = PICTURE_PX,
) -> NDArray[np.uint8]:
    """The image with its heat map over it: H x W x 3 RGB uint8, at most `longest_px` long.

    `image` is H x W or H x W x 3 (RGB), uint8 or uint16; `opacity` in [0, 1].
    """
    longest = min(longest_px, max(image.shape[:2]))
    picture = shrunk(image, longest, bits_per_sample)
    if picture.ndim == 2:
        picture = np.asarray(cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB), np.uint8)
    colours = overlay(heat, picture.shape, longest)
    alpha = colours[..., 3:].astype(np.float32) * np.float32(opacity / 255.0)
    mixed = picture + (colours[..., :3] - picture.astype(np.float32)) * alpha
    return np.asarray(np.round(mixed), np.uint8)


def shrunk(image: Image, longest_px: int, bits_per_sample: int = 8) -> NDArray[np.uint8]:
    """The image in 8 bits, its longest side at most `longest_px`. Never enlarged."""
    longest = min(longest_px, max(image.shape[:2]))
    if longest == max(image.shape[:2]):
        return to_8_bit(image, bits_per_sample)
    small = cv2.resize(image, _fitted(image.shape, longest), interpolation=cv2.INTER_AREA)
    return to_8_bit(small, bits_per_sample)


def fitted(image: Image, longest_px: int, bits_per_sample: int = 8) -> NDArray[np.uint8]:
    """The image in 8 bits, its longest side exactly `longest_px`, shrunk or enlarged."""
    small = shrunk(image, longest_px, bits_per_sample)
    size = _fitted(image.shape, longest_px)
    if (small.shape[1], small.shape[0]) == size:
        return small
    return np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_CUBIC), np.uint8)


def _fitted(shape: tuple[int, ...], longest_px: int) -> tuple[int, int]:
    """Width and height with the longest side at `longest_px`, proportions kept."""
    height, width = shape[:2]
    scale = longest_px / max(height, width)
    return max(1, round(width * scale)), max(1, round(height * scale))
