"""In which order results are looked at: row numbers, sorted."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from inference.review.results import Columns


class Order(StrEnum):
    """What comes first."""

    NAME = "name"
    MOST_DEFECTIVE = "probability"
    """The highest P(def)."""
    LEAST_DEFECTIVE = "probability-up"
    """The lowest P(def)."""
    MOST_UNSURE = "unsure"
    """Nearest to the middle between the thresholds."""
    DISAGREEMENT = "disagreement"
    """Furthest from what the folder says; without a label last."""
    NEWEST = "newest"
    """The file written last."""


def sorted_rows(columns: Columns, order: Order) -> NDArray[np.intp]:
    """All rows; equals stay in path order, and FAULTs, which have no P(def), come first of all.

    A person has to see a FAULT whatever is looked for; by name and by time they stand in line.
    """
    if order is Order.NAME:
        return np.arange(len(columns))
    return np.argsort(_keys(columns, order), kind="stable")


def _keys(columns: Columns, order: Order) -> NDArray[np.float64]:
    """Smallest first."""
    if order is Order.NEWEST:
        return np.where(np.isnan(columns.modified_s), np.inf, -columns.modified_s)
    probability = columns.probability_def.astype(np.float64)
    if order is Order.MOST_DEFECTIVE:
        keys = -probability
    elif order is Order.LEAST_DEFECTIVE:
        keys = probability
    elif order is Order.MOST_UNSURE:
        thresholds = columns.thresholds
        keys = np.abs(probability - (thresholds.unsure_from + thresholds.def_from) / 2)
    else:
        keys = np.where(columns.is_def < 0, 1.0, -np.abs(columns.is_def - probability))
    return np.where(np.isnan(probability), -np.inf, keys)
