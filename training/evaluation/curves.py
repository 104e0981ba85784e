"""What a row of probabilities is worth as a whole: ROC, precision and recall, calibration."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_BINS = 10

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Points from left to right, and the area below them."""

    x: Floats
    y: Floats
    area: float


@dataclass(frozen=True, slots=True)
class Bin:
    """The images whose P(def) lies in one tenth of [0, 1]; only tenths that hold some are told."""

    n: int
    probability_def: float
    """Their mean."""
    share_def: float
    """How many of them are defective: the same, where the model is calibrated."""


def roc_curve(probability_def: NDArray[np.float32], is_def: NDArray[np.bool_]) -> Curve:
    """Share of good parts called def -> share of defective parts called def."""
    said_def, right = _called_def(probability_def, is_def)
    overkills, found = (said_def - right) / (~is_def).sum(), right / is_def.sum()
    return Curve(overkills, found, float(np.trapezoid(found, overkills)))


def precision_recall_curve(
    probability_def: NDArray[np.float32], is_def: NDArray[np.bool_]
) -> Curve:
    """Recall -> precision of `def`; the area is the average precision."""
    said_def, right = _called_def(probability_def, is_def)
    recall = right / is_def.sum()
    precision = np.concatenate([[1.0], right[1:] / said_def[1:]])
    return Curve(recall, precision, float((np.diff(recall) * precision[1:]).sum()))


def _called_def(
    probability_def: NDArray[np.float32], is_def: NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """For each threshold from above down: how many are called def, and how many of them are.

    Without scikit-learn: a window waits for the curves, and would wait for its import.
    """
    order = np.argsort(-probability_def, kind="stable")
    last_of_its_value = np.append(np.diff(probability_def[order]) != 0, True)
    said = np.flatnonzero(last_of_its_value) + 1.0
    right = np.cumsum(is_def[order])[last_of_its_value].astype(np.float64)
    return np.concatenate([[0.0], said]), np.concatenate([[0.0], right])


def reliability(probability_def: NDArray[np.float32], is_def: NDArray[np.bool_]) -> tuple[Bin, ...]:
    """What was said against what came true, in tenths of P(def)."""
    place = np.minimum((probability_def * _BINS).astype(int), _BINS - 1)
    members = [place == number for number in range(_BINS)]
    return tuple(
        Bin(int(here.sum()), float(probability_def[here].mean()), float(is_def[here].mean()))
        for here in members
        if here.any()
    )


def expected_calibration_error(
    probability_def: NDArray[np.float32], is_def: NDArray[np.bool_]
) -> float:
    """ECE: how far the tenths are from what came true, each weighed by its images."""
    bins = reliability(probability_def, is_def)
    gaps = [each.n * abs(each.probability_def - each.share_def) for each in bins]
    return float(sum(gaps) / len(is_def))
