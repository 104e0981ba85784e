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
from inference.review.corrections import Corrections
from inference.review.results import Results
from inference.verdict import Outcome

_LOOK_EVERY_MS = 60
_SAY_EVERY = 500


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
    """`changed` comes with each ruling and each undoing, `refused` with why one was not kept.

    A correction reads its file for the hash, so a share that sleeps would hold the window up: a
    thread does it, one after the other.
    """

    changed = Signal()
    refused = Signal(str)

    def __init__(self, parent: QObject, path: Path) -> None:
        super().__init__(parent)
        self._path = path
        self._results: Results | None = None
        self._now: dict[int, Ruling | None] = {}
        self._batches: list[_Batch] = []
        self._writer = CorrectionWriter()
        self._earlier = Errand("earlier corrections", self, ())
        self._earlier.answered.connect(self._take_earlier)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_EVERY_MS)
        self._look.timeout.connect(self._look_at_it)
        self.corrections: Corrections | None = None
        """The set, read when the first review begins."""

    def begin(self, results: Results) -> None:
        """Rulings from earlier on the same files stand; what can be undone is this review's."""
        if self.corrections is None:
            try:
                self.corrections = Corrections(self._path)
            except OSError as error:
                self.refused.emit(f"{self._path}: {error.strerror or error}")
        self._results = results
        self._now, self._batches = {}, []

    def find_earlier(self) -> None:
        """Look through all images for corrections from before, beside the window."""
        if self.corrections and len(self.corrections) and self._results:
            labels = {path: made.new_label for path, made in self.corrections.standing().items()}
            results = self._results
            self._earlier.begin(lambda say: _rows_of(labels, results, say))

    def _take_earlier(self, found: object) -> None:
        assert isinstance(found, dict)
        self._now = {**found, **self._now}
        self.changed.emit()

    def of(self, row: int) -> Ruling | None:
        if row in self._now or not self.corrections or not self._results:
            return self._now.get(row)
        kept = self.corrections.of(self._results.path(row)) if len(self.corrections) else None
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
        if self.corrections is None or self._results is None or not rows:
            return
        batch = _Batch(ruling, {row: self.of(row) for row in rows})
        for row in rows:
            self._now[row] = ruling
            self._writer.put(row, partial(_correct, self.corrections, self._results, row, batch))
        self._batches.append(batch)
        self._look.start()
        self.changed.emit()

    def undo(self) -> Sequence[int]:
        """Take the last ruling back; the rows that it was for."""
        if not self._batches or self.corrections is None:
            return ()
        batch = self._batches.pop()
        self._writer.put(-1, partial(_take_back, self.corrections, batch))
        self._now.update(batch.before)
        self._look.start()
        self.changed.emit()
        return list(batch.before)

    def close_down(self) -> None:
        """What was said is written before the window is gone."""
        self._look.stop()
        self._earlier.cancel()
        self._writer.finish()

    def _look_at_it(self) -> None:
        is_idle = self._writer.is_idle
        for row, why in self._writer.refusals():
            self._now.pop(row, None)
            self.refused.emit(why)
            self.changed.emit()
        if is_idle:
            self._look.stop()


def _correct(corrections: Corrections, results: Results, row: int, batch: _Batch) -> None:
    image = results.row(row)
    corrections.correct(image.path, batch.ruling.label, image.label)
    batch.made += 1


def _take_back(corrections: Corrections, batch: _Batch) -> None:
    """Those that the set has taken: a refused one must not take an earlier one with it."""
    for _ in range(batch.made):
        corrections.undo()


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
