"""A good part as the light shows it: painted unrolled, then wrapped into the picture."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from inference.sources.simulated.casting import (
    BORE,
    HUB,
    RIM,
    RING,
    RING_FOOT,
    VANES,
    Box,
    Floats,
    PolarGrid,
)
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
    top, left = rng.integers(size_px, size=2)
    across = np.linspace(-1, 1, size_px, dtype=np.float32)
    slope_x = light.ground_slope * math.cos(light.direction)
    slope_y = light.ground_slope * math.sin(light.direction)
    ground = clouds[top : top + size_px, left : left + size_px] * np.float32(rng.uniform(0.5, 2.2))
    ground += (light.ground + slope_x * across).astype(np.float32)[np.newaxis]
    ground += (slope_y * across).astype(np.float32)[:, np.newaxis]
    return np.asarray(ground, np.float32)


def _bump(values: Floats, centre: float, width: float) -> Floats:
    return np.exp(-0.5 * ((values - centre) / width) ** 2)


def _rise(values: Floats, edge: float, width: float) -> Floats:
    """0 below the edge, 1 above it."""
    return np.clip((values - edge) / width + 0.5, 0.0, 1.0)


def _sheen(angles: Floats, light: Light, curves: Floats) -> Floats:
    """Turned grooves throw the light into two lobes, and each tool mark into a sector of its own."""
    lobe = np.cos(angles - light.direction) ** 2
    sharp = lobe**6
    sectors = np.tanh(1.6 * curves[0]) + 0.6 * np.tanh(2.0 * curves[3])
    return light.sheen * (1.1 * lobe + 0.7 * sharp - 0.75 + 0.26 * sectors).astype(np.float32)


def _toward(angles: Floats, direction: float) -> Floats:
    """1 on the side of `direction`, -1 opposite."""
    return np.cos(angles - direction).astype(np.float32)


def _face_sheet(grid: PolarGrid, scene: Scene, turned: _Turned) -> Floats:
    """Grey levels of the disc, its rim and its inner shoulder."""
    light, curves = scene.light, turned.curves
    angles, radii = grid.angles, grid.radii
    lit = _toward(angles, light.direction)
    sheen = _sheen(angles, light, curves)
    disc = _rise(radii, RING_FOOT, 0.012) * (1 - _rise(radii, RIM, 0.008))
    glow = 0.10 + 0.10 * np.clip(curves[1] + 0.6 * lit, 0, 2)
    edge = 0.08 * lit + 0.05 * curves[5]
    # Sums of (round the turn) x (across the disc): one small matrix product.
    around = np.stack([1 + sheen, glow, edge, 0.05 * curves[2], np.ones_like(lit)], axis=1)
    across = np.stack(
        [
            disc * (0.97 + 0.05 * _rise(radii, 0.85, 0.3)),
            disc * _bump(radii, RING_FOOT, 0.05),
            disc * _bump(radii, RIM - 0.012, 0.007),
            disc * _rise(radii, 0.8, 0.3),
            0.12 * (1 - _rise(radii, RING_FOOT, 0.012)),  # the dark foot of the ring
        ]
    )
    sheet = (around.astype(np.float32) @ across.astype(np.float32)) * np.float32(light.face)
    marks = (0.020 + 0.10 * np.abs(sheen)) * light.face
    sheet += turned.face * np.outer(marks, disc).astype(np.float32)
    return np.asarray(sheet, np.float32)


def _shadow_sheet(grid: PolarGrid, scene: Scene, curves: Floats) -> Floats:
    """Share of the ground's light that arrives: 0 under the part, 1 far from it."""
    angles, radii = grid.angles, grid.radii
    away = -_toward(angles, scene.light.direction)
    soft = scene.light.shadow * np.clip(0.45 + 0.55 * away + 0.08 * curves[4], 0.04, 1)
    line = 0.45 + 0.30 * away + 0.22 * curves[6]
    beyond = np.clip(radii - RIM, 0, None)
    contact = _bump(radii, RIM + 0.006, 0.009)
    around = np.stack([np.ones_like(soft), -soft, -np.clip(line, 0.05, 0.85)], axis=1)
    across = np.stack([np.ones_like(beyond), np.exp(-((beyond / 0.13) ** 1.3)), contact])
    arrives = np.clip(around.astype(np.float32) @ across.astype(np.float32), 0.1, 1.0)
    arrives *= _rise(radii, RIM, 0.008)
    return np.asarray(arrives, np.float32)


