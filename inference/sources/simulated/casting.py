"""The casting's shape, and how it lies before the camera."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

# Radii of the part's circles, where the machined disc's outer edge is 1.
BORE = 0.215
HUB = 0.285
VANES = 0.555
RING = 0.625
RING_FOOT = 0.640
RIM = 1.0
SHADOW_END = 1.42

REFERENCE_PX = 300
"""Sizes of defects and blemishes are pixels of a picture this large; others scale with it."""


@dataclass(frozen=True, slots=True)
class Pose:
    """Where the part lies in the picture, in pixels, and from how far off its axis it is seen."""

    centre_x: float
    centre_y: float
    radius: float
    squash: float
    """Length of the short axis over the long one: 1 is seen from straight above."""
    squash_direction: float
    """Direction of the short axis, in radians."""
    lean_x: float
    lean_y: float
    """How far the raised ring and hub seem shifted against the disc, in radii."""
    rotation: float
    """How far the part is turned round its axis, in radians."""

    def place(self, radius: float, angle: float) -> tuple[float, float]:
        """Pixel (x, y) of a point of the part. `angle` is the picture's, not the part's."""
        raised = radius < (RING + RING_FOOT) / 2
        u = radius * math.cos(angle) + (self.lean_x if raised else 0.0)
        v = radius * math.sin(angle) + (self.lean_y if raised else 0.0)
        xx, xy, yy = self._stretch(self.squash)
        x = self.centre_x + self.radius * (xx * u + xy * v)
        y = self.centre_y + self.radius * (xy * u + yy * v)
        return x, y

    def _stretch(self, along: float) -> tuple[float, float, float]:
        """The symmetric matrix (xx, xy, yy) that scales by `along` in the squash direction."""
        cosine, sine = math.cos(self.squash_direction), math.sin(self.squash_direction)
        extra = along - 1.0
        return 1 + extra * cosine * cosine, extra * cosine * sine, 1 + extra * sine * sine

    def polar(self, box: Box, raised: bool) -> tuple[Floats, Floats]:
        """For each pixel of the box: radius and angle (0..2 pi) on the disc, or on the ring."""
        xx, xy, yy = (value / self.radius for value in self._stretch(1 / self.squash))
        x = box.columns - np.float32(self.centre_x)
        y = box.rows - np.float32(self.centre_y)
        lean_x, lean_y = (self.lean_x, self.lean_y) if raised else (0.0, 0.0)
        u = (xx * x - lean_x).astype(np.float32) + (xy * y).astype(np.float32)
        v = (xy * x - lean_y).astype(np.float32) + (yy * y).astype(np.float32)
        radius, angle = cv2.cartToPolar(u, v)
        return radius, angle

    def box_of_ring(self, size_px: int) -> Box:
        """The part of the picture that holds everything raised."""
        reach = self.radius * (RING + 0.03)
        x, y = self.place(0.0, 0.0)
        return Box(
            top=max(0, math.floor(y - reach)),
            left=max(0, math.floor(x - reach)),
            bottom=min(size_px, math.ceil(y + reach) + 1),
            right=min(size_px, math.ceil(x + reach) + 1),
        )


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the picture, in pixels; bottom and right are just outside it."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def rows(self) -> Floats:
        """The y of each row, as a column."""
        return np.arange(self.top, self.bottom, dtype=np.float32)[:, np.newaxis]

    @property
    def columns(self) -> Floats:
        """The x of each column, as a row."""
        return np.arange(self.left, self.right, dtype=np.float32)[np.newaxis]

    @property
    def area(self) -> tuple[slice, slice]:
        return slice(self.top, self.bottom), slice(self.left, self.right)

    @property
    def shape(self) -> tuple[int, int]:
        return self.bottom - self.top, self.right - self.left

    def within(self, size_px: int) -> Box:
        """Cut to the picture."""
        return Box(
            min(max(self.top, 0), size_px),
            min(max(self.left, 0), size_px),
            max(min(self.bottom, size_px), 0),
            max(min(self.right, size_px), 0),
        )

    def grown(self, by: int) -> Box:
        return Box(self.top - by, self.left - by, self.bottom + by, self.right + by)


@dataclass(frozen=True, slots=True, eq=False)
class PolarGrid:
    """The sheet on which a part is painted unrolled: a row per angle, a column per radius."""

    radii: Floats
    angles: Floats
    """A full turn from 0 to 2 pi: the last row repeats the first."""

    @property
    def n_angles(self) -> int:
        return len(self.angles) - 1

    @property
    def step(self) -> float:
        """From one column to the next, in radii."""
        return float(self.radii[1] - self.radii[0])

    def maps(self, radius: Floats, angle: Floats) -> tuple[Floats, Floats]:
        """Where each pixel looks on the sheet, as `cv2.remap` takes it; at its border if beyond."""
        per_radius = np.float32(1 / self.step)
        column = radius * per_radius
        column -= self.radii[0] * per_radius
        # Held just inside: looking beyond the border is what makes cv2.remap slow.
        np.clip(column, np.float32(0), np.float32(len(self.radii) - 1.01), out=column)
        row = angle * np.float32((self.n_angles - 0.01) / (2 * np.pi))
        return column, row


def polar_grid(size_px: int, first_radius: float, last_radius: float) -> PolarGrid:
    """A sheet about as fine as the pixels of a picture of that size."""
    radii = np.arange(first_radius, last_radius, 1.5 / size_px)
    angles = np.linspace(0, 2 * np.pi, max(96, round(1.2 * size_px)) + 1)
    return PolarGrid(radii.astype(np.float32), angles.astype(np.float32))
