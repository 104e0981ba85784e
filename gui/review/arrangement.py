"""Which images are shown, and in which order: numpy over the columns, nothing row by row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.review.orders import Order, sorted_rows
from inference.review.results import OUTCOMES, Columns
from inference.verdict import Outcome

Rows = NDArray[np.intp]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Cell:
    """One of the confusion matrix: what the folder says, and what the model says."""

    label: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants to see. Nothing wished for is everything, by name."""

    order: Order = Order.NAME
    outcomes: frozenset[Outcome] = frozenset()
    label: str | None = None
    defect_type: str | None = None
    text: str = ""
    corrected: bool = False

    @property
    def filters(self) -> bool:
        """Whether anything is left out."""
        return Wish(self.order) != self

    @property
    def cell(self) -> Cell | None:
        """The cell of the confusion matrix that is just this wish."""
        if self.label is None or len(self.outcomes) != 1:
            return None
        return Cell(self.label, next(iter(self.outcomes)))


@dataclass(frozen=True, slots=True)
class LabelRow:
    """One row of the confusion matrix: a label, what it means, and what was said of its images."""

    label: str
    is_def: bool
    by_outcome: dict[Outcome, int]

    @property
    def total(self) -> int:
        return sum(self.by_outcome.values())


def arrange(
    columns: Columns, wish: Wish, named: Mask | None = None, corrected: Mask | None = None
) -> Rows:
    """The rows to show, in their order.

    `named`: n, the rows whose name holds the text that is searched for; `corrected`: n, those with
    a correction. Either is asked for only where the wish needs it.
    """
    rows = sorted_rows(columns, wish.order)
    if not wish.filters:
        return rows
    return rows[_wanted(columns, wish, named, corrected)[rows]]


def label_rows(columns: Columns) -> list[LabelRow]:
    """The good labels first; empty where no folder says anything."""
    rows = []
    for code, label in enumerate(columns.labels):
        of_label = columns.label == code
        if of_label.any():
            is_def = bool(columns.is_def[np.argmax(of_label)] == 1)
            numbers = np.bincount(columns.outcome[of_label], minlength=len(OUTCOMES))
            by_outcome = {outcome: int(numbers[at]) for at, outcome in enumerate(OUTCOMES)}
            rows.append(LabelRow(label, is_def, by_outcome))
    return sorted(rows, key=lambda row: (row.is_def, row.label.casefold()))


def _wanted(columns: Columns, wish: Wish, named: Mask | None, corrected: Mask | None) -> Mask:
    wanted = np.ones(len(columns), np.bool_)
    if wish.outcomes:
        wanted &= np.isin(columns.outcome, [OUTCOMES.index(each) for each in wish.outcomes])
    if wish.label is not None:
        wanted &= columns.label == _code(columns.labels, wish.label)
    if wish.defect_type is not None:
        wanted &= columns.defect_type == _code(columns.defect_types, wish.defect_type)
    for mask, is_asked in ((named, bool(wish.text)), (corrected, wish.corrected)):
        if is_asked and mask is not None:
            wanted &= mask
    return wanted


def _code(names: tuple[str, ...], name: str) -> int:
    return names.index(name) if name in names else len(names)
