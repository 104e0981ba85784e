"""Lets the window live on until something is so: for tours, pictures and benches."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent

_NAP_S = 0.004


def process_until(condition: Callable[[], bool], timeout_s: float) -> bool:
    """Handle the window's events until `condition` holds. False when it did not in time."""
    deadline = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > deadline:
            return False
        QCoreApplication.processEvents()
        time.sleep(_NAP_S)
    return True


def delete_now() -> None:
    """Really delete what was asked to be deleted later."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
