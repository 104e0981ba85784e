"""Lets the window live on in Qt's own event loop, as the program does.

Asking for events again and again from Python takes its lock three times more for each look, and
what those wait for beside busy threads would be counted as the window's.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer

_LOOK_EVERY_MS = 20


def run_events(seconds: float) -> None:
    """For so long."""
    loop = QEventLoop()
    QTimer.singleShot(round(1e3 * seconds), loop.quit)
    loop.exec()


def run_events_until(condition: Callable[[], bool], timeout_s: float) -> bool:
    """Until `condition` holds. False when it did not in time."""
    loop = QEventLoop()
    look, end = QTimer(loop), QTimer(loop)

    def look_at_it() -> None:
        if condition():
            loop.quit()

    look.timeout.connect(look_at_it)
    end.timeout.connect(loop.quit)
    look.start(_LOOK_EVERY_MS)
    end.start(max(0, round(1e3 * timeout_s)))
    loop.exec()
    return condition()
