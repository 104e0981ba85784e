"""Judged images in the order in which a person should look at them."""

from __future__ import annotations

from enum import Enum

import numpy as np
from numpy.typing import NDArray

from inference.verdict import Thresholds

Indices = NDArray[np.intp]


class Looked(Enum):
    """Which of them are looked at."""

    WRONG = "wrong"
    """At the def threshold, the furthest from it first."""
    UNSURE = "unsure"
    """The nearest to the middle of the band first, whether inside it or not."""
    OK_OK = "ok_ok"
    """Good parts called ok, the nearest to being called def first; so are the next three."""
    OK_DEF = "ok_def"
    DEF_OK = "def_ok"
    DEF_DEF = "def_def"


def ranked(
    looked: Looked,
    probability_def: NDArray[np.float32],
    is_def: NDArray[np.bool_],
    thresholds: Thresholds,
) -> Indices:
    """Their indices. Errors: the largest first. What is right: what was nearest to an error."""
    distance = np.abs(probability_def - thresholds.def_from)
    said_def = probability_def >= thresholds.def_from
    if looked is Looked.UNSURE:
        middle = (thresholds.unsure_from + thresholds.def_from) / 2
        return np.argsort(np.abs(probability_def - middle), kind="stable")
    if looked is Looked.WRONG:
        return _sorted(np.flatnonzero(said_def != is_def), -distance)
    truth, said = (word == "def" for word in looked.value.split("_"))
    order = distance if truth == said else -distance
    return _sorted(np.flatnonzero((is_def == truth) & (said_def == said)), order)


def _sorted(members: Indices, order: NDArray[np.float32]) -> Indices:
    return members[np.argsort(order[members], kind="stable")]
