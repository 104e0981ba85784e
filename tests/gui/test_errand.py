"""Work on a thread: answers, words for what fails, and late answers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gui.widgets.errand import Errand
from tests.patience import PATIENCE_S

Say = Callable[[int, int], None]


@pytest.fixture
def errand(qtbot: QtBot) -> Iterator[Errand]:
    parent = QObject()
    made = Errand("test", parent, (ValueError,))
    yield made
    made.cancel()


def test_the_answer_comes_on_the_gui_thread(qtbot: QtBot, errand: Errand) -> None:
    on: list[threading.Thread] = []
    errand.answered.connect(lambda _: on.append(threading.current_thread()))
    with qtbot.waitSignal(errand.answered) as answered:
        errand.begin(lambda say: threading.current_thread().name)
    assert answered.args == ["test 1"]
    assert on == [threading.main_thread()]
    assert not errand.is_running


def test_an_expected_error_is_told_in_its_own_words(qtbot: QtBot, errand: Errand) -> None:
    def refuse(say: Say) -> object:
        raise ValueError("two of them")

    with qtbot.waitSignal(errand.failed) as failed:
        errand.begin(refuse)
    assert failed.args == ["two of them"]


@pytest.mark.expects_log("test 1")
def test_an_unexpected_error_is_logged_and_told(qtbot: QtBot, errand: Errand) -> None:
    with qtbot.waitSignal(errand.failed) as failed:
        errand.begin(lambda say: 1 // 0)
    assert failed.args is not None
    assert "ZeroDivisionError" in failed.args[0]


def test_a_late_answer_is_thrown_away(qtbot: QtBot, errand: Errand) -> None:
    go_on = threading.Event()
    answers: list[object] = []
    errand.answered.connect(answers.append)
    errand.begin(lambda say: go_on.wait(PATIENCE_S) and "late")
    with qtbot.waitSignal(errand.answered):
        errand.begin(lambda say: "newest")
    go_on.set()
    qtbot.waitUntil(lambda: all(thread.name != "test 1" for thread in threading.enumerate()))
    qtbot.wait(80)  # and a look or two at what it left
    assert answers == ["newest"]


def test_cancelled_work_ends_at_its_next_step(qtbot: QtBot, errand: Errand) -> None:
    ended = threading.Event()

    def work(say: Say) -> object:
        try:
            while True:
                say(1, 2)
                time.sleep(0.001)  # the others want the interpreter too
        finally:
            ended.set()

    errand.begin(work)
    errand.cancel()
    assert ended.wait(PATIENCE_S)
