"""A rate with its 95 % interval: a number in words, and how sure it is as a bar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.fonts import font
from gui.theme import Theme
from gui.words import count, percent

_HEIGHT = 66
_BAR_Y = 48


class RateBar(QWidget):
    """The dot is what was counted, the bar what it may be: 95 % of such bars hold the truth."""

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__()
        self._theme = theme
        self._title = title
        self._rate: Mapping[str, Any] | None = None
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(400, _HEIGHT)

    def show_rate(self, rate: Mapping[str, Any]) -> None:
        """`training.evaluation.evaluate.Rate` as a dictionary."""
        self._rate = rate
        self.setAccessibleName(f"{self._title}: {self.words()}")
        self.setToolTip(self.words())
        self.update()

    def words(self) -> str:
        """`2 of 60, 3.3 %; 95 % interval 0.4 % to 11.5 %`."""
        rate = self._rate
        if rate is None:
            return ""
        return self.tr("{n} of {of}, {share}; 95 % interval {low} to {high}").format(
            n=count(rate["count"]),
            of=count(rate["of"]),
            share=percent(rate["rate"]),
            low=percent(rate["low"]),
            high=percent(rate["high"]),
        )

    def paintEvent(self, _: QPaintEvent) -> None:
        if self._rate is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_words(painter)
        self._draw_bar(painter, self._rate)

    def _draw_words(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        painter.setFont(font(15, font(1).Weight.DemiBold))
        painter.setPen(QColor(tokens.text))
        row = QRectF(0, 4, self.width(), 24)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(row, Qt.AlignmentFlag.AlignLeft | middle, self._title)
        painter.setFont(font(14))
        painter.setPen(QColor(tokens.muted))
        painter.drawText(row, Qt.AlignmentFlag.AlignRight | middle, self.words())

    def _draw_bar(self, painter: QPainter, rate: Mapping[str, Any]) -> None:
        tokens = self._theme.tokens
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.border))
        painter.drawRoundedRect(QRectF(0, _BAR_Y - 3, self.width(), 6), 3, 3)
        sure = QColor(tokens.accent)
        sure.setAlphaF(0.45)
        painter.setBrush(sure)
        low, high = rate["low"] * self.width(), rate["high"] * self.width()
        painter.drawRoundedRect(QRectF(low, _BAR_Y - 5, max(4.0, high - low), 10), 5, 5)
        painter.setBrush(QColor(tokens.accent))
        dot = min(max(7.0, rate["rate"] * self.width()), self.width() - 7.0)
        painter.drawEllipse(QPointF(dot, _BAR_Y), 7, 7)
