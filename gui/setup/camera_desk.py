"""The camera that somebody sets up: its live picture, and what is chosen of it. No widget."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from gui.bridge import Bridge
from inference.frame import Frame, UnreadableFrame
from inference.sources.industrial.found_camera import FoundCamera
from inference.sources.industrial.nodes import NodeValue
from inference.sources.settings import SourceSettings
from inference.station.snapshot import SourceState
from inference.trial.cameras import LineTrial, is_camera, open_for_trial
from inference.trial.features import present_name
from inference.trial.same_camera import same_camera
from inference.trial.trial import Refusal, Trial, TrialStatus

_LOOK_EVERY_MS = 66
_LET_GO_MAY_TAKE_S = 5.0
_CLOSE_WAITS_S = 0.5


class CameraDesk(QObject):
    """One camera at a time. The line's own is never opened: its pictures are the line's."""

    changed = Signal()
    """Something new to show: about fifteen times a second while a picture is live."""

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.found: tuple[FoundCamera, ...] = ()
        self.source: SourceSettings | None = None
        self.chosen: dict[str, NodeValue] = {}
        """Features by their present names; the others are left to the camera."""
        self.is_line = False
        """The live picture is a line's."""
        self.line_name = ""
        """Which of several has the camera."""
        self._trial: Trial | None = None
        self._leaving: list[Trial] = []
        self._before: dict[str, NodeValue] = {}
        self._refused: Refusal | None = None
        self._then: Callable[[], None] | None = None
        self._give_up_at = 0.0
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_EVERY_MS)
        self._look.timeout.connect(self._look_around)

    @property
    def status(self) -> TrialStatus | None:
        """None where nothing is live."""
        return self._trial.status if self._trial is not None else None

    @property
    def is_silent(self) -> bool:
        return self._trial is not None and self._trial.is_silent

    @property
    def is_at_rest(self) -> bool:
        """No camera is open here, or being let go."""
        return self._trial is None and not self._leaving

    def begin(self, source: SourceSettings, chosen: dict[str, NodeValue]) -> None:
        """Show its live picture in place of the one before, where it is a camera."""
        self.source, self.chosen, self._before = source, chosen, {}
        self.release(self._open)
        self.changed.emit()

    def _open(self) -> None:
        source = self.source
        if source is None:
            return
        number = self._line_of(source)
        self.is_line = number is not None
        if number is not None:
            self.line_name = self._bridge.snapshots[number].line
            newest = partial(_newest, self._bridge, number)
            self._trial = Trial("line", partial(LineTrial, newest))
        elif is_camera(source):
            self._trial = Trial(source.name, partial(open_for_trial, source))

    def end(self) -> None:
        """Let the camera go."""
        self._then = None
        if self._trial is not None:
            self._trial.close()
            self._leaving.append(self._trial)
            self._trial = None
            self.changed.emit()

    def put(self, name: str, value: NodeValue | None) -> None:
        """At once on the camera; None gives it back what it had before."""
        status = self.status
        if status is not None and not self.is_line and self._trial is not None:
            self._remember(status)
            now = self._before.get(name) if value is None else value
            own = {present_name(feature.name): feature.name for feature in status.features}
            if now is not None and not name.startswith("Trigger"):
                self._trial.set(own.get(name, name), now)
        if value is None:
            self.chosen.pop(name, None)
        else:
            self.chosen[name] = value
        self.changed.emit()

    def save_features(self, beside: Path) -> Path | None:
        """The maker's own file beside this one, soon; None where there is none to be had."""
        status = self.status
        if self._trial is None or status is None or status.feature_suffix is None:
            return None
        path = beside.with_suffix(status.feature_suffix)
        self._trial.save_features(path)
        return path

    def line_uses(self, source: SourceSettings) -> bool:
        """Whether a line has this camera open now, or tries to."""
        return self._line_of(source) is not None

    def _line_of(self, source: SourceSettings) -> int | None:
        lines = zip(self._bridge.snapshots, self._bridge.settings.all_lines, strict=False)
        for number, (snapshot, line) in enumerate(lines):
            at_work = snapshot.source_state not in (SourceState.CLOSED, SourceState.FAILED)
            if at_work and same_camera(source, line.source, self.found):
                return number
        return None

    def release(self, then: Callable[[], None]) -> None:
        """Let the camera go, and do this once it is free, or the driver takes too long."""
        self.end()
        self._then = then
        self._give_up_at = time.monotonic() + _LET_GO_MAY_TAKE_S
        self._look.start()
        self._look_around()

    def close_down(self) -> None:
        self.end()
        self._look.stop()
        for trial in self._leaving:
            trial.join(_CLOSE_WAITS_S)

    def _remember(self, status: TrialStatus) -> None:
        for feature in status.features:
            self._before.setdefault(present_name(feature.name), feature.value)

    def _look_around(self) -> None:
        self._leaving = [trial for trial in self._leaving if not trial.join(0)]
        if self._then is not None and (not self._leaving or time.monotonic() > self._give_up_at):
            then, self._then = self._then, None
            then()
        if self._trial is not None:
            self._drop_refused(self._trial.status.refused)
            self._follow_line()
            self.changed.emit()
        elif not self._leaving and self._then is None:
            self._look.stop()

    def _drop_refused(self, refused: Refusal | None) -> None:
        """On the line it would be refused as well."""
        if refused is not self._refused:
            self._refused = refused
            if refused is not None:
                self.chosen.pop(present_name(refused.name), None)

    def _follow_line(self) -> None:
        """The line took the camera, or let it go: it is the line's first."""
        if self.source is not None and self.line_uses(self.source) is not self.is_line:
            self.begin(self.source, self.chosen)


def _newest(bridge: Bridge, number: int) -> Frame | UnreadableFrame | None:
    """Of the pull before: reading it disturbs nobody."""
    newest = bridge.newest[number] if number < len(bridge.newest) else None
    return newest.frame if newest is not None else None
