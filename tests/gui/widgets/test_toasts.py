"""Where the words come to lie: over the page, never over what can be pressed there."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.pages import Tab
from gui.widgets.toasts import controls_of

pytestmark = pytest.mark.qt_log_ignore(
    r"This plugin does not support (propagateSizeHints|raise)\(\)", extend=True
)
_LONG = "The camera was pulled out, and is looked for in vain: " * 3


def covers_nothing(window: MainWindow) -> bool:
    assert window.toasts.isVisible()
    shown = window.pages.currentWidget()
    assert window.pages.rect().contains(window.toasts.geometry())
    return not any(each.intersects(window.toasts.geometry()) for each in controls_of(shown))


@pytest.mark.parametrize("size", [(960, 540), (1366, 768)])
def test_the_words_lie_beside_the_controls_of_the_page(
    window: MainWindow, qtbot: QtBot, size: tuple[int, int]
) -> None:
    window.show()
    window.resize(*size)
    window.notifications.tell("From the next part on: images of every part")
    window.notifications.tell(_LONG, serious=True)
    for tab in (Tab.LIVE, Tab.HISTORY, Tab.LIVE):
        window.show_page(tab)
        qtbot.waitUntil(lambda: covers_nothing(window))


def test_controls_are_what_is_seen_of_them(window: MainWindow, qtbot: QtBot) -> None:
    page = window.live
    window.show()
    before = len(controls_of(page))
    button, hidden = QPushButton("here", page), QLineEdit(page)
    button.setGeometry(30, 40, 90, 46)
    button.show()
    hidden.hide()
    qtbot.waitUntil(lambda: len(controls_of(page)) == before + 1)
    assert button.geometry() in controls_of(page)


def test_where_all_is_taken_the_words_stay_below(window: MainWindow, qtbot: QtBot) -> None:
    wall = QPushButton(window.live)
    wall.setGeometry(window.live.rect())
    wall.show()
    window.show()
    qtbot.waitUntil(lambda: wall.geometry() in controls_of(window.live))
    window.notifications.tell("the camera is back")
    assert window.toasts.geometry().bottom() > window.pages.height() - 40
