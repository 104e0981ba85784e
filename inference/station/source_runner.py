"""The thread that reads a source, opens it again when it is lost, and may be abandoned."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from inference.frame import Frame, UnreadableFrame
from inference.sources.protocol import (
    Source,
    SourceEnded,
    SourceError,
    SourceInvalid,
    SourceLost,
    TriggerTaker,
)
from inference.station.backoff import Backoff
from inference.station.frame_queue import FrameQueue, Grab
from inference.station.snapshot import SourceState

_log = logging.getLogger(__name__)
_READ_TIMEOUT_S = 0.2
_CLOSE_MAY_TAKE_S = 10.0
_CRASHES_ALLOWED = 5


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """How the source is, with words when it is not well."""

    state: SourceState = SourceState.CLOSED
    problem: str | None = None
    remedy: str | None = None
    ended: bool = False
    """A finite source has handed out its last frame."""


class SourceRunner:
    """Runs one source until it ends, fails for good or is stopped.

    No library's disconnect event is reliable, so silence counts: no frame for the source's own
    `stall_after_s` means lost. Driver calls may hang: `hangs` lets the watchdog see it and
    `abandon` this runner, whose late frames are then thrown away.
    """

    def __init__(
        self, make: Callable[[], Source], queue: FrameQueue, parts_limit: int | None = None
    ) -> None:
        self.status = SourceStatus(SourceState.OPENING)
        self._make = make
        self._queue = queue
        self.parts_left = parts_limit
        """How many parts may still be taken; None is without end."""
        self._stopping = threading.Event()
        self._abandoned = threading.Event()
        self._source: Source | None = None
        self._last_source: Source | None = None
        self._call_overdue_at: float | None = None
        self._backoff = Backoff(longest_s=1.0)  # who comes back is seen again within 2 s
        self._crashes = 0
        self._thread = threading.Thread(target=self._run, name="source", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def request_stop(self) -> None:
        """Ask it to end after its present call; returns at once."""
        self._stopping.set()

    def abandon(self) -> None:
        """Its call does not come back: let it be.

        What it still brings is thrown away, but for a triggered part that nobody told of.
        """
        self._abandoned.set()
        self._stopping.set()
        source = self._source
        if source is not None:
            self._settle(source)
            # May wake the call, may itself hang in the driver: so on a thread of its own.
            threading.Thread(target=source.close, name="source-close", daemon=True).start()

    def trigger(self) -> bool:
        """A part is there. From any thread. False where no camera takes it: nothing is owed."""
        source = self._last_source
        return source is not None and _takes_trigger(source)

    def join(self, timeout_s: float) -> bool:
        """True when its thread has ended."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    @property
    def hangs(self) -> bool:
        """The source's present call takes longer than the source itself says it may."""
        overdue_at = self._call_overdue_at
        return overdue_at is not None and time.monotonic() > overdue_at

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._open_and_read()
            except SourceEnded:
                self.status = SourceStatus(SourceState.CLOSED, ended=True)
                return
            except SourceInvalid as error:
                self._say(SourceState.FAILED, error)
                return
            except SourceLost as error:
                self._say(SourceState.RETRYING, error)
            except Exception as error:
                if not self._survives(error):
                    return
            finally:
                self._close()
            self._stopping.wait(self._backoff.next_s())
        self.status = SourceStatus(SourceState.CLOSED)

    def _open_and_read(self) -> None:
        self._source = self._last_source = source = self._make()
        if self._stopping.is_set():
            return
        if self.status.state is not SourceState.RETRYING:
            self.status = SourceStatus(SourceState.OPENING)
        with self._call(source.open_may_take_s):
            source.open()
        self._read_until_stopped(source)

    def _read_until_stopped(self, source: Source) -> None:
        last_frame = time.monotonic()
        if source.stall_after_s is None:
            self._is_running()
        while not self._stopping.is_set():
            with self._call(source.read_may_take_s):
                part = source.read(_READ_TIMEOUT_S)
            if part is not None:
                self._hand_over(part, source)
                last_frame = time.monotonic()
            elif _is_stalled(source, last_frame):
                raise SourceLost(
                    f"no frame for {source.stall_after_s:.0f} s",
                    "check the cable and the power; it is opened again by itself",
                )

    def _hand_over(self, part: Frame | UnreadableFrame, source: Source) -> None:
        # What was triggered before the stop is still a part; what `_settle` told of does not come.
        is_late = self._abandoned.is_set() and part.triggered_ns is None
        owed = isinstance(source, TriggerTaker) and not is_late
        if self._stopping.is_set() and not owed:
            return
        self._is_running()
        taken = self._queue.put(Grab(part, source), owed=owed)
        self._crashes = 0
        if taken and self.parts_left is not None:
            self.parts_left -= 1
            if self.parts_left == 0:
                raise SourceEnded

    def _is_running(self) -> None:
        if self.status.state is not SourceState.RUNNING:
            self._backoff.reset()
            _log.info("source running")
            self.status = SourceStatus(SourceState.RUNNING)

    def _survives(self, error: Exception) -> bool:
        """A defect in a driver or in us: tried again, but not for ever."""
        _log.exception("the source failed in an unforeseen way")
        self._crashes += 1
        words = SourceLost(f"the source failed: {error}", "see the log; report it to the maker")
        survives = self._crashes <= _CRASHES_ALLOWED
        self._say(SourceState.RETRYING if survives else SourceState.FAILED, words)
        return survives

    def _say(self, state: SourceState, error: SourceError) -> None:
        if self.status.problem != str(error):
            _log.info("source %s: %s", state.value, error)
        self.status = SourceStatus(state, str(error), error.remedy)

    def _close(self) -> None:
        source = self._source
        if source is None:
            return
        try:
            with self._call(_CLOSE_MAY_TAKE_S):
                source.close()
        except Exception:
            _log.exception("the source could not be closed")
        self._settle(source)
        self._source = None  # not before: who abandons it meanwhile settles what is still owed

    def _settle(self, source: Source) -> None:
        """Parts that were triggered and got no picture are on record all the same."""
        if isinstance(source, TriggerTaker):
            for part in source.unanswered():
                self._queue.put(Grab(part, source), owed=True)

    @contextmanager
    def _call(self, may_take_s: float) -> Iterator[None]:
        self._call_overdue_at = time.monotonic() + may_take_s
        try:
            yield
        finally:
            self._call_overdue_at = None


def _is_stalled(source: Source, last_frame: float) -> bool:
    allowed = source.stall_after_s
    return allowed is not None and time.monotonic() - last_frame > allowed


def _takes_trigger(source: Source) -> bool:
    return isinstance(source, TriggerTaker) and source.trigger()
