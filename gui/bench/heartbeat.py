"""How long the window was blocked: beats as often as the event loop lets it."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer


class Heartbeat(QTimer):
    """The longest gap between two beats is the longest block, other programs' load included.

    `longest_work_ms` counts only what this thread itself computed between two beats: what would
    block the window on a machine that does nothing else.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.longest_block_ms = 0.0
        self.longest_work_ms = 0.0
        self._last = self._last_work = 0.0
        self.setInterval(1)
        self.timeout.connect(self._beat)

    def begin(self) -> None:
        """Count from now on."""
        self.longest_block_ms = self.longest_work_ms = 0.0
        self._last, self._last_work = time.perf_counter(), time.thread_time()
        self.start()

    def _beat(self) -> None:
        now, work = time.perf_counter(), time.thread_time()
        self.longest_block_ms = max(self.longest_block_ms, 1e3 * (now - self._last))
        self.longest_work_ms = max(self.longest_work_ms, 1e3 * (work - self._last_work))
        self._last, self._last_work = now, work
