"""The real window, seen by nobody: judges some parts, leaves a picture of itself, and closes."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtGui import QPixmap

from gui.app import application, open_window
from gui.bridge import StationFacade
from gui.main_window import MainWindow
from gui.waiting import delete_now, process_until
from inference.station.snapshot import SourceState, StationState
from inference.verdict import Outcome

_SIZE = (1280, 800)
_SEARCH_FROM = 0.5
"""From this share of the parts on, a defective one is worth a picture."""


def offscreen_tour(
    station: StationFacade,
    parts: int,
    screenshot: Path,
    geometry: Path,
    timeout_s: float = 300.0,
) -> int:
    """Start the station, judge `parts` parts (or all that come), save a picture of the window.

    A DEF with its heat map is preferred. Returns 0, or 1 when too few were judged or the picture
    could not be saved. The caller closes the station.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application()
    window = open_window(station, geometry)
    window.resize(*_SIZE)
    tour = _Tour(window, parts)
    window.bridge.refreshed.connect(tour.look)
    window.first_paint.over.connect(station.start)
    arrived = process_until(tour.is_over, timeout_s)
    saved = _save(tour.best or window.grab(), screenshot)
    window.close()
    window.deleteLater()
    delete_now()
    return 0 if arrived and saved and tour.judged >= min(parts, tour.offered) else 1


class _Tour:
    def __init__(self, window: MainWindow, parts: int) -> None:
        self._window = window
        self._parts = parts
        self.best: QPixmap | None = None

    @property
    def judged(self) -> int:
        return self._window.bridge.snapshot.counters.judged

    @property
    def offered(self) -> int:
        """How many parts the source had: as many as were judged, once it has ended."""
        return self.judged if self._window.bridge.snapshot.finished else self._parts

    def look(self) -> None:
        """Take a picture when there is something to see."""
        latest = self._window.bridge.latest
        is_def = latest is not None and latest.verdict.outcome is Outcome.DEF
        if is_def and self._window.live.area.picture.has_heat() and self._is_late_enough():
            self.best = self._window.grab()

    def _is_late_enough(self) -> bool:
        snapshot = self._window.bridge.snapshot
        current = snapshot.state is StationState.ONLINE and not snapshot.finished
        return current and self.judged >= _SEARCH_FROM * self._parts

    def is_over(self) -> bool:
        snapshot = self._window.bridge.snapshot
        failed = snapshot.source_state is SourceState.FAILED
        cannot_start = snapshot.problem is not None and snapshot.model_id is None
        return self.judged >= self._parts or snapshot.finished or failed or cannot_start


def _save(picture: QPixmap, path: Path) -> bool:
    path.parent.mkdir(parents=True, exist_ok=True)
    return picture.save(str(path))
