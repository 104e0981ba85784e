from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.pages import Tab
from gui.short_waits import keep_waits_short


@pytest.fixture(autouse=True)
def _set_apart_as_before() -> Iterator[None]:
    yield
    gc.collect()
    gc.freeze()  # as all tests of windows begin


def test_what_stays_is_not_looked_at_again(window: MainWindow, qtbot: QtBot) -> None:
    """After the first paint, and with each new page."""
    gc.unfreeze()
    keep_waits_short(window)
    window.first_paint.over.emit()
    at_first = gc.get_freeze_count()
    assert at_first > 50_000
    window.show_page(Tab.MODELS)
    assert gc.get_freeze_count() > at_first
    known = gc.get_freeze_count()
    window.show_page(Tab.LIVE)
    window.show_page(Tab.MODELS)
    assert gc.get_freeze_count() <= known
