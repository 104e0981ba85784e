"""A capture on a thread of its own, so that a slow or hung driver hangs nobody else."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Generic, Protocol, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.frame import Frame
from inference.sources.left_behind import LeftBehind
from inference.sources.protocol import SourceLost

Pixels = NDArray[np.uint8]
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
_CLOSE_WAITS_S = 0.5
_left_behind = LeftBehind()


@dataclass(frozen=True, slots=True, eq=False)
class Grabbed:
    """What the driver delivered: H x W, H x W x 1 or H x W x 3 (BGR), and when."""

    pixels: Pixels
    captured_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    captured_ns: int = field(default_factory=time.perf_counter_ns)


class CaptureOver(Exception):
    """The capture delivers no more: a file has ended, a live one is lost."""


class Driver(Protocol[T_co]):
    """What is open, whatever library it is of. Called by one thread."""

    def grab(self) -> T_co | None:
        """The next; None when there is none yet, which a live one says after 0.2 s at the latest.

        Raises `CaptureOver` when there will be no more, or why.
        """

    def release(self) -> None: ...


class OpenCvDriver:
    """Implements `Driver`."""

    def __init__(self, capture: cv2.VideoCapture) -> None:
        self._capture = capture

    def grab(self) -> Grabbed:
        # A capture that died still calls itself open: one failed read is the end of it.
        try:
            there, pixels = self._capture.read()
        except cv2.error as error:
            raise CaptureOver from error
        if not there:
            raise CaptureOver
        return Grabbed(pixels)

    def release(self) -> None:
        self._capture.release()


class Capture(Generic[T]):
    """Only the thread opens, reads and releases: releasing under a reader crashes OpenCV.

    A frame is handed over before the next is read, so nothing is dropped here. `close` returns at
    once; a thread that hangs in the driver releases it when it comes back, or ends with the
    process. Of one name only a few may hang at a time.
    """

    def __init__(
        self,
        name: str,
        open_driver: Callable[[], Driver[T]],
        grab_may_take_s: float = math.inf,
    ) -> None:
        self._name = name
        self._open_driver = open_driver
        self._grab_may_take_s = grab_may_take_s
        self._grabbing_since: float | None = None
        self._changed = threading.Condition()
        self._opened = False
        self._closing = False
        self._waiting: T | Exception | None = None
        self._thread = threading.Thread(target=self._run, name=f"capture {name}", daemon=True)

    def open(self, timeout_s: float) -> None:
        """Raises whatever `open_driver` raises, and `SourceLost` when it takes too long."""
        _left_behind.refuse_more(self._name)
        self._thread.start()
        with self._changed:
            self._changed.wait_for(
                lambda: self._opened or self._closing or self._waiting is not None, timeout_s
            )
            if self._opened and not self._closing:
                return
            problem = self._waiting
        self.close()
        raise problem if isinstance(problem, Exception) else _no_answer()

    def read(self, timeout_s: float) -> T | None:
        """The next picture, None when none came in time.

        Raises `CaptureOver`, `SourceLost` when the driver hangs in `grab`, or what the driver
        raised that nobody foresaw.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._closing or self._waiting is not None, timeout_s)
            if isinstance(self._waiting, Exception):
                raise self._waiting
            grabbed, self._waiting = self._waiting, None
            self._changed.notify_all()
        if grabbed is None and not self._closing and self._hangs():
            raise _no_answer()
        return None if self._closing else grabbed

    def close(self) -> None:
        """From any thread, at any time."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join(_CLOSE_WAITS_S)
            if self._thread.is_alive():
                _left_behind.add(self._name, self._thread)

    def _run(self) -> None:
        try:
            driver = self._open_driver()
        except Exception as error:  # noqa: BLE001 - raised in the thread that waits for it
            self._hand_over(error)
            return
        try:
            with self._changed:
                self._opened = True
                self._changed.notify_all()
            while not self._closing and self._hand_over(self._next(driver)):
                pass
        finally:
            driver.release()

    def _next(self, driver: Driver[T]) -> T | Exception | None:
        self._grabbing_since = time.monotonic()
        try:
            return driver.grab()
        except Exception as error:  # noqa: BLE001 - raised in the thread that waits for it
            return error
        finally:
            self._grabbing_since = None

    def _hangs(self) -> bool:
        since = self._grabbing_since
        return since is not None and time.monotonic() - since > self._grab_may_take_s

    def _hand_over(self, what: T | Exception | None) -> bool:
        """Wait until it is taken. False when there is nobody to take more."""
        if what is None:
            return True
        with self._changed:
            self._waiting = what
            self._changed.notify_all()
            if isinstance(what, Exception):
                return False
            self._changed.wait_for(lambda: self._closing or self._waiting is None)
            return not self._closing


def _no_answer() -> SourceLost:
    return SourceLost(
        "the camera's driver did not answer",
        "check the cable and the power of the camera; the station tries again by itself",
    )


def frame_of(grabbed: Grabbed, source: str, *, grey: bool = False) -> Frame:
    """A frame with the capture's own time. `grey`: the camera is, though the driver says BGR."""
    pixels = grabbed.pixels
    if pixels.ndim == 3 and (grey or pixels.shape[2] == 1):
        image = np.ascontiguousarray(pixels[:, :, 0])
    elif pixels.ndim == 3:
        image = cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)
    else:
        image = pixels
    image.flags.writeable = False
    return Frame(
        image,
        source=source,
        captured_at=grabbed.captured_at,
        captured_ns=grabbed.captured_ns,
    )
