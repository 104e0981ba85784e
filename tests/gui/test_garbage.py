from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gui.garbage import GarbageRounds


class _Cycle:
    """Holds itself, so that only a collection finds it."""

    def __init__(self) -> None:
        self.itself = self


def test_what_is_garbage_goes_on_the_windows_thread(qtbot: QtBot) -> None:
    parent = QObject()
    GarbageRounds(parent)
    went_on: list[int] = []
    beside = threading.Thread(target=_leave_garbage, args=(went_on,))
    beside.start()
    beside.join()
    assert went_on == []
    qtbot.waitUntil(lambda: bool(went_on))
    assert set(went_on) == {threading.get_ident()}
    parent.deleteLater()


def test_python_collects_as_ever_once_the_window_is_gone(qtbot: QtBot) -> None:
    parent = QObject()
    GarbageRounds(parent)
    assert not gc.isenabled()
    parent.deleteLater()
    qtbot.waitUntil(gc.isenabled)


def _leave_garbage(went_on: list[int]) -> None:
    """Far more than Python would bear before it collected. `went_on`: which threads did."""
    for _ in range(5_000):
        weakref.finalize(_Cycle(), lambda: went_on.append(threading.get_ident()))
