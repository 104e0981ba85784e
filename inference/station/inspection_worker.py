"""The thread that owns the model: takes parts from the queue, judges them, hands them on."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from inference.station.frame_queue import FrameQueue, Grab
from inference.station.judge import Judge
from inference.verdict import Inspection

_log = logging.getLogger(__name__)
_WAIT_S = 0.1
_CRASHES_ALLOWED = 5


class InspectionWorker:
    """Judges until stopped. The judge may be exchanged at any time: it acts between two parts."""

    def __init__(
        self, judge: Judge, queue: FrameQueue, hand_on: Callable[[Grab, Inspection], None]
    ) -> None:
        self.judge = judge
        """Exchange it whole; the next part is judged by the new one."""
        self._queue = queue
        self._hand_on = hand_on
        self._running = threading.Event()
        self._draining = threading.Event()
        self._judging_since: float | None = None
        self._crashes = 0
        self._running.set()
        self._thread = threading.Thread(target=self._run, name="inspection", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def hold(self) -> None:
        """Judge nothing more until `resume`."""
        self._running.clear()

    def resume(self) -> None:
        self._running.set()

    @property
    def held(self) -> bool:
        return not self._running.is_set()

    def request_stop(self) -> None:
        """Judge what is in the queue, then end. Returns at once."""
        self._draining.set()
        self._running.set()

    def join(self, timeout_s: float) -> bool:
        """True when its thread has ended."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    def seconds_on_part(self) -> float:
        """How long it has been at its present part; 0 when it waits for one."""
        since = self._judging_since
        return 0.0 if since is None else time.monotonic() - since

    def _run(self) -> None:
        while True:
            if not self._running.wait(_WAIT_S):
                continue
            grab = self._queue.get(_WAIT_S)
            if grab is not None and not self._survives(grab):
                return
            if grab is None and self._draining.is_set():
                return

    def _survives(self, grab: Grab) -> bool:
        """Neither judge nor recorder should raise. Gone on with, but not for ever."""
        try:
            self._inspect(grab)
        except Exception:
            _log.exception("the part %s could not be handed on", grab.part.part_id)
            self._crashes += 1
        return self._crashes <= _CRASHES_ALLOWED

    def _inspect(self, grab: Grab) -> None:
        self._judging_since = time.monotonic()
        inspection = self.judge.judge(grab.part)
        self._judging_since = None
        self._hand_on(grab, inspection)
        self._queue.done()
