"""The Setup tab of the real window, over a station in memory and emulated cameras."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.pages import Tab
from gui.setup import device_column
from gui.setup.setup_page import SetupPage
from inference.sources.industrial.finding import Finding
from inference.sources.industrial.found_camera import FoundCamera
from tests.gui.fake_station import FakeStation

FIRST = FoundCamera("basler", "Basler Emulation", "0815-0000", "emulated")
SECOND = FoundCamera("basler", "Basler Emulation", "0815-0001", "emulated")
Open = Callable[..., SetupPage]


@pytest.fixture
def open_setup(
    window: MainWindow, station: FakeStation, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Open]:
    """The page, once its look for cameras brought `finding` (or what is really there: None)."""
    del station

    def open_it(finding: Finding | None = None) -> SetupPage:
        if finding is not None:
            monkeypatch.setattr(device_column, "find_all", lambda _: finding)
        window.show_page(Tab.SETUP)
        page = window.pages.page(Tab.SETUP)
        assert isinstance(page, SetupPage)
        qtbot.waitUntil(page.left.refresh.isEnabled)
        return page

    yield open_it
    window.show_page(Tab.LIVE)
    page = window.pages.page(Tab.SETUP)
    qtbot.waitUntil(lambda: page.desk.is_at_rest)