def _wrap_face(picture: Floats, scene: Scene, turned: _Turned) -> None:
    grid = turned.shared.face_grid
    box = Box(0, 0, *picture.shape)
    column, row = grid.maps(*scene.pose.polar(box, raised=False))
    for sheet, combine in (
        (_shadow_sheet(grid, scene, turned.curves), cv2.multiply),
        (_face_sheet(grid, scene, turned), cv2.add),
    ):
        wrapped = cv2.remap(sheet, column, row, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        combine(picture, wrapped, dst=picture)


def _top_sheet(grid: PolarGrid, scene: Scene, turned: _Turned) -> Floats:
    """Grey levels of the ring, the vanes, the hub and the bore."""
    light, curves = scene.light, turned.curves
    angles, radii = grid.angles, grid.radii
    lit = _toward(angles, light.direction)
    plane = light.face * (1 + 0.25 * _sheen(angles, light, curves))
    bore = 1 - _rise(radii, BORE, 0.012)
    hub = _rise(radii, BORE, 0.012) * (1 - _rise(radii, HUB, 0.02))
    ring = _rise(radii, VANES, 0.016)
    vanes = 1 - bore - hub - ring
    wall = _toward(angles, math.atan2(scene.pose.lean_y, scene.pose.lean_x))
    around = [
        (0.98 * plane, hub + ring),
        (light.face * (0.06 * lit + 0.05), _bump(radii, BORE + 0.012, 0.008)),
        (light.face * (0.05 * curves[7] + 0.04), _bump(radii, VANES + 0.012, 0.007)),
        (light.face * (-0.22 - 0.10 * lit), _bump(radii, RING - 0.002, 0.007)),
        (np.full_like(lit, 17 + 0.03 * light.face), vanes),
        (8 * (1 + lit), vanes * _rise(radii, 0.50, 0.1)),
        (np.full_like(lit, 0.80 * light.ground), bore),
        (0.30 * light.ground * lit, bore * radii / BORE),
        (-0.32 * light.ground * np.clip(0.25 + wall, 0, 1), bore * _bump(radii, BORE, 0.045)),
    ]
    columns = np.stack([part[0] for part in around], axis=1).astype(np.float32)
    sheet = columns @ np.stack([part[1] for part in around]).astype(np.float32)
    grain = (hub + ring) * 4.0 + vanes * 2.2 + bore * 0.8
    sheet += turned.shared.tops[turned.rows] * grain.astype(np.float32)
    catches = light.face * (0.13 + 0.15 * np.clip(-lit + 0.5 * curves[1], -0.6, 1.2))
    sheet += turned.shared.vane_edges[turned.rows] * catches[:, np.newaxis].astype(np.float32)
    return np.asarray(sheet, np.float32)


def _wrap_top(picture: Floats, scene: Scene, turned: _Turned) -> None:
    """The raised ring with all that it encloses, over the disc."""
    grid = turned.shared.top_grid
    box = scene.pose.box_of_ring(len(picture))
    radius, angle = scene.pose.polar(box, raised=True)
    column, row = grid.maps(radius, angle)
    sheet = _top_sheet(grid, scene, turned)
    wrapped = cv2.remap(sheet, column, row, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    covers = np.clip((RING - radius) * np.float32(scene.pose.radius) + 0.5, 0.0, 1.0)
    under = picture[box.area]
    under += covers * (wrapped - under)
