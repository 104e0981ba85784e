"""The irregular: turning grooves, vanes, grain. Made once for each picture size, then reused."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.sources.simulated.casting import (
    BORE,
    HUB,
    RIM,
    RING,
    RING_FOOT,
    SHADOW_END,
    VANES,
    Floats,
    PolarGrid,
    polar_grid,
)

N_CURVES = 32
N_FACES = 4
N_VANES = 7
_FINEST_SHEET_PX = 1024
_SEED = 20  # of the foundry's moulds and tools, which all parts of all seeds share


@dataclass(frozen=True, slots=True)
class Textures:
    """What all parts of one picture size share. A part picks, turns and weighs them.

    Sheets hold two turns of rows (2 n + 1), so that any turned one is a slice of them.
    """

    face_grid: PolarGrid
    shadow_grid: PolarGrid
    top_grid: PolarGrid
    faces: tuple[Floats, ...]
    """Turning marks and blotches of the machined disc, about -2..2."""
    tops: Floats
    """Grain of the ring, the hub and the cast ground between the vanes, about -2..2."""
    vane_edges: Floats
    """0..1 where the edge of a vane catches light."""
    curves: Floats
    """N_CURVES x (2 n + 1): smooth random curves round the turn, standard deviation 1."""
    noise: Floats
    """Sensor noise, standard deviation 1, larger than the picture."""
    grain: Floats
    """The same, coarser."""
    clouds: Floats
    """Slow unevenness of the ground, standard deviation 1."""


@lru_cache(maxsize=2)
def textures(size_px: int) -> Textures:
    """The shared textures for pictures of that size, of the last two sizes asked for."""
    rng = np.random.default_rng([_SEED, size_px])
    # Finer sheets would cost more than they show.
    sheet_px = min(size_px, _FINEST_SHEET_PX)
    face_grid = polar_grid(sheet_px, RING_FOOT - 0.06, RIM + 0.02)
    top_grid = polar_grid(sheet_px, 0.0, RING + 0.04)
    tile = (size_px + 64,) * 2
    noise = rng.standard_normal(tile, np.float32)
    return Textures(
        face_grid=face_grid,
        shadow_grid=polar_grid(sheet_px, RIM - 0.02, SHADOW_END),
        top_grid=top_grid,
        faces=tuple(_face(rng, face_grid) for _ in range(N_FACES)),
        tops=_top(rng, top_grid),
        vane_edges=_vane_edges(rng, top_grid),
        curves=_curves(rng, face_grid.n_angles),
        noise=noise,
        grain=_smooth(rng.standard_normal(tile, np.float32), 0.9 * size_px / 300),
        clouds=_clouds(rng, size_px),
    )


def _two_turns(sheet: Floats) -> Floats:
    return np.ascontiguousarray(np.concatenate([sheet, sheet, sheet[:1]]), np.float32)


def _unit(values: Floats) -> Floats:
    return np.asarray((values - values.mean()) / values.std(), np.float32)


def _smooth(noise: Floats, sigma: float) -> Floats:
    return _unit(cv2.GaussianBlur(noise, (0, 0), sigma))


def _around(noise: Floats, sigma_angles: float, sigma_radii: float) -> Floats:
    """Noise smeared along the turn (rows, without a seam) and across it (columns)."""
    kernel_rows = max(3, 2 * round(3 * sigma_angles) + 1)
    margin = min(kernel_rows // 2, len(noise))
    padded = np.concatenate([noise[-margin:], noise, noise[:margin]])
    blurred = cv2.GaussianBlur(
        padded, (0, 0), sigmaX=max(sigma_radii, 0.05), sigmaY=max(sigma_angles, 0.05)
    )
    return _unit(blurred[margin : margin + len(noise)])


def _face(rng: np.random.Generator, grid: PolarGrid) -> Floats:
    shape = (grid.n_angles, len(grid.radii))
    pixel = 0.0055 / grid.step  # columns to a pixel of the reference picture
    turn = grid.n_angles / 360  # rows to a degree

    def layer(degrees: float, pixels: float) -> Floats:
        noise = rng.standard_normal(shape, np.float32)
        return _around(noise, degrees * turn, pixels * pixel)

    rings = _smooth(rng.standard_normal((1, len(grid.radii)), np.float32), 0.6 * pixel)
    sheet = 0.30 * rings + 0.45 * layer(16, 0.6) + 0.45 * layer(3.0, 0.55) + 0.55 * layer(9, 6)
    return _two_turns(np.asarray(sheet, np.float32))


def _top(rng: np.random.Generator, grid: PolarGrid) -> Floats:
    shape = (grid.n_angles, len(grid.radii))
    pixel = 0.0055 / grid.step
    turn = grid.n_angles / 360
    fine = _around(rng.standard_normal(shape, np.float32), 2.0 * turn, 0.6 * pixel)
    slow = _around(rng.standard_normal(shape, np.float32), 11.0 * turn, 3.0 * pixel)
    return _two_turns(np.asarray(0.7 * fine + 0.6 * slow, np.float32))


def _vane_edges(rng: np.random.Generator, grid: PolarGrid) -> Floats:
    """Blades that leave the hub steeply and meet the ring almost along it."""
    radii, angles = grid.radii, grid.angles[:-1]
    across = np.clip((radii - HUB) / (VANES - HUB), 0.0, 1.0)
    sheet = np.zeros((grid.n_angles, len(grid.radii)), np.float32)
    for blade in range(N_VANES):
        start = 2 * np.pi * (blade + rng.uniform(-0.06, 0.06)) / N_VANES
        brightness = rng.uniform(0.6, 1.0)
        for offset, width, strength in ((0.0, 0.075, 1.0), (0.30, 0.12, 0.5)):
            edge = start + offset + 0.95 * across**1.2
            away = (angles[:, np.newaxis] - edge + np.pi) % (2 * np.pi) - np.pi
            along = np.clip((across - 0.22) / 0.35, 0, 1) * np.clip((1.02 - across) / 0.12, 0, 1)
            crest = np.exp(-0.5 * (away / (width * (1.25 - 0.6 * across))) ** 2)
            sheet = np.maximum(sheet, brightness * strength * crest * along)
    return _two_turns(sheet * ((radii > BORE) & (radii < VANES)))


def _curves(rng: np.random.Generator, n_angles: int) -> Floats:
    """Few slow waves in some, many quick ones in others."""
    angles = np.linspace(0, 2 * np.pi, n_angles, endpoint=False)
    highest_waves = np.geomspace(5, 60, N_CURVES).astype(int)
    curves = np.stack([_curve(rng, angles, highest) for highest in highest_waves])
    return np.concatenate([curves, curves, curves[:, :1]], axis=1, dtype=np.float32)


def _curve(rng: np.random.Generator, angles: NDArray[np.float64], highest_wave: int) -> Floats:
    waves = np.arange(1, highest_wave + 1)[:, np.newaxis]
    heights = rng.standard_normal(waves.shape)
    curve = (heights * np.cos(waves * angles + rng.uniform(0, 2 * np.pi, waves.shape))).sum(axis=0)
    return np.asarray(curve / curve.std(), np.float32)


def _clouds(rng: np.random.Generator, size_px: int) -> Floats:
    """The table: broad clouds, and faint wiping streaks in one direction."""
    side = 512  # nothing in it is fine
    coarse = rng.standard_normal((16, 16), np.float32)
    broad = _unit(cv2.resize(coarse, (side, side), interpolation=cv2.INTER_CUBIC))
    noise = rng.standard_normal((side, side), np.float32)
    streaks = _unit(cv2.GaussianBlur(noise, (0, 0), sigmaX=side / 18, sigmaY=side / 320))
    turn = cv2.getRotationMatrix2D((side / 2, side / 2), 35, 1.5)
    turned = cv2.warpAffine(streaks, turn, (side, side), borderMode=cv2.BORDER_REFLECT)
    wanted = (size_px + size_px // 4,) * 2
    clouds = cv2.resize(broad + 0.45 * turned, wanted, interpolation=cv2.INTER_CUBIC)
    return np.asarray(clouds, np.float32)
