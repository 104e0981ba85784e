"""Across the part, from its axis outwards: what is the same at every angle and for every part.

Each sheet of `surface.py` is a sum of products, (round the turn) x (across the part), so it costs
one small matrix product. Here are the second factors, a row each.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from inference.sources.simulated.casting import (
    BORE,
    HUB,
    RIM,
    RING,
    RING_FOOT,
    VANES,
    Floats,
    PolarGrid,
)


class FaceProfiles(NamedTuple):
    """The machined disc."""

    disc: Floats
    shoulder: Floats
    """Where the disc rises to the ring's foot."""
    edge: Floats
    """The narrow bevel at the rim."""
    outer: Floats
    foot: Floats
    """The dark gap at the ring's foot."""


class ShadowProfiles(NamedTuple):
    """The table round the part."""

    uncovered: Floats
    soft: Floats
    contact: Floats
    """The dark line right at the rim."""


class TopProfiles(NamedTuple):
    """Ring, vanes, hub and bore."""

    metal: Floats
    """Hub and ring."""
    hub_edge: Floats
    ring_inner_edge: Floats
    ring_outer_edge: Floats
    vanes: Floats
    vane_ends: Floats
    bore: Floats
    bore_slope: Floats
    bore_wall: Floats
    grain: Floats
    """How strong the grain is, grey levels."""


def _bump(values: Floats, centre: float, width: float) -> Floats:
    return np.asarray(np.exp(-0.5 * ((values - centre) / width) ** 2), np.float32)


def _rise(values: Floats, edge: float, width: float) -> Floats:
    """0 below the edge, 1 above it."""
    return np.asarray(np.clip((values - edge) / width + 0.5, 0.0, 1.0), np.float32)


@lru_cache(maxsize=2)
def face_profiles(grid: PolarGrid) -> FaceProfiles:
    """A value 0..1 for each radius of the grid."""
    radii = grid.radii
    beside_foot = _rise(radii, RING_FOOT, 0.012)
    disc = beside_foot * (1 - _rise(radii, RIM, 0.008))
    return FaceProfiles(
        disc=disc * (0.97 + 0.05 * _rise(radii, 0.85, 0.3)),
        shoulder=disc * _bump(radii, RING_FOOT, 0.05),
        edge=disc * _bump(radii, RIM - 0.012, 0.007),
        outer=disc * _rise(radii, 0.8, 0.3),
        foot=1 - beside_foot,
    )


@lru_cache(maxsize=2)
def shadow_profiles(grid: PolarGrid) -> ShadowProfiles:
    """A value 0..1 for each radius of the grid."""
    beyond = np.clip(grid.radii - np.float32(RIM), 0, None)
    uncovered = _rise(grid.radii, RIM, 0.008)
    return ShadowProfiles(
        uncovered=uncovered,
        soft=uncovered * np.exp(-((beyond / np.float32(0.13)) ** 1.3)),
        contact=uncovered * _bump(grid.radii, RIM + 0.006, 0.009),
    )


@lru_cache(maxsize=2)
def top_profiles(grid: PolarGrid) -> TopProfiles:
    """A value 0..1 for each radius of the grid, `grain` apart."""
    radii = grid.radii
    bore = 1 - _rise(radii, BORE, 0.012)
    hub = (1 - bore) * (1 - _rise(radii, HUB, 0.02))
    ring = _rise(radii, VANES, 0.016)
    vanes = 1 - bore - hub - ring
    return TopProfiles(
        metal=hub + ring,
        hub_edge=_bump(radii, BORE + 0.012, 0.008),
        ring_inner_edge=_bump(radii, VANES + 0.012, 0.007),
        ring_outer_edge=_bump(radii, RING - 0.002, 0.007),
        vanes=vanes,
        vane_ends=vanes * _rise(radii, 0.50, 0.1),
        bore=bore,
        bore_slope=bore * radii / np.float32(BORE),
        bore_wall=bore * _bump(radii, BORE, 0.03),
        grain=(hub + ring) * np.float32(4.0) + vanes * np.float32(2.2) + bore * np.float32(0.8),
    )
