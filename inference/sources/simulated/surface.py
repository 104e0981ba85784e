"""A good part as the light shows it: painted unrolled, then wrapped into the picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from inference.sources.simulated.casting import RING, Box, Floats, PolarGrid
from inference.sources.simulated.profiles import face_profiles, shadow_profiles, top_profiles
from inference.sources.simulated.scene import Light, Scene
from inference.sources.simulated.texture import N_CURVES, N_FACES, Textures, textures


@dataclass(frozen=True, slots=True)
class _Turned:
    """The shared textures, as this one part shows them."""

    shared: Textures
    rows: slice
    """The rows of a two-turn sheet that are this part's turn."""
    curves: Floats
    """8 smooth random curves round the part, standard deviation 1."""
    face: Floats


def paint_part(rng: np.random.Generator, scene: Scene, size_px: int) -> Floats:
    """A good part without blemish, noise or blur: size_px x size_px float32, grey levels."""
    turned = _turn(rng, scene, textures(size_px))
    picture = _ground(rng, scene, size_px)
    _wrap_face(picture, scene, turned)
    _wrap_top(picture, scene, turned)
    return picture


def _turn(rng: np.random.Generator, scene: Scene, shared: Textures) -> _Turned:
    n = shared.face_grid.n_angles
    start = round((1 - scene.pose.rotation / (2 * math.pi)) * n) % n
    rows = slice(start, start + n + 1)
    at = int(rng.integers(n))
    chosen = rng.permutation(N_CURVES)[:8]
    return _Turned(
        shared=shared,
        rows=rows,
        curves=shared.curves[np.sort(chosen), at : at + n + 1],
        face=shared.faces[int(rng.integers(N_FACES))][rows],
    )


def _ground(rng: np.random.Generator, scene: Scene, size_px: int) -> Floats:
    """The grey table, brighter towards the light."""
    light = scene.light
    clouds = textures(size_px).clouds
    top, left = rng.integers(len(clouds) - size_px + 1, size=2)
    across = np.linspace(-1, 1, size_px, dtype=np.float32)
    slope_x = light.ground_slope * math.cos(light.direction)
    slope_y = light.ground_slope * math.sin(light.direction)
    ground = clouds[top : top + size_px, left : left + size_px] * np.float32(rng.uniform(0.5, 2.2))
    ground += (light.ground + slope_x * across).astype(np.float32)[np.newaxis]
    ground += (slope_y * across).astype(np.float32)[:, np.newaxis]
    return np.asarray(ground, np.float32)


def _sheen(angles: Floats, light: Light, curves: Floats) -> Floats:
    """Turned grooves throw the light into two lobes, and tool marks into sectors of their own."""
    lobe = np.cos(angles - light.direction) ** 2
    sharp = lobe**6
    sectors = np.tanh(2.2 * curves[0]) + 0.45 * np.tanh(3.0 * curves[3])
    sheen = light.sheen * (1.1 * lobe + 0.7 * sharp - 0.75 + 0.30 * sectors)
    return np.asarray(sheen, np.float32)


def _below_white(grey: Floats) -> Floats:
    """Bends the brightest levels down, as an exposure that spares the highlights does."""
    knee, room = 190.0, 36.0
    bent = knee + room * np.tanh((grey - knee) / room)
    return np.asarray(np.where(grey > knee, bent, grey), np.float32)


def _toward(angles: Floats, direction: float) -> Floats:
    """1 on the side of `direction`, -1 opposite."""
    return np.asarray(np.cos(angles - direction), np.float32)


def _sum_of_products(around: Sequence[Floats], across: Sequence[Floats]) -> Floats:
    """Sheet (angles x radii) out of matching factors round the turn and across the part."""
    columns = np.array(around, np.float32).T
    return np.asarray(columns @ np.array(across, np.float32))


