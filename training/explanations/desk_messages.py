"""What is said between the window and the process that explains."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MAP_PER_TYPE = "types"
"""Asked for among the methods: a map for each type of defect, where the model has such."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Explain this image by these methods."""

    generation: int
    image: Path
    package: Path
    methods: tuple[str, ...]
    """Beside the live map, which always comes, and comes first."""


@dataclass(frozen=True, slots=True)
class TypeTold:
    """A type of defect that has a map."""

    method: str
    """The name that its map comes under."""
    name: str
    probability: float
    """P(type | def) of this image."""


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """The image was read and judged."""

    generation: int
    picture: NDArray[np.uint8]
    """H x W grey or H x W x 3 RGB, shrunk where it is very large."""
    probability_def: float
    live: str
    """The name of the map that the line draws."""
    left_out: tuple[str, ...]
    """Methods that can't be had here: TensorFlow is not installed."""
    types: tuple[TypeTold, ...] = ()
    """The likeliest first; none where types have no maps."""


@dataclass(frozen=True, slots=True, eq=False)
class Explained:
    """One map."""

    generation: int
    method: str
    title: str
    overlay: NDArray[np.uint8]
    """H x W x 4 RGBA, straight alpha, in the picture's proportions."""
    ms: float
    has_fixed_scale: bool
    """Otherwise its hottest place is full heat, whatever the part."""


@dataclass(frozen=True, slots=True)
class Unexplained:
    """One method could not explain this model."""

    generation: int
    method: str
    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The image or the package can't be used, or the process ended: nothing more will come."""

    generation: int
    why: str


Answer = Opened | Explained | Unexplained | Refused
