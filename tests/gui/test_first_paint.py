from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui import first_paint
from gui.first_paint import FirstPaint

_NOT_YET = ("sqlalchemy", "onnxruntime", "pyqtgraph", "psutil", "scipy", "tensorflow", "keras")


def test_a_painted_window_says_both_once(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_paint, "_AT_LATEST_MS", 60_000)
    window = QWidget()
    qtbot.addWidget(window)
    first, said = FirstPaint(window), []
    first.painted.connect(lambda: said.append("painted"))
    first.over.connect(lambda: said.append("over"))
    window.show()
    qtbot.waitUntil(lambda: "over" in said)
    window.repaint()
    qtbot.wait(50)
    assert said == ["painted", "over"]


def test_a_window_that_nobody_sees_keeps_nothing_waiting(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    first, said = FirstPaint(window), []
    first.painted.connect(lambda: said.append("painted"))
    first.over.connect(lambda: said.append("over"))
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["over"]


def test_the_window_waits_for_no_engine() -> None:
    words = (
        "import sys; import gui.commands.window, gui.app, gui.tour; "
        f"print(*(name for name in {_NOT_YET} if name in sys.modules))"
    )
    assert subprocess.check_output([sys.executable, "-c", words], text=True).strip() == ""
