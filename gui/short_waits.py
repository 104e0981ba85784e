"""What would hold the window up though the window itself does little, kept short.

A full garbage collection looks at every object of the program and holds all its threads meanwhile:
80 ms for some 140,000. Modules, classes and pages stay until the program ends: they are set apart.
What is left is collected by the window's own thread.
Python's lock is handed over when a thread has kept it for an interval: the window asks for it some
ten times before a painting is done.
"""

from __future__ import annotations

import gc
import sys

from gui.garbage import GarbageRounds
from gui.main_window import MainWindow

_LOCK_IS_KEPT_S = 0.001
"""A fifth of what Python begins with."""


def keep_waits_short(window: MainWindow) -> None:
    """Ask for the lock sooner; set apart what is there once the window is, and once each page is.

    For a program that ends with its window: what is set apart is never collected.
    """
    sys.setswitchinterval(_LOCK_IS_KEPT_S)
    GarbageRounds(window)
    window.first_paint.over.connect(_set_apart)
    window.pages.made.connect(_set_apart)


def _set_apart() -> None:
    gc.freeze()
