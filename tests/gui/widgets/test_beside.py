"""What runs beside the window when it closes: it is waited for, all together and not for long."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui import pages
from gui.main_window import MainWindow
from gui.widgets.beside import begin_beside, wait_for_all
from gui.widgets.errand import Errand
from tests.patience import PATIENCE_S

Say = Callable[[int, int], None]


def test_when_time_is_up_nobody_is_waited_for() -> None:
    go_on = threading.Event()

    def wait() -> None:
        go_on.wait(PATIENCE_S)

    threads = [begin_beside(wait, f"slow {number}") for number in range(3)]
    wait_for_all(time.monotonic())
    assert all(thread.is_alive() for thread in threads)
    go_on.set()
    wait_for_all(time.monotonic() + PATIENCE_S)
    assert not any(thread.is_alive() for thread in threads)


def test_a_window_that_closes_cancels_all_and_waits_for_what_has_no_steps(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "_CLOSING_S", PATIENCE_S)
    inside, ended = threading.Barrier(3), list[str]()

    def stepping(say: Say) -> None:
        inside.wait(PATIENCE_S)
        try:
            while True:
                say(0, 0)
                time.sleep(0.001)
        finally:
            ended.append("stepping")

    def without_steps(_: Say) -> None:
        inside.wait(PATIENCE_S)
        time.sleep(0.3)
        ended.append("without steps")

    dialog = QWidget(window.pages)  # closing it is nobody's business
    for work in (stepping, without_steps):
        Errand("test", dialog, ()).begin(work)
    inside.wait(PATIENCE_S)
    window.close_at_once()
    assert sorted(ended) == ["stepping", "without steps"]
