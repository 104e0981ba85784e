"""Threads that hang in a driver: they can't be ended, but they can be counted."""

from __future__ import annotations

import threading
import time
from collections import defaultdict

from inference.sources.protocol import SourceLost

_SLOW_S = 12.0
"""So long a driver may take to let go of a camera that is gone, and most do come back."""
_HANGING_ALLOWED = 3
_ALLOWED = 8


class LeftBehind:
    """By the name of the source. For any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._since: dict[str, dict[threading.Thread, float]] = defaultdict(dict)

    def add(self, source: str, thread: threading.Thread) -> None:
        """It did not end when it was asked to."""
        with self._lock:
            self._since[source].setdefault(thread, time.monotonic())

    def refuse_more(self, source: str) -> None:
        """Raises `SourceLost` while so many hang that another would only hang as well."""
        with self._lock:
            left = {thread: at for thread, at in self._since[source].items() if thread.is_alive()}
            self._since[source] = left
        hanging = sum(time.monotonic() - at > _SLOW_S for at in left.values())
        if hanging >= _HANGING_ALLOWED or len(left) >= _ALLOWED:
            raise SourceLost(
                f"the camera's driver has not come back from {len(left)} calls",
                "switch the camera off and on; if that does not help, end the program and start "
                "it again",
            )
