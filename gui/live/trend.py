"""P(def) of the last parts as dots, the thresholds as lines."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.fonts import font
from gui.theme import Theme
from gui.tokens import Tone
from inference.verdict import Thresholds

LENGTH = 500
_CAPTION_HEIGHT = 20
_DOT_PX = 3.2


class Trend(QWidget):
    """A chart of its own, with nothing to click on.

    Not pyqtgraph: building its first plot held the window for 70-90 ms on two cores, and painting
    500 dots takes less than one.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._values: NDArray[np.float32] = np.empty(0, np.float32)
        self._thresholds: Thresholds | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(84)
        self.setAccessibleName(self.tr("Trend of P(def) over the last 500 parts"))
        theme.changed.connect(self.update)

    def show_trend(self, values: NDArray[np.float32], thresholds: Thresholds | None) -> None:
        """`values`: P(def) per part, oldest first, NaN for a FAULT."""
        if thresholds == self._thresholds and np.array_equal(values, self._values, equal_nan=True):
            return
        self._values, self._thresholds = values[-LENGTH:], thresholds
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(360, 140)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot = QRectF(self.rect()).adjusted(22, _CAPTION_HEIGHT + 6, -4, -8)
        self._draw_caption(painter)
        self._draw_scale(painter, plot)
        self._draw_thresholds(painter, plot)
        self._draw_dots(painter, plot)

    def _draw_caption(self, painter: QPainter) -> None:
        painter.setPen(QColor(self._theme.tokens.muted))
        painter.setFont(font(13, font(1).Weight.Medium))
        line = QRectF(0, 0, self.width(), _CAPTION_HEIGHT)
        middle = Qt.AlignmentFlag.AlignVCenter
        caption = self.tr("P(def), last {parts} parts").format(parts=LENGTH)
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignLeft, caption)

    def _draw_scale(self, painter: QPainter, plot: QRectF) -> None:
        tokens = self._theme.tokens
        painter.setFont(font(12))
        for value, text in ((0.0, "0"), (1.0, "1")):
            y = _y(plot, value)
            painter.setPen(QPen(QColor(tokens.border), 1))
            painter.drawLine(QLineF(plot.left(), y, plot.right(), y))
            painter.setPen(QColor(tokens.muted))
            middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(QRectF(0, y - 9, 20, 18), middle, text)

    def _draw_thresholds(self, painter: QPainter, plot: QRectF) -> None:
        if self._thresholds is None:
            return
        limits = (
            (self._thresholds.unsure_from, Tone.UNSURE),
            (self._thresholds.def_from, Tone.DEF),
        )
        for limit, tone in limits:
            pen = QPen(QColor(self._theme.tokens.marks[tone]), 1.2, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            y = _y(plot, limit)
            painter.drawLine(QLineF(plot.left(), y, plot.right(), y))

    def _draw_dots(self, painter: QPainter, plot: QRectF) -> None:
        for tone, mask in self._by_tone():
            dots = QPolygonF([self._at(plot, i) for i in np.flatnonzero(mask).tolist()])
            pen = QPen(QColor(self._theme.tokens.marks[tone]), _DOT_PX + (tone is not Tone.OK))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPoints(dots)

    def _at(self, plot: QRectF, index: int) -> QPointF:
        """The newest at the right. A FAULT has no probability: its dot lies under the scale."""
        value = float(self._values[index])
        age = len(self._values) - index - 0.5
        y = plot.bottom() + 5 if np.isnan(value) else _y(plot, value)
        return QPointF(plot.right() - age * plot.width() / LENGTH, y)

    def _by_tone(self) -> list[tuple[Tone, NDArray[np.bool_]]]:
        values, limits = self._values, self._thresholds
        fault = np.isnan(values)
        if limits is None:
            return [(Tone.OK, ~fault), (Tone.FAULT, fault)]
        defect = values >= limits.def_from
        unsure = (values >= limits.unsure_from) & ~defect
        good = ~(fault | defect | unsure)
        return [(Tone.OK, good), (Tone.UNSURE, unsure), (Tone.DEF, defect), (Tone.FAULT, fault)]


def _y(plot: QRectF, value: float) -> float:
    return plot.bottom() - value * plot.height()
