"""How many of each outcome, and against what the folders say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inference.review.results import OUTCOMES, Columns
from inference.verdict import Outcome


@dataclass(frozen=True, slots=True)
class Counts:
    """Of all results so far."""

    outcomes: dict[Outcome, int]
    confusion: dict[str, dict[Outcome, int]]
    """By label, in order of its name: how many of each outcome; empty without labels."""

    @property
    def total(self) -> int:
        return sum(self.outcomes.values())


def count(columns: Columns) -> Counts:
    """Some milliseconds for 100,000."""
    confusion = {}
    for code, label in sorted(enumerate(columns.labels), key=lambda entry: entry[1].casefold()):
        confusion[label] = _outcomes(columns.outcome[columns.label == code])
    return Counts(_outcomes(columns.outcome), confusion)


def _outcomes(codes: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> dict[Outcome, int]:
    numbers = np.bincount(codes, minlength=len(OUTCOMES))
    return {outcome: int(numbers[code]) for code, outcome in enumerate(OUTCOMES)}
