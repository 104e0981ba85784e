"""What a report is written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.verdict import Thresholds
from training.evaluation.evaluate import Metrics
from training.evaluation.robustness import Robustness
from training.evaluation.type_report import TypeReport


@dataclass(frozen=True, slots=True, eq=False)
class TypeExample:
    """A part of one type of defect, and the map of that type."""

    name: str
    index: int
    """Which of the validation images."""
    share: float
    """P(type | def)."""
    heat: NDArray[np.float32]
    """h x w in [0, 1], on the model's fixed scale: a share of the verdict's heat."""


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """A fitted model's answers on its validation images, and where it comes from."""

    name: str
    metrics: Metrics
    thresholds: Thresholds
    probability_def: NDArray[np.float32]
    """N, as are the next four."""
    is_def: NDArray[np.bool_]
    images: NDArray[np.uint8]
    """N x H x W x C, as the model sees them."""
    heat: NDArray[np.float32]
    """N x h x w in [0, 1], on the model's fixed scale."""
    captions: tuple[str, ...]
    """Which image it is: class folder and file name."""
    history: Mapping[str, list[Any]]
    """`fit.History.as_columns()`."""
    lineage: Mapping[str, Any]
    robustness: Robustness | None = None
    """None where it was not looked at."""
    types: TypeReport | None = None
    """How well the types of defects are told, where they are."""
    type_examples: tuple[TypeExample, ...] = ()
    """One of each type that has a map and was told rightly."""
    test: Mapping[str, Any] | None = None
    """Figures of the test images, where there are some; see `packaging`."""
    knows_good: bool = True
    """False: nothing is to be said of verdicts."""
