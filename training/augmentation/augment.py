"""Images as they might also have come: how far they may change, and which change is drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.augmentation.change import NOISE_SIDE, Change, changed, moved_mask

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Augmentation:
    """How far each image is changed, drawn anew for each epoch. The defaults change nothing."""

    rotation_deg: float = 0.0
    """Turned by up to this, either way."""
    zoom: Range = (1.0, 1.0)
    width_shift: float = 0.0
    """Moved across by up to this share of the width, either way."""
    height_shift: float = 0.0
    """Moved up or down by up to this share of the height."""
    flip_horizontal: bool = False
    flip_vertical: bool = False
    gamma: Range = (1.0, 1.0)
    """Drawn on a logarithmic scale."""
    contrast: Range = (1.0, 1.0)
    """Levels move away from the middle grey by this factor."""
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
    width_shift=0.06,
    height_shift=0.06,
    flip_horizontal=True,
    gamma=(0.6, 1.6),
    gain=(0.7, 1.3),
    offset=25.0,
    light_gradient=0.35,
    blur_px=0.7,
    noise=4.0,
)

GENTLE = Augmentation(
    rotation_deg=180.0,
    zoom=(0.95, 1.05),
    width_shift=0.03,
    height_shift=0.03,
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

    def __call__(self, fitted: NDArray[np.uint8], epoch: int, index: int) -> NDArray[np.uint8]:
        """`fitted` is H x W x C of uint8; so is the answer."""
        if self._augmentation == NO_AUGMENTATION:
            return fitted
        return changed(fitted, self.change(epoch, index))

    def moved_mask(self, mask: NDArray[np.uint8], epoch: int, index: int) -> NDArray[np.uint8]:
        """The mask (H x W, 0 or 255) of the same image, moved as the image is."""
        return moved_mask(mask, self.change(epoch, index))

    def change(self, epoch: int, index: int) -> Change:
        """The one that is drawn for this image in this epoch."""
        random = np.random.default_rng((self._seed, epoch, index))
        return _drawn(self._augmentation, self._seed, random)


def _drawn(augmentation: Augmentation, seed: int, random: np.random.Generator) -> Change:
    """Everything is drawn, whether it is wanted or not: one parameter moves no other's luck."""
    turn_deg = random.uniform(-1, 1) * augmentation.rotation_deg
    zoom = random.uniform(*augmentation.zoom)
    across, down = random.uniform(-1, 1, 2)
    flips = random.random(2) < 0.5
    gamma = np.exp(random.uniform(*np.log(augmentation.gamma)))
    gain = random.uniform(*augmentation.gain)
    offset = random.uniform(-1, 1) * augmentation.offset
    slope = random.uniform(0, 1) * augmentation.light_gradient
    slope_rad = random.uniform(0, 2 * np.pi)
    blur_px = random.uniform(0, augmentation.blur_px)
    noise = random.uniform(0.0, augmentation.noise)
    top, left = random.integers(0, NOISE_SIDE, 2)
    return Change(
        turn_deg=turn_deg,
        zoom=zoom,
        across=across * augmentation.width_shift,
        down=down * augmentation.height_shift,
        flips=(
            bool(flips[0]) and augmentation.flip_horizontal,
            bool(flips[1]) and augmentation.flip_vertical,
        ),
        gamma=float(gamma),
        contrast=random.uniform(*augmentation.contrast),
        gain=gain,
        offset=offset,
        slope=slope,
        slope_rad=slope_rad,
        blur_px=blur_px,
        noise=noise,
        noise_at=(int(top), int(left)),
        noise_seed=seed,
    )
