"""One ruling of one image or of many: what was said before, and its way into the set. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from gui.review.arrangement import Rows
from gui.review.correction_writer import Refusal, Say
from gui.review.ruling import NONE, UNKNOWN, Codes, RuledRows, Ruling, ruling_of
from gui.widgets.errand import Cancelled
from inference.review.corrections import Corrections
from inference.review.results import Results


@dataclass(slots=True, eq=False)
class Batch:
    """The writer's thread says `earlier`, `step` and `is_over`, the window the rest."""

    ruling: Ruling
    rows: Rows
    before: Codes
    """What was known of each row before."""
    earlier: Mapping[str, Rows] | None = None
    """What the set says of rows that nothing was known of, by label; None until it was asked."""
    step: str | None = None
    """Of the correction set, once it has taken it."""
    is_withdrawn: bool = False
    is_over: bool = False

    def what_was(self, ruled: RuledRows) -> Codes:
        """Of each row, before it: as far as it is known now."""
        if self.earlier is None:
            return self.before
        was = np.where(self.before == UNKNOWN, np.int16(NONE), self.before)
        for label, rows in self.earlier.items():
            was[np.isin(self.rows, rows)] = ruled.code_of(ruling_of(label))
        return was

    def correct(self, results: Results, corrections: Corrections, say: Say) -> Refusal | None:
        """Into the set, all at once; nothing where it is withdrawn before all files are read."""

        def go_on(done: int) -> None:
            if self.is_withdrawn:
                raise Cancelled
            say(done, self.rows.size)

        try:
            return self._correct(results, corrections, go_on)
        except Cancelled:
            return None
        finally:
            self.is_over = True

    def _correct(
        self, results: Results, corrections: Corrections, say: Callable[[int], None]
    ) -> Refusal | None:
        say(0)
        rows = self.rows.tolist()
        self.earlier = self._ask(results, corrections)
        # Not the whole row: its heat map lies in a review that may be closed by now.
        images = ((results.path(row), results.label(row)) for row in rows)
        done = corrections.correct_all(images, self.ruling.label, say)
        self.step = done.step
        if not done.refused:
            return None
        return Refusal([rows[at] for at, _ in done.refused], done.refused[0][1])

    def _ask(self, results: Results, corrections: Corrections) -> Mapping[str, Rows]:
        unknown = self.rows[self.before == UNKNOWN].tolist() if len(corrections) else []
        made = ((row, corrections.of(results.path(row))) for row in unknown)
        return rows_by_label((row, each.new_label) for row, each in made if each)

    def take_back(self, corrections: Corrections, _: Say) -> None:
        """Out of the set where it got there: an earlier one must not go in its place."""
        if self.step is not None:
            corrections.undo(self.step)


def rows_by_label(said: Iterable[tuple[int, str]]) -> dict[str, Rows]:
    """Row, label -> label, rows."""
    rows: dict[str, list[int]] = {}
    for row, label in said:
        rows.setdefault(label, []).append(row)
    return {label: np.array(each, np.intp) for label, each in rows.items()}
