"""The real window, offscreen, over a station in memory."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.app import application, open_window
from gui.main_window import MainWindow
from gui.pages import import_what_is_slow
from tests.gui.fake_station import FakeStation
from tests.patience import PATIENCE_MS


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    # Once here: on a loaded machine it takes longer than a test waits for its threads.
    import_what_is_slow()
    made = application()
    # After each test is looked for what it left: among what came since, not among all modules.
    gc.collect()
    gc.freeze()
    return made


class PatientBot(QtBot):
    """Waits for as long as a loaded machine may take; where all is well nobody waits."""

    def waitUntil(self, callback: Callable[[], object], *, timeout: int = PATIENCE_MS) -> None:  # noqa: N802 - Qt's name
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **rest: Any) -> Any:  # noqa: N802 - Qt's name
        return super().waitSignal(signal, timeout=timeout, **rest)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    # As in the program: a thread beside the test must not collect a widget. What the test left is
    # collected after it (`_fail_on_visible`).
    gc.disable()
    return PatientBot(request)


@pytest.fixture
def station() -> FakeStation:
    return FakeStation()


@pytest.fixture
def window(qtbot: object, station: FakeStation, tmp_path: Path) -> Iterator[MainWindow]:
    opened = open_window(station, tmp_path / "window.ini")
    # The test pulls when it wants to: no timer changes the screen under it.
    opened.bridge.end()
    yield opened
    opened.close_at_once()
    opened.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def pull(window: MainWindow) -> Callable[[], None]:
    """Let the window take the newest, and paint it."""

    def take() -> None:
        window.bridge.pull()
        QApplication.processEvents()

    return take
