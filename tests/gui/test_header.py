"""The row at the top in narrow windows: full HD at 200 % has room for 960 px."""

from __future__ import annotations

import pytest

from gui.main_window import MainWindow
from gui.widgets.header import Header

TABS = ("Live", "Review", "Trainer", "Models", "History", "Self-test")


@pytest.mark.parametrize(
    ("width", "has_name", "has_clock"),
    [(900, False, False), (960, False, True), (1400, True, True)],
)
def test_six_tabs_and_all_menus_have_room(
    window: MainWindow, width: int, has_name: bool, has_clock: bool
) -> None:
    header = Header(window.actions_by_id, TABS)
    header.setStyleSheet(window.styleSheet())
    header.setParent(window)
    header.resize(width, header.height())
    header.show()
    header.layout().activate()
    bar = header.menu_bar
    assert bar.width() >= bar.sizeHint().width(), "none lies behind an arrow"
    assert header.tabs[-1].geometry().right() < bar.geometry().left()
    assert bar.geometry().right() < header.width()
    assert all(tab.width() >= tab.sizeHint().width() for tab in header.tabs)
    assert header._name.isVisible() is has_name
    assert header._clock.isVisible() or not has_clock, "it is the last to go"
    if header._clock.isVisible():
        assert bar.geometry().right() < header._clock.geometry().left()
        assert header._clock.geometry().right() < width
