"""What differs from one good part to the next: how it lies and how it is lit."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from inference.sources.simulated.casting import Pose


@dataclass(frozen=True, slots=True)
class Light:
    """The lamp and what it makes of the surfaces, in grey levels."""

    direction: float
    """Where the light comes from, in radians of the picture."""
    face: float
    """Of the machined disc."""
    sheen: float
    """How much brighter the two lobes are than the disc between them, as a share of `face`."""
    ground: float
    ground_slope: float
    """From the picture's middle to its border, towards the light."""
    shadow: float
    """Share of the ground's light that the part takes away."""


@dataclass(frozen=True, slots=True)
class Camera:
    """What the optics and the sensor add."""

    blur_px: float
    """Standard deviation, at 300 pixels."""
    noise: float
    """Standard deviation, grey levels."""
    grain: float
    """The same for the coarser grain."""
    gain: float


@dataclass(frozen=True, slots=True)
class Scene:
    """One good part before the camera."""

    pose: Pose
    light: Light
    camera: Camera


def random_scene(rng: np.random.Generator, size_px: int) -> Scene:
    """A scene as a careful fixture and a lamp of varying mood would give it."""
    return Scene(_random_pose(rng, size_px), _random_light(rng), _random_camera(rng))


def _random_pose(rng: np.random.Generator, size_px: int) -> Pose:
    lean_direction = rng.uniform(0, 2 * math.pi)
    lean = rng.uniform(0.012, 0.045)
    return Pose(
        centre_x=size_px * rng.uniform(0.475, 0.525) - 0.5,
        centre_y=size_px * rng.uniform(0.475, 0.525) - 0.5,
        radius=size_px * rng.uniform(0.39, 0.43),
        squash=rng.uniform(0.93, 0.99),
        squash_direction=lean_direction,
        lean_x=lean * math.cos(lean_direction),
        lean_y=lean * math.sin(lean_direction),
        rotation=rng.uniform(0, 2 * math.pi),
    )


def _random_light(rng: np.random.Generator) -> Light:
    ground_slope = rng.uniform(4, 34)
    return Light(
        direction=rng.uniform(0, 2 * math.pi),
        face=rng.uniform(158, 214),
        sheen=rng.uniform(0.08, 0.28),
        ground=rng.uniform(145, 220 - ground_slope),  # its bright corner stays below white
        ground_slope=ground_slope,
        shadow=rng.uniform(0.35, 0.75),
    )


def _random_camera(rng: np.random.Generator) -> Camera:
    return Camera(
        blur_px=rng.uniform(0.35, 0.75),
        noise=rng.uniform(0.8, 2.6),
        grain=rng.uniform(0.4, 1.8),
        gain=rng.uniform(0.9, 1.05),
    )
