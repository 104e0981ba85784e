"""A camera on a thread of its own, for a person who sets it up."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from inference.frame import Frame, UnreadableFrame
from inference.sources.industrial.nodes import NodeValue, Parameter
from inference.sources.protocol import SourceError, SourceInvalid
from inference.trial.cameras import IndustrialTrial, TrialCamera
from inference.trial.look import Look, look_at

_log = logging.getLogger(__name__)
_LOOK_EVERY_S = 1 / 15
"""As often as an eye and a hand at the lens can follow; the processor is the line's."""
_REST = 4.0
"""A look takes at most a quarter of its thread's time, however large the picture."""
_RATE_OVER = 20
_SILENT_AFTER_S = 5.0

Command = Callable[[TrialCamera], None]


class TrialState(StrEnum):
    """OPENING -> RUNNING -> CLOSED, or FAILED from either: then a person tries again."""

    OPENING = "opening"
    RUNNING = "running"
    FAILED = "failed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the camera did not take; it goes on with what it had."""

    name: str
    """The feature that was set; empty where it was one of the settings it was opened with."""
    words: str


@dataclass(frozen=True, slots=True)
class TrialStatus:
    """How the trial is; looked at from any thread."""

    state: TrialState = TrialState.OPENING
    look: Look | None = None
    features: tuple[Parameter, ...] = ()
    feature_suffix: str | None = None
    """How the maker's own file of all features ends; None where its library has none."""
    saved: Path | None = None
    """The maker's own file that was written last."""
    rate_hz: float | None = None
    """Pictures a second as they came."""
    problem: str | None = None
    """Why it failed, or what is wrong with the newest picture."""
    remedy: str | None = None
    refused: Refusal | None = None
    """Of what was set last; None once it takes something."""


class Trial:
    """Begins at once. Every method returns at once; a driver that hangs keeps its thread alone."""

    def __init__(self, name: str, open_it: Callable[[], TrialCamera]) -> None:
        self.status = TrialStatus()
        self._open_it = open_it
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self._closing = threading.Event()
        self._came: deque[float] = deque(maxlen=_RATE_OVER)
        self._heard_at = time.monotonic()
        self._look_at = 0.0
        self._thread = threading.Thread(target=self._run, name=f"trial {name}", daemon=True)
        self._thread.start()

    def set(self, name: str, value: NodeValue) -> None:
        """Set a feature now, beside the line; `status` tells what the camera made of it."""
        self._commands.put(lambda camera: self._set(camera, name, value))

    def save_features(self, path: Path) -> None:
        """All that the camera has, in its maker's own file; `status.saved` says when it is done."""
        self._commands.put(lambda camera: self._save_features(camera, path))

    def close(self) -> None:
        """Let the camera go soon."""
        self._closing.set()

    def join(self, timeout_s: float) -> bool:
        """True when the camera is let go."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    @property
    def is_silent(self) -> bool:
        """The driver does not come back from a call, or no picture comes."""
        return time.monotonic() - self._heard_at > _SILENT_AFTER_S

    def _run(self) -> None:
        try:
            camera = self._open_it()
            try:
                self._show(camera)
            finally:
                camera.close()
        except SourceError as error:
            self._fail(str(error), error.remedy)
        except ImportError as error:
            self._fail(str(error), "use the program's edition with industrial cameras")
        except Exception as error:  # noqa: BLE001 - each library raises its own
            _log.exception("the trial failed in an unforeseen way")
            self._fail(str(error) or type(error).__name__, "see the log")
        else:
            self.status = replace(self.status, state=TrialState.CLOSED)

    def _fail(self, problem: str, remedy: str) -> None:
        self.status = replace(self.status, state=TrialState.FAILED, problem=problem, remedy=remedy)

    def _show(self, camera: TrialCamera) -> None:
        # At once: who sees the features may ask for their file.
        self._say(state=TrialState.RUNNING, features=camera.features(), **_further(camera))
        while not self._closing.is_set():
            self._carry_out(camera)
            part = camera.grab()
            if part is not None:
                self._take(part)

    def _carry_out(self, camera: TrialCamera) -> None:
        while not self._commands.empty() and not self._closing.is_set():
            self._commands.get()(camera)

    def _set(self, camera: TrialCamera, name: str, value: NodeValue) -> None:
        try:
            camera.set(name, value)
        except SourceInvalid as error:
            self._say(refused=Refusal(name, _words(error)), features=camera.features())
        else:
            self._say(refused=None, features=camera.features())

    def _save_features(self, camera: TrialCamera, path: Path) -> None:
        if isinstance(camera, IndustrialTrial):
            try:
                camera.save_features(path)
                self._say(saved=path)
            except SourceError as error:
                self._say(refused=Refusal("", _words(error)))

    def _take(self, part: Frame | UnreadableFrame) -> None:
        now = self._heard_at = time.monotonic()
        self._came.append(now)
        if isinstance(part, UnreadableFrame):
            self._say(problem=part.error, remedy=part.remedy)
        elif now >= self._look_at:
            look = look_at(part.image, part.bits_per_sample)
            self._say(look=look, rate_hz=self._rate(), problem=None, remedy=None)
            took_s = time.monotonic() - now
            self._look_at = now + max(_LOOK_EVERY_S, _REST * took_s)

    def _rate(self) -> float | None:
        span = self._came[-1] - self._came[0]
        return (len(self._came) - 1) / span if span > 0 else None

    def _say(self, **changes: object) -> None:
        self.status = replace(self.status, **changes)  # type: ignore[arg-type] # its own fields


def _further(camera: TrialCamera) -> dict[str, object]:
    """What only an industrial camera tells."""
    if not isinstance(camera, IndustrialTrial):
        return {}
    refused = Refusal("", _words(camera.refused)) if camera.refused else None
    return {"refused": refused, "feature_suffix": camera.feature_suffix}


def _words(error: SourceError) -> str:
    return f"{error}: {error.remedy}"
