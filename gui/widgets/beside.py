"""Threads beside the window, and the moment that it waits for them when it closes.

They end with the program. One that is inside a model's runtime just then makes the runtime abort
it, so the window waits: once, for all of them together.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

_threads: list[threading.Thread] = []


def begin_beside(work: Callable[[], None], name: str) -> threading.Thread:
    """Do it on a thread of its own. For the GUI thread."""
    thread = threading.Thread(target=work, name=name, daemon=True)
    _threads[:] = [*(each for each in _threads if each.is_alive()), thread]
    thread.start()
    return thread


def wait_for_all(until: float) -> None:
    """Those that run, until then at the latest (`time.monotonic`). What can be cancelled is."""
    for thread in _threads:
        thread.join(max(0.0, until - time.monotonic()))
