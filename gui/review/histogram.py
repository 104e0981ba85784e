"""The distribution of P(def), with the thresholds to drag upon it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.fonts import font
from gui.theme import Theme
from gui.tokens import Tone
from inference.verdict import Thresholds

LOWEST = 0.001
_BINS = 60
_HEIGHT = 118
_FOOT = 20
_SIDE = 9
_GRIP = 6.0


class Histogram(QWidget):
    """How many images have which P(def), by the logarithm, and both limits to drag.

    `dragged` carries which limit (0 UNSURE, 1 DEF) and where to.
    """

    dragged = Signal(int, float)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._heights: NDArray[np.float64] = np.zeros(_BINS)
        self._limits = (0.5, 0.5)
        self._held: int | None = None
        self.setFixedHeight(_HEIGHT)
        self.setMinimumWidth(160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setAccessibleName(self.tr("Distribution of P(def), with the thresholds"))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(220, _HEIGHT)

    def show_values(self, probability_def: NDArray[np.float32]) -> None:
        """N values of P(def); NaN is left out."""
        values = probability_def[~np.isnan(probability_def)]
        heights = np.log1p(np.histogram(values, _BINS, (0.0, 1.0))[0].astype(np.float64))
        self._heights = heights / max(1.0, float(heights.max(initial=0.0)))
        self.update()

    def show_limits(self, thresholds: Thresholds) -> None:
        self._limits = (thresholds.unsure_from, thresholds.def_from)
        self.update()

    # The hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        value = self._value(event)
        unsure, defect = self._limits
        # Where both stand in one place, the side that is pulled to says which one is meant.
        nearer_def = abs(value - defect) < abs(value - unsure) or (
            unsure == defect and value > defect
        )
        self._held = int(nearer_def)
        self.dragged.emit(self._held, value)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            self.dragged.emit(self._held, self._value(event))

    def mouseReleaseEvent(self, _: QMouseEvent) -> None:
        self._held = None

    def _value(self, event: QMouseEvent) -> float:
        field = self._field()
        share = (event.position().x() - field.left()) / field.width()
        return round(min(1.0, max(LOWEST, share)), 3)

    # The picture

    def _field(self) -> QRectF:
        return QRectF(_SIDE, 4, self.width() - 2 * _SIDE, _HEIGHT - _FOOT - 4)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        field = self._field()
        painter.fillRect(field, QColor(self._theme.tokens.raised))
        self._draw_zones(painter, field)
        self._draw_bars(painter, field)
        for limit, tone in zip(self._limits, (Tone.UNSURE, Tone.DEF), strict=True):
            self._draw_limit(painter, field, limit, tone)
        self._draw_ends(painter, field)

    def _draw_zones(self, painter: QPainter, field: QRectF) -> None:
        marks = self._theme.tokens.marks
        unsure, defect = (field.left() + limit * field.width() for limit in self._limits)
        for left, right, tone, alpha in (
            (unsure, defect, Tone.UNSURE, 0.22),
            (defect, field.right(), Tone.DEF, 0.16),
        ):
            fill = QColor(marks[tone])
            fill.setAlphaF(alpha)
            painter.fillRect(QRectF(left, field.top(), right - left, field.height()), fill)

    def _draw_bars(self, painter: QPainter, field: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.tokens.muted))
        step = field.width() / _BINS
        for number in np.flatnonzero(self._heights):
            height = max(2.0, self._heights[number] * (field.height() - 6))
            bar = QRectF(field.left() + number * step, field.bottom() - height, step - 0.6, height)
            painter.drawRect(bar)

    def _draw_limit(self, painter: QPainter, field: QRectF, limit: float, tone: Tone) -> None:
        colour = QColor(self._theme.tokens.marks[tone])
        x = field.left() + limit * field.width()
        painter.setPen(QPen(colour, 2))
        painter.drawLine(QPointF(x, field.top()), QPointF(x, field.bottom()))
        painter.setBrush(colour)
        painter.setPen(QPen(QColor(self._theme.tokens.surface), 1))
        below = field.bottom() + 1
        grip = [QPointF(x, below), QPointF(x - _GRIP, below + 9), QPointF(x + _GRIP, below + 9)]
        painter.drawPolygon(QPolygonF(grip))

    def _draw_ends(self, painter: QPainter, field: QRectF) -> None:
        painter.setPen(QColor(self._theme.tokens.muted))
        painter.setFont(font(12))
        foot = QRectF(0, field.bottom() + 4, self.width(), _FOOT - 4)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, "0")
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, "1")
