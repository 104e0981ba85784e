"""Garbage is collected by the window's own thread, a bit at a time.

Python collects on whichever thread happens to make one object too many. A Qt object that lies in a
cycle would be destroyed there, and Qt objects may be destroyed by their own thread alone: a crash,
some day, of a station that runs for months.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 500


class GarbageRounds(QObject):
    """Lives as long as its parent; after that Python collects as ever."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self.destroyed.connect(_as_ever)
        timer = QTimer(self)
        timer.timeout.connect(_collect)
        timer.start(_EVERY_MS)


def _collect() -> None:
    """The oldest generation that is due, by Python's own counts."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    due = [age for age in range(len(counts)) if counts[age] > thresholds[age]]
    if due:
        gc.collect(max(due))


def _as_ever() -> None:
    gc.enable()
