"""The calendar is of the window's theme, and no day is in the colour of a verdict."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QDateTime, QPoint, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from gui.history.moment_edit import MomentEdit
from gui.main_window import MainWindow
from gui.tokens import DARK, LIGHT, Tokens

pytestmark = pytest.mark.qt_log_ignore(
    r"This plugin does not support (propagateSizeHints|raise|grabbing the keyboard)(\(\))?",
    extend=True,
)


@pytest.mark.parametrize(("name", "tokens"), [("light", LIGHT), ("dark", DARK)])
def test_the_calendar_opens_in_the_themes_colours(
    window: MainWindow, qtbot: QtBot, name: str, tokens: Tokens
) -> None:
    window.appearance.change(theme=name)
    edit = MomentEdit(QDateTime.fromString("2026-03-11T09:30", Qt.DateFormat.ISODate))
    qtbot.addWidget(edit)
    edit.show()
    assert edit.text() == "2026-03-11 09:30"
    QTest.mouseClick(
        edit, Qt.MouseButton.LeftButton, pos=QPoint(edit.width() - 12, edit.height() // 2)
    )
    calendar = edit.calendarWidget()
    qtbot.waitUntil(calendar.isVisible)
    days = calendar.findChild(QTableView)
    assert isinstance(days, QTableView)
    assert days.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text) == QColor(
        tokens.muted
    ), "so are the days of other months drawn"
    ground, chosen = QColor(tokens.raised), QColor(tokens.accent)
    corners = [QPoint(4, 4), QPoint(days.width() - 4, days.height() - 4)]
    shown = days.grab().toImage()
    assert [shown.pixelColor(corner) for corner in corners] == [ground, ground]
    assert any(
        shown.pixelColor(x, y) == chosen for x in range(days.width()) for y in (95, 105, 115)
    )
    calendar.window().close()


def test_sundays_are_days_like_others(qtbot: QtBot) -> None:
    edit = MomentEdit(QDateTime.currentDateTime())
    qtbot.addWidget(edit)
    formats = [edit.calendarWidget().weekdayTextFormat(day) for day in Qt.DayOfWeek]
    assert all(each == formats[0] for each in formats)
