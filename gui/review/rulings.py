"""What a person said of the images: shown at once, written beside the window, undone one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from gui.review.arrangement import Mask
from gui.review.correction_writer import CorrectionWriter
from gui.widgets.errand import Errand
from gui.words import count
from inference.review.corrections import CorrectionRefused, Corrections
from inference.review.results import Results
from inference.verdict import Outcome

_LOOK_EVERY_MS = 60
_SAY_EVERY = 500
_CLOSING_S = 1.0
"""What is still to be written then is written before the program ends, without a window."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """OK or DEF, and the type of defect where it was said."""

    outcome: Outcome
    defect_type: str | None = None

    @property
    def label(self) -> str:
        """As the correction set writes it: `ok`, `def`, `def/blowhole`."""
        if self.outcome is Outcome.OK:
            return "ok"
        return f"def/{self.defect_type}" if self.defect_type else "def"


def ruling_of(label: str) -> Ruling:
    """The other way round."""
    word, _, defect_type = label.partition("/")
    return Ruling(Outcome.OK if word == "ok" else Outcome.DEF, defect_type or None)


@dataclass(slots=True, eq=False)
class _Batch:
    """One ruling, of one image or of many."""

    ruling: Ruling
    before: dict[int, Ruling | None]
    made: int = 0
    """How many of them the set has taken."""


class Rulings(QObject):
    """`changed` comes with each ruling and each undoing, `refused` with why some were not kept.

    A correction reads its file for the hash, so a share that sleeps would hold the window up: a
    thread does it, one after the other.
    """

    changed = Signal()
    refused = Signal(str)

    def __init__(self, parent: QObject, path: Path) -> None:
        super().__init__(parent)
        self._results: Results | None = None
        self._now: dict[int, Ruling | None] = {}
        self._batches: list[_Batch] = []
        self.writer = CorrectionWriter(path)
        self._is_read = False
        self._earlier = Errand("earlier corrections", self, (CorrectionRefused,))
        self._earlier.answered.connect(self._take_earlier)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_EVERY_MS)
        self._look.timeout.connect(self._look_at_it)

    @property
    def corrections(self) -> Corrections | None:
        """The set; None until it is read, a moment after the first review begins."""
        return self.writer.corrections

    def begin(self, results: Results) -> None:
        """Rulings from earlier on the same files stand; what can be undone is this review's."""
        self._earlier.cancel()
        self._results = results
        self._now, self._batches = {}, []
        self.writer.begin()
        self._look.start()

    def find_earlier(self) -> None:
        """Look through all images for corrections from before, beside the window."""
        if self._results:
            writer, results = self.writer, self._results
            self._earlier.begin(lambda say: _earlier(writer, results, say))

    def _take_earlier(self, found: object) -> None:
        assert isinstance(found, dict)
        if found:
            self._now = {**found, **self._now}
            self.changed.emit()

    def of(self, row: int) -> Ruling | None:
        corrections = self.corrections
        if row in self._now or not corrections or not self._results:
            return self._now.get(row)
        kept = corrections.of(self._results.path(row))
        return ruling_of(kept.new_label) if kept else None

    def mask(self, length: int) -> Mask:
        """Which of so many rows are known to be corrected."""
        mask = np.zeros(length, np.bool_)
        mask[[row for row, ruling in self._now.items() if ruling and row < length]] = True
        return mask

    @property
    def count(self) -> int:
        """How many images of this review are known to be corrected."""
        return sum(ruling is not None for ruling in self._now.values())

    @property
    def can_undo(self) -> bool:
        return bool(self._batches)

    def rule(self, rows: Sequence[int], ruling: Ruling) -> None:
        """Say this of these images."""
        if self._results is None or not rows:
            return
        batch = _Batch(ruling, {row: self.of(row) for row in rows})
        for row in rows:
            self._now[row] = ruling
            self.writer.put(row, partial(_correct, self._results, row, batch))
        self._batches.append(batch)
        self._look.start()
        self.changed.emit()

    def undo(self) -> Sequence[int]:
        """Take the last ruling back; the rows that it was for."""
        if not self._batches:
            return ()
        batch = self._batches.pop()
        self.writer.put(-1, partial(_take_back, batch))
        self._now.update(batch.before)
        self._look.start()
        self.changed.emit()
        return list(batch.before)

    def close_down(self) -> None:
        """What was said is written before the program ends; the window waits a moment at most."""
        self._look.stop()
        self._earlier.cancel()
        self.writer.finish(_CLOSING_S)

    def _look_at_it(self) -> None:
        is_idle = self.writer.is_idle
        if refusals := self.writer.refusals():
            self._tell(refusals)
        if refusals or (not self._is_read and self.corrections is not None):
            self._is_read = self.corrections is not None
            self.changed.emit()
        if is_idle:
            self._look.stop()

    def _tell(self, refusals: Sequence[tuple[int, str]]) -> None:
        """One notification, however many there are: a full disk refuses them all."""
        for row, _ in refusals:
            self._now.pop(row, None)
        why = refusals[0][1]
        if (more := len(refusals) - 1) > 0:
            why = self.tr("{why} ({n} more were not kept either)").format(why=why, n=count(more))
        self.refused.emit(why)


def _correct(results: Results, row: int, batch: _Batch, corrections: Corrections) -> None:
    # Not the whole row: its heat map lies in a review that may be closed by now.
    corrections.correct(results.path(row), batch.ruling.label, results.label(row))
    batch.made += 1


def _take_back(batch: _Batch, corrections: Corrections) -> None:
    """Those that the set has taken: a refused one must not take an earlier one with it."""
    for _ in range(batch.made):
        corrections.undo()


def _earlier(
    writer: CorrectionWriter, results: Results, say: Callable[[int, int], None]
) -> dict[int, Ruling]:
    labels = {path: made.new_label for path, made in writer.standing(say).items()}
    return _rows_of(labels, results, say) if labels else {}


def _rows_of(
    labels: Mapping[str, str], results: Results, say: Callable[[int, int], None]
) -> dict[int, Ruling]:
    found = {}
    for row in range(len(results)):
        label = labels.get(str(results.path(row)))
        if label is not None:
            found[row] = ruling_of(label)
        if row % _SAY_EVERY == 0:
            say(row, len(results))
    return found
