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
_WAIT_S = 0.05
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
        self._held = threading.Event()
        self._draining = threading.Event()
        self._abandoned = threading.Event()
        self._busy_since: float | None = None
        self._crashes = 0
        self._thread = threading.Thread(target=self._run, name="inspection", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def hold(self) -> None:
        """Judge nothing more until `resume`."""
        self._held.set()

    def resume(self) -> None:
        self._held.clear()

    @property
    def held(self) -> bool:
        return self._held.is_set()

    def request_stop(self) -> None:
        """Judge what is in the queue, on hold or not, then end. Returns at once."""
        self._draining.set()

    def abandon(self) -> None:
        """End after the present part; what is in the queue stays there."""
        self._abandoned.set()

    def join(self, timeout_s: float) -> bool:
        """True when its thread has ended."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    def seconds_on_part(self) -> float:
        """How long it has been at its present part, handing it on included; 0 between two."""
        since = self._busy_since
        return 0.0 if since is None else time.monotonic() - since

    def _run(self) -> None:
        while not self._abandoned.is_set() and self._crashes <= _CRASHES_ALLOWED:
            grab = self._queue.get(_WAIT_S, self._may_take)
            if grab is not None:
                self._try_to_inspect(grab)
            elif self._draining.is_set() and not self._queue:
                return

    def _may_take(self) -> bool:
        """Asked at the moment of taking: no part that comes after `hold` is judged."""
        return self._draining.is_set() or not self._held.is_set()

    def _try_to_inspect(self, grab: Grab) -> None:
        """Neither judge nor recorder should raise. Gone on with, but not for ever."""
        self._busy_since = time.monotonic()
        try:
            self._hand_on(grab, self.judge.judge(grab.part))
            self._crashes = 0
        except Exception:
            _log.exception("the part %s could not be handed on", grab.part.part_id)
            self._crashes += 1
        finally:
            self._busy_since = None