def _face_sheet(grid: PolarGrid, scene: Scene, turned: _Turned) -> Floats:
    """Grey levels of the disc, its rim and its inner shoulder."""
    light, curves = scene.light, turned.curves
    lit = _toward(grid.angles, light.direction)
    sheen = _sheen(grid.angles, light, curves)
    profiles = face_profiles(grid)
    around = (
        _below_white(light.face * (1 + sheen)),
        light.face * (0.05 + 0.06 * np.clip(curves[1] + 0.6 * lit, 0, 1.6)),
        light.face * (0.06 + 0.09 * lit + 0.05 * curves[5]),
        light.face * 0.05 * curves[2],
        np.full_like(lit, 0.12 * light.face),
    )
    sheet = _sum_of_products(around, profiles)
    marks = (0.020 + 0.10 * np.abs(sheen)) * light.face
    sheet += turned.face * np.outer(marks, profiles.disc).astype(np.float32)
    return sheet


def _shadow_sheet(grid: PolarGrid, scene: Scene, curves: Floats) -> Floats:
    """Share of the ground's light that arrives: 0 under the part, 1 far from it."""
    away = -_toward(grid.angles, scene.light.direction)
    soft = scene.light.shadow * np.clip(0.40 + 0.60 * away + 0.08 * curves[4], 0.04, 1)
    contact = np.clip(0.48 + 0.34 * away + 0.13 * curves[6], 0.05, 0.85)
    around = (np.ones_like(soft), -soft, -contact)
    return np.maximum(_sum_of_products(around, shadow_profiles(grid)), 0.0)


def _wrap_face(picture: Floats, scene: Scene, turned: _Turned) -> None:
    """The table's light that the part leaves, and the disc."""
    radius, angle = scene.pose.polar(Box(0, 0, *picture.shape), raised=False)
    shadow, face = turned.shared.shadow_grid, turned.shared.face_grid
    arrives = _wrap(shadow, _shadow_sheet(shadow, scene, turned.curves), radius, angle)
    cv2.multiply(picture, arrives, dst=picture)
    cv2.add(picture, _wrap(face, _face_sheet(face, scene, turned), radius, angle), dst=picture)


def _wrap(grid: PolarGrid, sheet: Floats, radius: Floats, angle: Floats) -> Floats:
    """The sheet as the pixels at these radii and angles see it; beyond it, its border."""
    column, row = grid.maps(radius, angle)
    return np.asarray(cv2.remap(sheet, column, row, cv2.INTER_LINEAR))


def _top_sheet(grid: PolarGrid, scene: Scene, turned: _Turned) -> Floats:
    """Grey levels of the ring, the vanes, the hub and the bore."""
    light, curves = scene.light, turned.curves
    lit = _toward(grid.angles, light.direction)
    wall = _toward(grid.angles, math.atan2(scene.pose.lean_y, scene.pose.lean_x))
    profiles = top_profiles(grid)
    around = (
        0.98 * light.face * (1 + 0.25 * _sheen(grid.angles, light, curves)),
        light.face * (0.06 * lit + 0.05),
        light.face * (0.07 * curves[7] + 0.06),
        light.face * (-0.22 - 0.10 * lit),
        np.full_like(lit, 11 + 0.03 * light.face),
        7 * (1 - lit),
        np.full_like(lit, 0.74 * light.ground),
        0.24 * light.ground * lit,
        -0.50 * light.ground * np.clip(0.5 + wall, 0.35, 1),
    )
    sheet = _sum_of_products(around, profiles[: len(around)])
    sheet += turned.shared.tops[turned.rows] * profiles.grain
    catches = light.face * (0.17 + 0.13 * np.clip(0.5 * curves[1] - lit, -0.8, 1.2))
    sheet += turned.shared.vane_edges[turned.rows] * catches[:, np.newaxis].astype(np.float32)
    return sheet


def _wrap_top(picture: Floats, scene: Scene, turned: _Turned) -> None:
    """The raised ring with all that it encloses, over the disc."""
    grid = turned.shared.top_grid
    box = scene.pose.box_of_ring(len(picture))
    radius, angle = scene.pose.polar(box, raised=True)
    wrapped = _wrap(grid, _top_sheet(grid, scene, turned), radius, angle)
    covers = np.clip((RING - radius) * np.float32(scene.pose.radius) + 0.5, 0.0, 1.0)
    under = picture[box.area]
    under += covers * (wrapped - under)
