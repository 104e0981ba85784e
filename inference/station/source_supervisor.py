"""Keeps one source running: abandons a runner whose driver hangs, and starts another."""

from __future__ import annotations

import logging
from collections.abc import Callable

from inference.sources.protocol import Source
from inference.station.frame_queue import FrameQueue
from inference.station.snapshot import SourceState
from inference.station.source_runner import SourceRunner, SourceStatus

_log = logging.getLogger(__name__)
_OPEN_MAY_TAKE_S = 30.0  # Media Foundation needs up to 20 s
_READ_MAY_TAKE_S = 10.0
_STOP_MAY_TAKE_S = 1.0
_HUNG_ALLOWED = 3


class SourceSupervisor:
    """Owned by the station's conductor thread, which calls `tick` about ten times a second."""

    def __init__(self, queue: FrameQueue) -> None:
        self._queue = queue
        self._make: Callable[[], Source] | None = None
        self._runner: SourceRunner | None = None
        self._abandoned: list[SourceRunner] = []
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
        self._given_up = None
        self._queue.open()
        self._run(parts_limit)

    def stop(self) -> None:
        """No more parts come after this. A call that hangs is left behind."""
        runner, self._runner = self._runner, None
        if runner is None:
            return
        runner.request_stop()
        self._queue.close()
        if not runner.join(_STOP_MAY_TAKE_S):
            self._abandon(runner)

    def tick(self) -> None:
        """Look whether the driver still comes back from its calls."""
        self._abandoned = [runner for runner in self._abandoned if runner.alive]
        runner = self._runner
        if runner is None or runner.seconds_in_call() < _allowed_s(runner):
            return
        _log.error("the source's driver does not answer; it is abandoned and opened anew")
        self._runner = None
        self._abandon(runner)
        self._run(runner.parts_left)

    def _run(self, parts_limit: int | None) -> None:
        if self._make is None:
            return
        if len(self._abandoned) >= _HUNG_ALLOWED:
            self._given_up = SourceStatus(
                SourceState.FAILED,
                f"the source's driver hung {len(self._abandoned)} times",
                "unplug the camera and plug it in again, then restart the program",
            )
            return
        self._runner = SourceRunner(self._make, self._queue, parts_limit)
        self._runner.start()

    def _abandon(self, runner: SourceRunner) -> None:
        runner.abandon()
        self._abandoned.append(runner)


def _allowed_s(runner: SourceRunner) -> float:
    running = runner.status.state is SourceState.RUNNING
    return _READ_MAY_TAKE_S if running else _OPEN_MAY_TAKE_S
