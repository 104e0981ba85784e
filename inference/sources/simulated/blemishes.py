"""What is no defect: faint stains, specks too small to matter, dust on the table."""

from __future__ import annotations

import math

import numpy as np

from inference.sources.simulated.casting import REFERENCE_PX, Floats
from inference.sources.simulated.scene import Scene


def add_blemishes(rng: np.random.Generator, picture: Floats, scene: Scene) -> None:
    """Changes the picture. Good and bad parts have them alike."""
    _add_stains(rng, picture, scene)
    _add_specks(rng, picture, scene)
    _add_dust(rng, picture, scene)


def _add_stains(rng: np.random.Generator, picture: Floats, scene: Scene) -> None:
    """Oil and finger marks: large, and at most about a tenth darker or lighter."""
    for _ in range(int(rng.integers(0, 5))):
        place = scene.pose.place(rng.uniform(0.70, 0.94), rng.uniform(0, 2 * math.pi))
        sigmas = rng.uniform(3, 10), rng.uniform(3, 10)
        _darken(picture, place, sigmas, rng.uniform(-9, 17))


def _add_specks(rng: np.random.Generator, picture: Floats, scene: Scene) -> None:
    """Pores of about a pixel."""
    for _ in range(int(rng.integers(0, 7))):
        place = scene.pose.place(rng.uniform(0.67, 0.98), rng.uniform(0, 2 * math.pi))
        sigma = rng.uniform(0.35, 0.6)
        _darken(picture, place, (sigma, sigma), rng.uniform(12, 40))


def _add_dust(rng: np.random.Generator, picture: Floats, scene: Scene) -> None:
    """On the table beside the part, and seen through its bore."""
    for _ in range(int(rng.integers(0, 4))):
        radius = rng.uniform(0.02, 0.16) if rng.random() < 0.3 else rng.uniform(1.12, 1.6)
        place = scene.pose.place(radius, rng.uniform(0, 2 * math.pi))
        sigmas = rng.uniform(0.4, 1.0), rng.uniform(0.4, 1.0)
        _darken(picture, place, sigmas, rng.uniform(15, 60))


def _darken(
    picture: Floats, place: tuple[float, float], sigmas_px: tuple[float, float], by: float
) -> None:
    """Take away a bell-shaped spot; sigmas across and down, in pixels of the reference picture."""
    scale = len(picture) / REFERENCE_PX
    columns, across = _bell(place[0], sigmas_px[0] * scale, len(picture))
    rows, down = _bell(place[1], sigmas_px[1] * scale, len(picture))
    picture[rows, columns] -= np.outer(down, across * np.float32(by))


def _bell(centre: float, sigma: float, size_px: int) -> tuple[slice, Floats]:
    """The pixels that a bell reaches, and its height on each."""
    start = min(max(0, math.floor(centre - 3 * sigma)), size_px)
    stop = max(min(size_px, math.ceil(centre + 3 * sigma) + 1), start)
    away = (np.arange(start, stop, dtype=np.float32) - np.float32(centre)) / np.float32(sigma)
    return slice(start, stop), np.exp(-0.5 * away**2)
