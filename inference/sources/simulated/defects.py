"""The six defects: what foundry and handling do to a casting."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from inference.sources.settings import DefectType
from inference.sources.simulated.casting import (
    REFERENCE_PX,
    RIM,
    RING,
    VANES,
    Floats,
)
from inference.sources.simulated.order import Defect
from inference.sources.simulated.patch import Patch, Spot, jagged, spot_on
from inference.sources.simulated.scene import Scene

_Painter = Callable[[np.random.Generator, Scene, int, float], list[Patch]]


def defect_patches(
    rng: np.random.Generator, scene: Scene, size_px: int, defect: Defect
) -> list[Patch]:
    """What to lay over the good part, in this order."""
    return _PAINTERS[defect.type](rng, scene, size_px, defect.size_px)


def _random_angle(rng: np.random.Generator) -> float:
    return float(rng.uniform(0, 2 * math.pi))


def _on_face(rng: np.random.Generator, scene: Scene, size_px: int, extent_px: float) -> float:
    """A radius on the machined disc that leaves room for the extent on both sides."""
    half = extent_px / 2 * (size_px / REFERENCE_PX) / scene.pose.radius
    inner, outer = 0.71 + half, 0.97 - half
    return float(rng.uniform(inner, outer)) if inner < outer else 0.84


def _lump(rng: np.random.Generator, spot: Spot, diameter: float) -> Floats:
    """Depth below an irregular, slightly long outline: positive inside, in reference pixels."""
    turn = rng.uniform(0, math.pi)
    slender = rng.uniform(0.72, 1.0)
    u = math.cos(turn) * spot.along + math.sin(turn) * spot.out
    v = (math.cos(turn) * spot.out - math.sin(turn) * spot.along) / slender
    angle = np.arctan2(v, u)
    outline = np.ones_like(angle)
    for wave in (2, 3, 5):
        outline += rng.uniform(0.02, 0.10) * np.cos(wave * angle + rng.uniform(0, 2 * math.pi))
    return np.asarray(diameter / 2 * outline / 1.08 - np.hypot(u, v), np.float32)


def _toward_light(scene: Scene, spot: Spot, angle: float) -> Floats:
    """Distance from the spot towards the light, reference pixels."""
    turn = scene.light.direction - angle
    return math.cos(turn) * spot.out + math.sin(turn) * spot.along


def _pit(
    rng: np.random.Generator,
    scene: Scene,
    size_px: int,
    place: tuple[float, float],
    diameter: float,
) -> Patch:
    """A dark hole, its far wall catching some light, with a worn lip."""
    spot = spot_on(scene, size_px, place, diameter)
    depth = _lump(rng, spot, diameter)
    dark = rng.uniform(14, 40)
    wall = np.clip(-_toward_light(scene, spot, place[1]) / diameter, 0, 0.5)
    hole = spot.soft(depth)
    lip = 0.55 * spot.soft(depth + 0.9) * (1 - hole)
    lip_grey = np.where(wall > 0, scene.light.face + 45, 0.62 * scene.light.face)
    grey = hole * (dark + 70 * wall**1.5) + (1 - hole) * lip_grey
    grey += 3.0 * spot.mottle(rng, 0.7)
    return Patch(spot.box, np.maximum(hole * 0.97, lip), grey.astype(np.float32))


def _blowhole(rng: np.random.Generator, scene: Scene, size_px: int, size: float) -> list[Patch]:
    place = _on_face(rng, scene, size_px, size), _random_angle(rng)
    return [_pit(rng, scene, size_px, place, size)]


def _pinhole(rng: np.random.Generator, scene: Scene, size_px: int, size: float) -> list[Patch]:
    """One to four small pits, together; now and then in the raised ring."""
    on_ring = rng.random() < 0.2
    radius = (VANES + RING) / 2 if on_ring else _on_face(rng, scene, size_px, 3 * size)
    angle = _random_angle(rng)
    step = 2.2 * size * (size_px / REFERENCE_PX) / scene.pose.radius
    patches = []
    for n in range(int(rng.integers(1, 5))):
        aside = n * step * rng.uniform(0.8, 1.3) / radius
        off = 0.0 if on_ring else rng.uniform(-0.5, 0.5) * step
        place = radius + off, angle + aside
        patches.append(_pit(rng, scene, size_px, place, size * rng.uniform(0.9, 1.1)))
    return patches


def _scratch(rng: np.random.Generator, scene: Scene, size_px: int, size: float) -> list[Patch]:
    """A narrow furrow across the grooves, with the metal it threw up beside it."""
    angle = _random_angle(rng)
    room = 0.27 * scene.pose.radius * REFERENCE_PX / size_px
    steepest = math.acos(min(1.0, room / size))
    tilt = rng.choice([-1, 1]) * max(rng.uniform(0.15, 1.0), steepest)
    spot = spot_on(scene, size_px, (0.835, angle), size / 2 + 3)
    lengthwise = math.cos(tilt) * spot.out + math.sin(tilt) * spot.along
    beside = math.cos(tilt) * spot.along - math.sin(tilt) * spot.out
    beside -= _hand(rng, lengthwise, size)
    tapers = np.interp(np.abs(lengthwise) / (size / 2), [0, 0.7, 1], [1, 0.9, 0.55])
    half_width = tapers * rng.uniform(0.6, 1.0)
    ends = spot.soft(size / 2 - np.abs(lengthwise)) * spot.soft(-spot.beyond_rim)
    furrow = spot.soft(half_width - np.abs(beside)) * ends
    burr = 0.6 * spot.soft(0.5 - np.abs(beside - half_width - 0.5)) * ends
    dark, bright = rng.uniform(30, 70), min(250.0, scene.light.face + 60)
    grey = np.where(furrow >= burr, dark, bright)
    return [Patch(spot.box, np.maximum(furrow, burr), grey.astype(np.float32))]


def _hand(rng: np.random.Generator, lengthwise: Floats, length: float) -> Floats:
    """How far a scratch strays from a straight line: a bow and some trembling."""
    bow = rng.uniform(-0.05, 0.05) * length * (1 - (2 * lengthwise / length) ** 2)
    knots = np.linspace(-length / 2, length / 2, 9)
    return np.asarray(bow + np.interp(lengthwise, knots, rng.normal(0, 0.25, 9)), np.float32)


def _broken(rng: np.random.Generator, scene: Scene, spot: Spot, angle: float) -> Floats:
    """The rough dark grey of fresh fracture."""
    slope = 2.0 * np.clip(-_toward_light(scene, spot, angle), -6, 6)
    rough = rng.uniform(36, 58) + slope + 14 * spot.mottle(rng, 0.9)
    return np.asarray(np.clip(rough, 12, 110), np.float32)


def _chipped_edge(rng: np.random.Generator, scene: Scene, size_px: int, size: float) -> list[Patch]:
    """A bite out of the disc's rim; now and then a dent in the raised ring's edge."""
    angle = _random_angle(rng)
    depth_px = np.clip(rng.uniform(0.28, 0.5) * size, 3.0, 11.0)
    if rng.random() < 0.2:
        spot = spot_on(scene, size_px, (RING, angle), size / 2 + 2)
        depth_px = min(depth_px, 6.0)
        radius, _ = scene.pose.polar(spot.box, raised=True)
        beyond = (radius - RING) * np.float32(scene.pose.radius / spot.scale)
    else:
        spot = spot_on(scene, size_px, (RIM, angle), size / 2 + 2)
        beyond = spot.beyond_rim
    bite = depth_px * jagged(rng, spot.along, size / 2, 3.5)
    cover = spot.soft(beyond + bite - 0.3) * spot.soft(0.9 - beyond) * (bite > 0)
    return [Patch(spot.box, cover.astype(np.float32), _broken(rng, scene, spot, angle))]


def _shrinkage(rng: np.random.Generator, scene: Scene, size_px: int, size: float) -> list[Patch]:
    """A spongy nest of small cavities with dull metal between them."""
    place = _on_face(rng, scene, size_px, size), _random_angle(rng)
    spot = spot_on(scene, size_px, place, size * 0.75)
    depth = _lump(rng, spot, size)
    dark = rng.uniform(18, 40)
    core = np.clip(depth / (size / 2), 0, 1)
    sponge = spot.mottle(rng, 1.1) + 1.9 * core - 0.5
    cavities = spot.soft(1.2 * sponge) * spot.soft(depth)
    dull = 0.35 * spot.soft(depth) * np.sqrt(core)
    cover = np.maximum(cavities, dull)
    return [Patch(spot.box, cover.astype(np.float32), np.full_like(cover, dark, np.float32))]


def _flash(rng: np.random.Generator, scene: Scene, size_px: int, size: float) -> list[Patch]:
    """A ragged fin of metal round the rim, dark, with edges that shine."""
    angle = _random_angle(rng)
    spot = spot_on(scene, size_px, (RIM, angle), size / 2 + 3)
    height = np.clip(rng.uniform(0.12, 0.26) * size, 3.0, 8.0)
    fin = height * jagged(rng, spot.along, size / 2, 4.0)
    # Round the rim `along` is the chord: only the near side of the disc belongs to the spot.
    near = spot.out > -size
    inside = np.minimum(fin - spot.beyond_rim, spot.beyond_rim + 1.2)
    cover = spot.soft(inside) * ((fin > 0.2) & near)
    grey = _broken(rng, scene, spot, angle) - 14
    shines = spot.soft(1.0 - np.abs(fin - spot.beyond_rim - 0.8)) * (spot.mottle(rng, 2.2) > 0.35)
    grey += shines * (scene.light.face + 40 - grey)
    return [Patch(spot.box, cover.astype(np.float32), grey.astype(np.float32))]


_PAINTERS: dict[DefectType, _Painter] = {
    "blowhole": _blowhole,
    "pinhole": _pinhole,
    "scratch": _scratch,
    "chipped_edge": _chipped_edge,
    "shrinkage": _shrinkage,
    "flash": _flash,
}
