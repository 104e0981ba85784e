"""Images a second: over the last seconds, and over all of it."""

from __future__ import annotations

import time
from collections import deque

_WINDOW_S = 5.0
_STEP_S = 0.1


class Pace:
    """One writer, any reader."""

    def __init__(self) -> None:
        self._started = self._stopped = 0.0
        self._marks: deque[tuple[float, int]] = deque(maxlen=round(_WINDOW_S / _STEP_S) + 1)
        self._done = 0

    def start(self) -> None:
        """Begin to count the time."""
        self._started = time.monotonic()
        self._marks.append((self._started, 0))

    def add(self, count: int) -> None:
        """So many more are done."""
        self._done += count
        now = time.monotonic()
        if now - self._marks[-1][0] >= _STEP_S:
            self._marks.append((now, self._done))

    def stop(self) -> None:
        """Nothing more is done."""
        self._stopped = time.monotonic()

    def per_s(self) -> float:
        """Over the last five seconds; once it has stopped, over all of it. 0 before it starts."""
        now = self._stopped or time.monotonic()
        marks = tuple(self._marks)
        if not marks:
            return 0.0
        recent = [] if self._stopped else [mark for mark in marks if now - mark[0] <= _WINDOW_S]
        then, before = recent[0] if recent else (self._started, 0)
        return (self._done - before) / max(now - then, 1e-3)
