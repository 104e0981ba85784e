"""Keeps one source running: abandons a runner whose driver hangs, and starts another."""

from __future__ import annotations

import logging
from collections.abc import Callable

from inference.sources.protocol import Source
from inference.station.frame_queue import FrameQueue
from inference.station.snapshot import SourceState
from inference.station.source_runner import SourceRunner, SourceStatus
from inference.station.untaken_triggers import UntakenTriggers

_log = logging.getLogger(__name__)
_STOP_MAY_TAKE_S = 1.0
_RESTARTS_ALLOWED = 3
_AT_REST = (SourceState.CLOSED, SourceState.FAILED)


class SourceSupervisor:
    """Owned by the station's conductor thread, which calls `tick` about ten times a second."""

    def __init__(self, queue: FrameQueue) -> None:
        self._queue = queue
        self._make: Callable[[], Source] | None = None
        self._runner: SourceRunner | None = None
        self._restarts = 0
        self._given_up: SourceStatus | None = None
        self._untaken: UntakenTriggers | None = None

    @property
    def status(self) -> SourceStatus:
        """From any thread."""
        runner = self._runner
        return self._given_up or (runner.status if runner else SourceStatus())

    def start(self, make: Callable[[], Source], parts_limit: int | None = None) -> None:
        """Run the source that `make` makes, in place of the present one."""
        self._stop_runner()
        self._make = make
        self._restarts = 0
        self._given_up = None
        self._queue.open()
        self._run(parts_limit)

    def stop(self) -> None:
        """No more parts come after this, and no trigger is one. A slow call is left behind."""
        self._untaken = None
        self._stop_runner()

    def owe(self, untaken: UntakenTriggers | None) -> None:
        """Each trigger is a part from now on, camera or not, until `stop`. None: none is."""
        self._untaken = untaken

    def _stop_runner(self) -> None:
        runner, self._runner = self._runner, None
        self._given_up = None
        if runner is None:
            return
        runner.request_stop()
        self._queue.close()
        if not runner.join(_STOP_MAY_TAKE_S):
            runner.abandon()

    def trigger(self) -> None:
        """A part is there. From any thread, at once; whatever happens, it gets one record."""
        runner, untaken = self._runner, self._untaken
        taken = runner is not None and runner.trigger()
        if not taken and untaken is not None:
            self._queue.put(untaken.part(), owed=True)

    def tick(self) -> None:
        """Look whether the driver still comes back from its calls."""
        runner = self._runner
        if runner is None:
            return
        died = not runner.alive and runner.status.state not in _AT_REST
        if not died and not runner.hangs:
            return
        _log.error("the source's driver does not answer; it is abandoned and opened anew")
        self._runner = None
        runner.abandon()
        self._restarts += 1
        self._run(runner.parts_left)

    def _run(self, parts_limit: int | None) -> None:
        if self._make is None:
            return
        if self._restarts >= _RESTARTS_ALLOWED:
            self._given_up = SourceStatus(
                SourceState.FAILED,
                f"the source hung {self._restarts} times: its driver does not answer",
                "check camera and cable, or the share; then stop the station and start it again",
            )
            return
        self._runner = SourceRunner(self._make, self._queue, parts_limit)
        self._runner.start()
