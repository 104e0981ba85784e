"""An industrial camera as a source."""

from __future__ import annotations

import logging
from collections.abc import Callable

from inference.frame import Frame, UnreadableFrame
from inference.sources.capture import Capture
from inference.sources.industrial.configuring import configure
from inference.sources.industrial.driver import (
    FreeDriver,
    LineDriver,
    OpenCamera,
    Part,
    let_go,
    library_call,
)
from inference.sources.industrial.triggered_driver import TriggeredDriver
from inference.sources.industrial.triggers import Triggers
from inference.sources.protocol import QueuePolicy, SourceError
from inference.sources.settings import IndustrialSettings

_log = logging.getLogger(__name__)
_OPEN_TIMEOUT_S = 30.0
_GRAB_MAY_TAKE_S = 8.0


class IndustrialCamera:
    """Implements `Source`: free running, or triggered by a line at the camera's own plug."""

    open_may_take_s = _OPEN_TIMEOUT_S + 15.0
    read_may_take_s = 15.0

    def __init__(self, settings: IndustrialSettings, open_it: Callable[[], OpenCamera]) -> None:
        self._settings = settings
        self._open_it = open_it
        # A trigger may wait twice: until the camera is ready, and for its picture.
        grab_may_take_s = _GRAB_MAY_TAKE_S + 2 * settings.trigger_timeout_s
        self._capture: Capture[Part] = Capture(settings.name, self._open_driver, grab_may_take_s)
        self.unseen = 0
        """Parts so far without a picture that could be judged."""

    @property
    def name(self) -> str:
        return self._settings.name

    @property
    def policy(self) -> QueuePolicy:
        is_free = self._settings.trigger == "off"
        return QueuePolicy.DROP_OLDEST if is_free else QueuePolicy.FAULT

    @property
    def stall_after_s(self) -> float | None:
        """Where somebody triggers silence is normal; the device itself is then asked."""
        return self._settings.stall_after_s if self._settings.trigger == "off" else None

    def open(self) -> None:
        self._capture.open(_OPEN_TIMEOUT_S)

    def read(self, timeout_s: float) -> Frame | UnreadableFrame | None:
        part = self._capture.read(timeout_s)
        self.unseen += isinstance(part, UnreadableFrame)
        return part

    def recorded(self, part: Frame | UnreadableFrame) -> None:
        """Nothing to do: a camera does not care."""

    def close(self) -> None:
        self._capture.close()
        if self.unseen:
            _log.info("%s: %d parts could not be seen", self.name, self.unseen)

    def _open_driver(self) -> FreeDriver:
        camera = library_call(self._open_it)
        try:
            library_call(lambda: configure(camera.nodes, self._settings))
            library_call(camera.start)
            return self._driver_for(camera)
        except SourceError:
            let_go(camera)
            raise

    def _driver_for(self, camera: OpenCamera) -> FreeDriver:
        is_free = self._settings.trigger == "off"
        return (FreeDriver if is_free else LineDriver)(camera, self.name)


class TriggeredCamera(IndustrialCamera):
    """Implements `Source` and `TriggerTaker`: one trigger, one part."""

    def __init__(self, settings: IndustrialSettings, open_it: Callable[[], OpenCamera]) -> None:
        super().__init__(settings, open_it)
        self._triggers = Triggers(settings.name)

    def open(self) -> None:
        super().open()
        self._triggers.accept()

    def read(self, timeout_s: float) -> Frame | UnreadableFrame | None:
        refused = self._triggers.refused()
        if refused is not None:
            return refused
        part = super().read(timeout_s)
        if part is None or part.triggered_ns is None:
            return part
        return part if self._triggers.settle(part.part_id) else None

    def trigger(self) -> bool:
        return self._triggers.pull()

    def unanswered(self) -> list[UnreadableFrame]:
        return self._triggers.unanswered()

    def close(self) -> None:
        self._triggers.close()
        super().close()

    def _driver_for(self, camera: OpenCamera) -> FreeDriver:
        timeout_s = self._settings.trigger_timeout_s
        library_call(lambda: camera.wait_until_ready(timeout_s))
        return TriggeredDriver(camera, self.name, self._triggers, timeout_s)
