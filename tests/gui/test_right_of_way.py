"""While the window draws, and while a review shows what came, the threads beside it stand still."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.review import review_run
from gui.review.review_run import ReviewRun
from gui.widgets.errand import Errand
from inference.home import Home
from tests.inference.review.reviewing import labelled_folder
from tests.inference.tiny_package import write_tiny_package
from tests.inference.watched_gate import WatchedGate, watch_gate


def _is_closed(gate: WatchedGate) -> bool:
    return not threading.Event.is_set(gate)


class _Probe(QWidget):
    """Notes at each painting whether the others stand still."""

    def __init__(self, parent: QWidget, gate: WatchedGate) -> None:
        super().__init__(parent)
        self.closed: list[bool] = []
        self._gate = gate

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        self.closed.append(_is_closed(self._gate))


def test_nobody_disturbs_the_window_while_it_draws(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = watch_gate(monkeypatch)
    probe = _Probe(window.live, gate)
    probe.resize(20, 20)
    probe.show()
    qtbot.waitUntil(lambda: bool(probe.closed))
    probe.closed.clear()
    probe.update()
    qtbot.waitUntil(lambda: bool(probe.closed))
    assert all(probe.closed)
    assert not _is_closed(gate)


def test_a_review_steps_back_and_stands_still_while_the_window_shows_what_came(
    qtbot: QtBot, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = watch_gate(monkeypatch)
    stepped_back: set[str] = set()
    monkeypatch.setattr(
        review_run, "step_back", lambda: stepped_back.add(threading.current_thread().name)
    )
    model = write_tiny_package(tmp_path / "model").path
    parent = QObject()
    run = ReviewRun(home, parent)
    closed: list[bool] = []
    try:
        run.begin([labelled_folder(tmp_path / "parts")], model)
        run.advanced.connect(lambda: closed.append(_is_closed(gate)))
        qtbot.waitUntil(lambda: bool(closed) and not run.is_running)
    finally:
        run.close_down()
    assert all(closed)
    assert {"review-listing", "review", "review_0"} <= stepped_back


def test_an_errand_gives_way_at_each_of_its_steps(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[str] = []
    watch_gate(monkeypatch, lambda: looks.append(threading.current_thread().name))
    parent = QObject()
    errand = Errand("counting", parent, ())

    def count(say: Callable[[int, int], None]) -> None:
        for number in range(7):
            say(number, 7)

    with qtbot.waitSignal(errand.answered):
        errand.begin(count)
    assert looks.count("counting 1") >= 7
