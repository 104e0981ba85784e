"""Images as they might also have come: one affine warp, then the light, the lens and the sensor."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Range = tuple[float, float]
_NOISE_SIDE = 1024


@dataclass(frozen=True, slots=True)
class Augmentation:
    """How far each image is changed, drawn anew for each epoch. The defaults change nothing."""

    rotation_deg: float = 0.0
    """Turned by up to this, either way."""
    zoom: Range = (1.0, 1.0)
    shift: float = 0.0
    """Moved by up to this share of the side, either way, across and down."""
    flip_horizontal: bool = False
    flip_vertical: bool = False
    gamma: Range = (1.0, 1.0)
    """Drawn on a logarithmic scale."""
    gain: Range = (1.0, 1.0)
    """Brightness: a factor."""
    offset: float = 0.0
    """Brightness: up to so many of 255 levels more or less."""
    light_gradient: float = 0.0
    """Light from one side: up to this share brighter at one border and darker at the other."""
    blur_px: float = 0.0
    """Sigma of a Gaussian, up to this."""
    noise: float = 0.0
    """Standard deviation of the sensor's noise, up to so many of 255 levels."""


NO_AUGMENTATION = Augmentation()
NOTEBOOK = Augmentation(zoom=(0.9, 1.1), gain=(0.9, 1.0))
STRONG = Augmentation(
    rotation_deg=180.0,
    zoom=(0.8, 1.15),
    shift=0.06,
    flip_horizontal=True,
    gamma=(0.6, 1.6),
    gain=(0.7, 1.3),
    offset=25.0,
    light_gradient=0.35,
    blur_px=1.0,
    noise=6.0,
)

GENTLE = Augmentation(
    rotation_deg=180.0,
    zoom=(0.95, 1.05),
    shift=0.03,
    flip_horizontal=True,
    gamma=(0.85, 1.2),
    gain=(0.9, 1.1),
    noise=3.0,
)
"""For pictures that already vary in light and place: small defects stay visible."""


class Augmenter:
    """Changes images by one `Augmentation`. Safe to call from several threads.

    What image `index` becomes in epoch `epoch` depends on those two and the seed alone: a preview
    shows what training gets.
    """

    def __init__(self, augmentation: Augmentation, seed: int) -> None:
        self._augmentation = augmentation
        self._seed = seed
        # Drawing noise for each image would cost more than all the rest.
        random = np.random.default_rng(seed)
        self._noise = random.standard_normal((_NOISE_SIDE, _NOISE_SIDE), np.float32)

    def __call__(self, fitted: NDArray[np.uint8], epoch: int, index: int) -> NDArray[np.uint8]:
        """`fitted` is H x W x C of uint8; so is the answer."""
        if self._augmentation == NO_AUGMENTATION:
            return fitted
        random = np.random.default_rng((self._seed, epoch, index))
        moved = _move(fitted, self._augmentation, random)
        lit = _light(moved, self._augmentation, random)
        seen = _blur(lit, self._augmentation, random)
        noisy = self._add_noise(seen, random)
        return noisy.reshape(fitted.shape)

    def moved_mask(self, mask: NDArray[np.uint8], epoch: int, index: int) -> NDArray[np.uint8]:
        """The mask (H x W, 0 or 255) of the same image, moved as the image is."""
        random = np.random.default_rng((self._seed, epoch, index))
        matrix = _movement(mask.shape[:2], self._augmentation, random)
        return np.where(_warp(mask, matrix) > 0, np.uint8(255), np.uint8(0))

    def _add_noise(
        self, pixels: NDArray[np.uint8], random: np.random.Generator
    ) -> NDArray[np.uint8]:
        strength = random.uniform(0.0, self._augmentation.noise)
        if not strength:
            return pixels
        height, width = pixels.shape[:2]
        top, left = random.integers(0, (_NOISE_SIDE, _NOISE_SIDE))
        rows = np.arange(top, top + height) % _NOISE_SIDE
        columns = np.arange(left, left + width) % _NOISE_SIDE
        noise = self._noise[rows[:, np.newaxis], columns] * np.float32(strength)
        return np.asarray(cv2.add(pixels, _for_each_channel(noise, pixels), dtype=cv2.CV_8U))


def _move(
    pixels: NDArray[np.uint8], augmentation: Augmentation, random: np.random.Generator
) -> NDArray[np.uint8]:
    return _warp(pixels, _movement(pixels.shape[:2], augmentation, random))


def _movement(
    size: tuple[int, ...], augmentation: Augmentation, random: np.random.Generator
) -> NDArray[np.float64]:
    """Turn, zoom, shift and flip as one 2 x 3 matrix. All are drawn first: the order is fixed."""
    height, width = size
    turn = np.deg2rad(random.uniform(-1, 1) * augmentation.rotation_deg)
    zoom = random.uniform(*augmentation.zoom)
    shift = random.uniform(-1, 1, 2) * augmentation.shift * (width, height)
    flips = random.random(2) < 0.5
    across = -1 if flips[0] and augmentation.flip_horizontal else 1
    down = -1 if flips[1] and augmentation.flip_vertical else 1
    turning = zoom * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    matrix = turning @ np.diag([across, down])
    centre = np.array([(width - 1) / 2, (height - 1) / 2])
    return np.column_stack([matrix, centre + shift - matrix @ centre])


def _warp(pixels: NDArray[np.uint8], movement: NDArray[np.float64]) -> NDArray[np.uint8]:
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


def _light(
    pixels: NDArray[np.uint8], augmentation: Augmentation, random: np.random.Generator
) -> NDArray[np.uint8]:
    gamma = np.exp(random.uniform(*np.log(augmentation.gamma)))
    gain = random.uniform(*augmentation.gain)
    offset = random.uniform(-1, 1) * augmentation.offset
    slope = random.uniform(0, 1) * augmentation.light_gradient
    direction = random.uniform(0, 2 * np.pi)
    levels = (np.arange(256) / 255) ** gamma * 255 * gain + offset
    table = np.clip(np.round(levels), 0, 255).astype(np.uint8)
    lit = cv2.LUT(pixels, table)
    if not slope:
        return np.asarray(lit)
    height, width = pixels.shape[:2]
    plane = np.add.outer(
        np.linspace(-slope, slope, height, dtype=np.float32) * np.float32(np.sin(direction)),
        np.linspace(-slope, slope, width, dtype=np.float32) * np.float32(np.cos(direction)) + 1,
    )
    return np.asarray(cv2.multiply(lit, _for_each_channel(plane, lit), dtype=cv2.CV_8U))


def _blur(
    pixels: NDArray[np.uint8], augmentation: Augmentation, random: np.random.Generator
) -> NDArray[np.uint8]:
    sigma = random.uniform(0, augmentation.blur_px)
    # Below a third of a pixel nothing would change.
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma)) if sigma > 0.3 else pixels


def _for_each_channel(plane: NDArray[np.float32], pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    if pixels.ndim == 2 or pixels.shape[2] == 1:
        return plane
    return np.asarray(cv2.merge([plane] * pixels.shape[2]), np.float32)
