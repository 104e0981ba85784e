"""Python's garbage collections, kept too short for anybody to see them.

A full collection looks at every object of the program and holds all its threads meanwhile: 80 ms
for some 140,000. Modules, classes and pages stay until the program ends: they are set apart.
"""

from __future__ import annotations

import gc

from gui.main_window import MainWindow


def keep_collections_short(window: MainWindow) -> None:
    """Set apart what is there once the window is, and once each page is.

    For a program that ends with its window: what is set apart is never collected.
    """
    window.first_paint.over.connect(_set_apart)
    window.pages.made.connect(_set_apart)


def _set_apart() -> None:
    gc.freeze()
