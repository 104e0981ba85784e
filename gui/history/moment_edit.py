"""A day and a time of it, typed or taken from a calendar."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QDateTimeEdit

_WEEKEND = (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday)


class MomentEdit(QDateTimeEdit):
    """To the minute."""

    def __init__(self, moment: QDateTime) -> None:
        super().__init__(moment)
        self.setDisplayFormat("yyyy-MM-dd HH:mm")
        self.setCalendarPopup(True)
        self.setMinimumWidth(180)
        self.setProperty("low", True)
        _make_quiet(self.calendarWidget())


def _make_quiet(calendar: QCalendarWidget) -> None:
    """A line works on a Sunday too, and red is kept for verdicts."""
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    for day in _WEEKEND:
        calendar.setWeekdayTextFormat(day, QTextCharFormat())
