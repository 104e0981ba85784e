"""Which defect a part of the simulated line has, and how large it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from inference.sources.settings import DEFECT_TYPES, DefectType

USUAL_SIZES_PX: dict[DefectType, tuple[float, float]] = {
    "blowhole": (6.0, 15.0),
    "pinhole": (3.0, 4.5),
    "scratch": (18.0, 60.0),
    "chipped_edge": (9.0, 26.0),
    "shrinkage": (12.0, 28.0),
    "flash": (18.0, 70.0),
}
"""Smallest and largest, at 300 pixels."""
LARGEST_PX = 80.0
_ORDERS = 2  # the stream of random numbers that decides what a part is


@dataclass(frozen=True, slots=True)
class Defect:
    """One defect to draw."""

    type: DefectType
    size_px: float
    """Pixels of a 300-pixel picture, whatever the picture's size. The pit's diameter for a blowhole
    and a pinhole, the length of a scratch, the extent of a shrinkage, the length along the rim of
    a chipped edge and a flash."""

    def __post_init__(self) -> None:
        if self.type not in DEFECT_TYPES:
            raise ValueError(f"no such defect: {self.type}; there are {', '.join(DEFECT_TYPES)}")
        if not 2.5 <= self.size_px <= LARGEST_PX:
            raise ValueError(f"a defect is 2.5 to {LARGEST_PX:g} pixels large, not {self.size_px}")


def order_defect(
    seed: int, number: int, defect_share: float, defect_types: Sequence[DefectType] = DEFECT_TYPES
) -> Defect | None:
    """The defect of part `number` of the line `seed`, or None for a good part.

    Always the same for the same arguments. A larger share keeps the defects of a smaller one.
    """
    rng = np.random.default_rng([seed, number, _ORDERS])
    is_defective = rng.random() < defect_share
    if not is_defective:
        return None
    defect_type = defect_types[int(rng.integers(len(defect_types)))]
    return Defect(defect_type, float(rng.uniform(*USUAL_SIZES_PX[defect_type])))
