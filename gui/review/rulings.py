"""What a person said of the images: shown at once, written beside the window, with undo."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from gui.review.arrangement import Mask, Rows
from gui.review.correction_writer import CorrectionWriter, Refusal, Say
from gui.review.ruling import UNKNOWN, RuledRows, Ruling, ruling_of
from gui.review.ruling_batch import Batch, rows_by_label
from gui.widgets.errand import Errand
from gui.words import count
from inference.review.correction_lines import Correction, CorrectionRefused
from inference.review.corrections import Corrections
from inference.review.results import Results

_LOOK_EVERY_MS = 60
_SAY_EVERY = 500
_CLOSING_S = 1.0
"""What is still to be written then is written before the program ends, without a window."""


class Rulings(QObject):
    """`changed` comes with each ruling and each undoing, `refused` with why some were not kept.

    A correction reads its file for the hash, so a share that sleeps would hold the window up: a
    thread does it, one step after the other. Of however many images, a step is in the set as a
    whole or not at all.
    """

    changed = Signal()
    refused = Signal(str)
    writing = Signal(int, int)
    """How many images of a step are read, and of how many; (0, 0) once all is written."""

    def __init__(self, parent: QObject, path: Path) -> None:
        super().__init__(parent)
        self._results: Results | None = None
        self._ruled = RuledRows()
        self._batches: list[Batch] = []
        self._left: list[Batch] = []
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
        self._left = [each for each in (*self._left, *self._batches) if not each.is_over]
        self._ruled, self._batches = RuledRows(), []
        self.writer.begin()
        self._look.start()

    def find_earlier(self) -> None:
        """Look through all images for corrections from before, beside the window."""
        if self._results:
            writer, results = self.writer, self._results
            self._earlier.begin(lambda say: _earlier(writer, results, say))

    def _take_earlier(self, found: object) -> None:
        assert isinstance(found, dict)
        if self._ruled.learn(found):
            self.changed.emit()

    def of(self, row: int) -> Ruling | None:
        corrections = self.corrections
        if self._ruled.code(row) != UNKNOWN or not corrections or not self._results:
            return self._ruled.ruling(row)
        kept = corrections.of(self._results.path(row))
        return ruling_of(kept.new_label) if kept else None

    def mask(self, length: int) -> Mask:
        """Which of so many rows are known to be corrected."""
        return self._ruled.mask(length)

    @property
    def count(self) -> int:
        """How many images of this review are known to be corrected."""
        return self._ruled.count

    @property
    def can_undo(self) -> bool:
        return bool(self._batches)

    def rule(self, rows: Sequence[int], ruling: Ruling) -> None:
        """Say this of these images, each of them named once."""
        if self._results is None or not rows:
            return
        chosen = np.asarray(rows, np.intp)
        batch = Batch(ruling, chosen, self._ruled.codes(chosen))
        self._ruled.put(chosen, self._ruled.code_of(ruling))
        self.writer.put(rows, partial(batch.correct, self._results))
        self._batches.append(batch)
        self._look.start()
        self.changed.emit()

    def undo(self) -> Sequence[int]:
        """Take the last ruling back; the rows that it was for."""
        if not self._batches:
            return ()
        batch = self._batches[-1]
        self._withdraw(batch)
        rows: list[int] = batch.rows.tolist()
        return rows

    def cancel(self) -> None:
        """Take back what is just being written, of a review before too."""
        for batch in self._left:
            if not (batch.is_over or batch.is_withdrawn):
                self._take_out(batch, ())
                return
        for batch in self._batches:
            if not batch.is_over:
                self._withdraw(batch)
                return

    def _withdraw(self, batch: Batch) -> None:
        """Its rows are again as they were, but for those of which something was said since."""
        at = self._batches.index(batch)
        rows, was = batch.rows, batch.what_was(self._ruled)
        for newer in self._batches[at + 1 :]:
            _, ours, theirs = np.intersect1d(rows, newer.rows, return_indices=True)
            newer.before[theirs] = was[ours]
            rows, was = np.delete(rows, ours), np.delete(was, ours)
        self._ruled.put(rows, was)
        del self._batches[at]
        self._take_out(batch, rows.tolist())
        self.changed.emit()

    def _take_out(self, batch: Batch, rows: Sequence[int]) -> None:
        batch.is_withdrawn = True
        self.writer.put(rows, batch.take_back)
        self._look.start()

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
        self.writing.emit(*self.writer.progress)
        if is_idle:
            self._look.stop()

    def _tell(self, refusals: Sequence[Refusal]) -> None:
        """One notification, however many there are: a full disk refuses them all."""
        for refusal in refusals:
            self._ruled.put(np.array(list(refusal.rows), np.intp), UNKNOWN)
        why = refusals[0].why
        if (more := sum(max(1, len(refusal.rows)) for refusal in refusals) - 1) > 0:
            why = self.tr("{why} ({n} more were not kept either)").format(why=why, n=count(more))
        self.refused.emit(why)


def _earlier(writer: CorrectionWriter, results: Results, say: Say) -> Mapping[str, Rows]:
    standing = writer.standing(say)
    return rows_by_label(_labelled(standing, results, say)) if standing else {}


def _labelled(
    standing: Mapping[str, Correction], results: Results, say: Say
) -> Iterator[tuple[int, str]]:
    for row in range(len(results)):
        made = standing.get(str(results.path(row)))
        if made is not None:
            yield row, made.new_label
        if row % _SAY_EVERY == 0:
            say(row, len(results))
