"""The one border between the station and Qt: pulls the newest by a timer, passes commands on."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

from inference.models.person import this_person
from inference.sources.settings import SourceSettings
from inference.station.settings import AppearanceSettings, RecordSettings, StationSettings
from inference.station.snapshot import StationSnapshot
from inference.verdict import Inspection, Outcome, Thresholds

PULL_EVERY_MS = 33
LOOK_EVERY_MS = 10
"""How soon a new part is noticed. To look costs next to nothing, to show a part does not."""
SHOW_EVERY_MS = 24
"""No part is shown sooner than this after the last one: a quick line's newest are enough."""
OPERATOR = "operator"
Method = Literal["evidence", "gradcam"]


class StationFacade(Protocol):
    """What the window needs of a station. Every call returns at once, from any thread.

    `recent` has the newest last; `trend` is the last P(def), oldest first, NaN for a FAULT.
    """

    @property
    def settings(self) -> StationSettings: ...
    def snapshot(self) -> StationSnapshot: ...
    def latest(self) -> Inspection | None: ...
    def recent(self) -> tuple[Inspection, ...]: ...
    def trend(self) -> NDArray[np.float32]: ...
    def start(self) -> None: ...
    def stop(self) -> None: ...
    def trigger(self) -> None: ...
    def hold(self) -> None: ...
    def resume(self) -> None: ...
    def set_thresholds(self, thresholds: Thresholds, *, by: str) -> None: ...
    def confirm(self, part_id: str, *, by: str) -> None: ...
    def overrule(self, part_id: str, outcome: Outcome, *, by: str) -> None: ...
    def set_source(self, source: SourceSettings) -> None: ...
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
        self.snapshot = station.snapshot()
        self.latest = station.latest()
        self.recent = station.recent()
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
        is_new = self._station.latest() is not self.latest
        if self._since_pull.hasExpired(SHOW_EVERY_MS if is_new else PULL_EVERY_MS):
            self.pull()

    def pull(self) -> None:
        """Take the newest and say so."""
        self._since_pull.start()
        self.snapshot = self._station.snapshot()
        latest = self._station.latest()
        if latest is not self.latest:
            self.latest = latest
            self.recent = self._station.recent()
        self.refreshed.emit()

    def trend(self) -> NDArray[np.float32]:
        return self._station.trend()

    def start(self) -> None:
        self._station.start()

    def stop(self) -> None:
        self._station.stop()

    def trigger(self) -> None:
        self._station.trigger()

    def set_held(self, held: bool) -> None:
        if held:
            self._station.hold()
        else:
            self._station.resume()
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

    def set_source(self, source: SourceSettings) -> None:
        self._station.set_source(source)

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
