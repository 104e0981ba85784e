"""The piece of a picture that a defect covers."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.sources.simulated.casting import REFERENCE_PX, Box, Floats
from inference.sources.simulated.scene import Scene


@dataclass(frozen=True, slots=True)
class Patch:
    """What lies over the picture in one box."""

    box: Box
    cover: Floats
    """0..1, how far it hides the picture."""
    grey: Floats
    """Its grey levels."""

    def lay_over(self, picture: Floats) -> None:
        """Changes the picture."""
        under = picture[self.box.area]
        under += self.cover * (self.grey - under)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the part, with the pixels round it in coordinates of the reference picture.

    `along` runs round the part and `out` away from its axis, from the spot, in pixels of a
    300-pixel picture; `beyond_rim` is each pixel's distance outside the disc's edge (negative
    inside).
    """

    box: Box
    scale: float
    """Pixels to a reference pixel."""
    along: Floats
    out: Floats
    beyond_rim: Floats

    def soft(self, inside: NDArray[np.floating]) -> Floats:
        """Cover 0..1 from a signed depth in reference pixels, one pixel wide at its edge."""
        return np.asarray(np.clip(inside * self.scale + 0.5, 0.0, 1.0), np.float32)

    def mottle(self, rng: np.random.Generator, sigma_px: float) -> Floats:
        """Random unevenness over the box, standard deviation about 1, a grain of `sigma_px`."""
        sigma = max(0.4, sigma_px * self.scale)
        noise = rng.standard_normal(self.box.shape, np.float32)
        smooth = cv2.GaussianBlur(noise, (0, 0), sigma, borderType=cv2.BORDER_REFLECT)
        return np.asarray(smooth / max(float(smooth.std()), 1e-6), np.float32)


def spot_on(scene: Scene, size_px: int, place: tuple[float, float], reach_px: float) -> Spot:
    """The spot at `place` (radius and angle, see `Pose.place`), with `reach_px` all round it."""
    scale = size_px / REFERENCE_PX
    radius, angle = place
    x, y = scene.pose.place(radius, angle)
    reach = reach_px * scale + 2
    box = Box(
        math.floor(y - reach), math.floor(x - reach), math.ceil(y + reach), math.ceil(x + reach)
    ).within(size_px)
    right, down = (box.columns - x) / scale, (box.rows - y) / scale
    cosine, sine = math.cos(angle), math.sin(angle)
    on_disc, _ = scene.pose.polar(box, raised=False)
    return Spot(
        box=box,
        scale=scale,
        along=(-sine * right + cosine * down).astype(np.float32),
        out=(cosine * right + sine * down).astype(np.float32),
        beyond_rim=(on_disc - 1.0) * np.float32(scene.pose.radius / scale),
    )


def jagged(rng: np.random.Generator, along: Floats, half_length: float, knot_px: float) -> Floats:
    """A ragged profile: 0 beyond +-half_length, up to 1 between, with a corner every `knot_px`."""
    n_knots = max(3, round(2 * half_length / knot_px))
    knots = np.linspace(-half_length, half_length, n_knots + 2)
    heights = rng.uniform(0.35, 1.0, n_knots + 2)
    heights[[0, -1]] = 0.0
    heights[1 + int(rng.integers(n_knots))] = 1.0
    return np.interp(along, knots, heights).astype(np.float32)
