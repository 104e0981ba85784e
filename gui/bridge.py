"""The one border between the station and Qt: pulls the newest by a timer, passes commands on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

from inference.models.person import this_person
from inference.sources.settings import SourceSettings
from inference.station.settings import (
    AppearanceSettings,
    LineSettings,
    RecordSettings,
    StationSettings,
)
from inference.station.snapshot import StationSnapshot
from inference.verdict import Inspection, Outcome, Thresholds

PULL_EVERY_MS = 33
LOOK_EVERY_MS = 10
"""How soon a new part is noticed. To look costs next to nothing, to show a part does not."""
SHOW_EVERY_MS = 24
"""No part is shown sooner than this after the last one: a quick line's newest are enough."""
OPERATOR = "operator"
Method = Literal["evidence", "gradcam"]


class LineFacade(Protocol):
    """What the window needs of one line. Every call returns at once, from any thread.

    `recent` has the newest last; `trend` is the last P(def), oldest first, NaN for a FAULT.
    """

    def snapshot(self) -> StationSnapshot: ...
    def latest(self) -> Inspection | None: ...
    def recent(self) -> tuple[Inspection, ...]: ...
    def trend(self) -> NDArray[np.float32]: ...
    def trigger(self) -> None: ...
    def hold(self) -> None: ...
    def resume(self) -> None: ...
    def set_source(self, source: SourceSettings) -> None: ...


class StationFacade(Protocol):
    """What it needs of the station that they belong to."""

    @property
    def lines(self) -> Sequence[LineFacade]: ...
    @property
    def settings(self) -> StationSettings: ...
    def start(self) -> None: ...
    def stop(self) -> None: ...
    def add_line(self, line: LineSettings) -> None: ...
    def remove_line(self, number: int) -> None: ...
    def rename_line(self, number: int, name: str) -> None: ...
    def set_thresholds(self, thresholds: Thresholds, *, by: str) -> None: ...
    def confirm(self, part_id: str, *, by: str) -> None: ...
    def overrule(self, part_id: str, outcome: Outcome, *, by: str) -> None: ...
    def set_model(self, model: Path | None, *, by: str) -> None: ...
    def roll_back(self, *, by: str) -> None: ...
    def choose_map(self, method: Method) -> None: ...
    def set_record_settings(self, records: RecordSettings) -> None: ...
    def set_appearance(self, appearance: AppearanceSettings) -> None: ...


class Bridge(QObject):
    """The station as the window sees it. `refreshed` comes with each pull, not with each frame."""

    refreshed = Signal()

    def __init__(self, station: StationFacade) -> None:
        super().__init__()
        self._station = station
        self.chosen = 0
        """The number of the line that `snapshot`, `latest` and `recent` are of; mostly the only."""
        self.snapshots: tuple[StationSnapshot, ...] = ()
        """Of each line."""
        self.newest: tuple[Inspection | None, ...] = ()
        """Each line's latest part."""
        self.recent: tuple[Inspection, ...] = ()
        self._lines: tuple[LineFacade, ...] = ()
        """As of the last pull: what is asked goes to the line that is in sight."""
        self._take()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._since_pull = QElapsedTimer()
        self._since_pull.start()

    def begin(self) -> None:
        self._timer.start()

    def end(self) -> None:
        self._timer.stop()

    def _look(self) -> None:
        lines = zip(self._station.lines, self.newest, strict=False)
        is_new = any(line.latest() is not newest for line, newest in lines)
        if self._since_pull.hasExpired(SHOW_EVERY_MS if is_new else PULL_EVERY_MS):
            self.pull()

    def pull(self) -> None:
        """Take the newest and say so."""
        self._since_pull.start()
        self._take()
        self.refreshed.emit()

    def _take(self) -> None:
        self._lines = lines = tuple(self._station.lines)
        self.chosen = min(self.chosen, len(lines) - 1)
        before = self.newest[self.chosen] if self.chosen < len(self.newest) else None
        self.snapshots = tuple(line.snapshot() for line in lines)
        self.newest = tuple(line.latest() for line in lines)
        if self.latest is not before or not self.recent:
            self.recent = self._line.recent()

    @property
    def snapshot(self) -> StationSnapshot:
        return self.snapshots[self.chosen]

    @property
    def latest(self) -> Inspection | None:
        return self.newest[self.chosen]

    @property
    def _line(self) -> LineFacade:
        return self._lines[self.chosen]

    def choose_line(self, number: int) -> None:
        """Show this one of several lines, from 0."""
        self.chosen = number
        self.recent = ()
        self.pull()

    def add_line(self, line: LineSettings) -> None:
        self._station.add_line(line)

    def remove_line(self) -> None:
        """The chosen one."""
        self._station.remove_line(self.chosen)

    def rename_line(self, name: str) -> None:
        """The chosen one."""
        self._station.rename_line(self.chosen, name)

    def trend(self) -> NDArray[np.float32]:
        return self._line.trend()

    def start(self) -> None:
        self._station.start()

    def stop(self) -> None:
        self._station.stop()

    def trigger(self) -> None:
        self._line.trigger()

    def set_held(self, held: bool) -> None:
        if held:
            self._line.hold()
        else:
            self._line.resume()
        self.pull()

    def set_thresholds(self, thresholds: Thresholds) -> None:
        self._station.set_thresholds(thresholds, by=OPERATOR)
        self.pull()

    def confirm(self, inspection: Inspection) -> None:
        self._station.confirm(inspection.frame.part_id, by=OPERATOR)

    def overrule(self, inspection: Inspection, outcome: Outcome) -> None:
        self._station.overrule(inspection.frame.part_id, outcome, by=OPERATOR)

    @property
    def settings(self) -> StationSettings:
        return self._station.settings

    @property
    def source(self) -> SourceSettings:
        """Where the chosen line takes its parts from."""
        lines = self.settings.all_lines  # may be fewer already than at the last pull
        return lines[min(self.chosen, len(lines) - 1)].source

    def set_source(self, source: SourceSettings) -> None:
        self._line.set_source(source)

    def set_model(self, model: Path | None) -> None:
        self._station.set_model(model, by=this_person())

    def roll_back(self) -> None:
        self._station.roll_back(by=this_person())

    def choose_map(self, method: Method) -> None:
        self._station.choose_map(method)

    def set_record_settings(self, records: RecordSettings) -> None:
        self._station.set_record_settings(records)

    def set_appearance(self, appearance: AppearanceSettings) -> None:
        self._station.set_appearance(appearance)
