"""The station's own thread: carries out what was asked, one after the other, and looks around."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable

_log = logging.getLogger(__name__)
_TICK_S = 0.1

Command = Callable[[], None]


class Conductor:
    """Slow work (opening a device, reading a model) happens here, never on the caller's thread."""

    def __init__(self, tick: Command, on_failure: Callable[[Exception], None]) -> None:
        """`on_failure` is told of what a command raised: nothing fails without a word."""
        self._tick = tick
        self._on_failure = on_failure
        self._commands: queue.SimpleQueue[Command | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="station", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def post(self, command: Command) -> None:
        """Carry it out soon; returns at once."""
        self._commands.put(command)

    def stop(self, timeout_s: float) -> bool:
        """Carry out what was asked so far, then end. True when it has ended."""
        self._commands.put(None)
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while True:
            try:
                command = self._commands.get(timeout=_TICK_S)
            except queue.Empty:
                command = self._tick
            if command is None:
                return
            self._carry_out(command)

    def _carry_out(self, command: Command) -> None:
        try:
            command()
        except Exception as error:
            _log.exception("the station failed at %s", getattr(command, "__name__", command))
            self._on_failure(error)
