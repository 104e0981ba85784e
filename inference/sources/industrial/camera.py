"""An industrial camera as a source."""

from __future__ import annotations

import logging
from collections.abc import Callable

from inference.frame import Frame, UnreadableFrame
from inference.sources.capture import Capture
from inference.sources.industrial.configuring import configure
from inference.sources.industrial.driver import (
    LOST_REMEDY,
    FreeDriver,
    OpenCamera,
    Part,
    TriggeredDriver,
)
from inference.sources.industrial.triggers import Triggers
from inference.sources.protocol import QueuePolicy, SourceError, SourceLost
from inference.sources.settings import SOFTWARE_TRIGGER, IndustrialSettings

_log = logging.getLogger(__name__)
_OPEN_TIMEOUT_S = 30.0


class IndustrialCamera:
    """Implements `Source`, and `TriggerTaker` where the settings ask for a software trigger."""

    open_may_take_s = _OPEN_TIMEOUT_S + 15.0

    def __init__(self, settings: IndustrialSettings, open_it: Callable[[], OpenCamera]) -> None:
        self._settings = settings
        self._open_it = open_it
        self._triggers = Triggers(settings.name)
        self._capture: Capture[Part] = Capture(settings.name, self._open_driver)
        self.incomplete = 0
        """Parts so far that could not be seen: broken buffers, triggers without a picture."""

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

    @property
    def read_may_take_s(self) -> float:
        return 15.0

    def open(self) -> None:
        self._capture.open(_OPEN_TIMEOUT_S)
        if self._settings.trigger == SOFTWARE_TRIGGER:
            self._triggers.accept()

    def read(self, timeout_s: float) -> Frame | UnreadableFrame | None:
        part = self._triggers.refused() or self._capture.read(timeout_s)
        if part is not None:
            self._triggers.settle(part.part_id)
            self.incomplete += isinstance(part, UnreadableFrame)
        return part

    def trigger(self) -> bool:
        return self._triggers.pull()

    def unanswered(self) -> list[UnreadableFrame]:
        return self._triggers.unanswered()

    def recorded(self, part: Frame | UnreadableFrame) -> None:
        """Nothing to do: a camera does not care."""

    def close(self) -> None:
        self._triggers.close()
        self._capture.close()
        if self.incomplete:
            _log.info("%s: %d parts were not seen", self.name, self.incomplete)

    def _open_driver(self) -> FreeDriver:
        try:
            camera = self._open_it()
        except SourceError:
            raise
        except Exception as error:
            raise SourceLost(f"the camera does not open: {error}", LOST_REMEDY) from error
        try:
            configure(camera.nodes, self._settings)
            camera.start()
            return self._driver_for(camera)
        except SourceError:
            camera.close()
            raise
        except Exception as error:
            camera.close()
            raise SourceLost(f"the camera failed: {error}", LOST_REMEDY) from error

    def _driver_for(self, camera: OpenCamera) -> FreeDriver:
        if self._settings.trigger == SOFTWARE_TRIGGER:
            timeout_s = self._settings.trigger_timeout_s
            camera.wait_until_ready(timeout_s)
            return TriggeredDriver(camera, self.name, self._triggers, timeout_s)
        return FreeDriver(camera, self.name)
