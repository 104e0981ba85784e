"""Keeps one source running: abandons a runner whose driver hangs, and starts another."""

from __future__ import annotations

import logging
from collections.abc import Callable

from inference.sources.protocol import Source
from inference.station.frame_queue import FrameQueue
from inference.station.snapshot import SourceState
from inference.station.source_runner import SourceRunner, SourceStatus

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

    @property
    def status(self) -> SourceStatus:
        """From any thread."""
        runner = self._runner
        return self._given_up or (runner.status if runner else SourceStatus())

    def start(self, make: Callable[[], Source], parts_limit: int | None = None) -> None:
        """Run the source that `make` makes, in place of the present one."""
        self.stop()
        self._make = make
        self._restarts = 0
        self._given_up = None
        self._queue.open()
        self._run(parts_limit)

    def stop(self) -> None:
        """No more parts come after this. A call that takes long is left behind."""
        runner, self._runner = self._runner, None
        self._given_up = None
        if runner is None:
            return
        runner.request_stop()
        self._queue.close()
        if not runner.join(_STOP_MAY_TAKE_S):
            runner.abandon()

    def trigger(self) -> None:
        """A part is there. From any thread, at once."""
        runner = self._runner
        if runner is not None:
            runner.trigger()

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
