"""Writes corrections one after the other on a thread of its own."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from inference.review.corrections import CorrectionRefused


class CorrectionWriter:
    """Its thread lives while there is something to write. From the GUI thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[tuple[int, Callable[[], None]]] = deque()
        self._refused: deque[tuple[int, str]] = deque()
        self._thread: threading.Thread | None = None

    @property
    def is_idle(self) -> bool:
        with self._lock:
            return self._thread is None

    def put(self, row: int, write: Callable[[], None]) -> None:
        """`write` may raise `CorrectionRefused`: then `refusals` says so of this row."""
        with self._lock:
            self._waiting.append((row, write))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="corrections")
                self._thread.start()

    def refusals(self) -> list[tuple[int, str]]:
        """Which rows were refused since, and why."""
        taken = []
        while self._refused:
            taken.append(self._refused.popleft())
        return taken

    def finish(self) -> None:
        """Wait until all is written."""
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        while (job := self._next()) is not None:
            row, write = job
            try:
                write()
            except CorrectionRefused as error:
                self._refused.append((row, str(error)))

    def _next(self) -> tuple[int, Callable[[], None]] | None:
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            self._thread = None
            return None
