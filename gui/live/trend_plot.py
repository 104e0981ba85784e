"""The trend's chart: dots by outcome, thresholds as lines, nothing to click on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.fonts import font
from gui.theme import Theme
from gui.tokens import Tone
from inference.verdict import Thresholds

_DOT_PX = {Tone.OK: 4, Tone.UNSURE: 5, Tone.DEF: 5, Tone.FAULT: 5}
_FAULT_LEVEL = -0.08
"""A FAULT has no probability: its dot lies under the scale."""
_BOTTOM, _TOP = 2 * _FAULT_LEVEL, 1.12
"""Room for a dot at 1, and for the upper half of its figure."""
_AXIS_PX = 18
_EDGE_PX = 2
"""Room for the newest dot's right half."""

Dots = dict[Tone, NDArray[np.float64]]


class TrendPlot(QWidget):
    """Painted by hand: a plotting library takes longer to import than the window to start."""

    def __init__(self, theme: Theme, length: int) -> None:
        super().__init__()
        self._theme = theme
        self._length = length
        self.dots: Dots = {}
        """N x 2 for each tone: age (the newest part's is -0.5) and height, P(def)."""
        self.lines: dict[Tone, float] = {}
        """The thresholds."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(360, 120)

    def draw(self, values: NDArray[np.float32], thresholds: Thresholds | None) -> None:
        """`values`: P(def) per part, oldest first, NaN for a FAULT; the newest at the right."""
        self.dots = _by_tone(values, thresholds)
        self.lines = (
            {Tone.UNSURE: thresholds.unsure_from, Tone.DEF: thresholds.def_from}
            if thresholds
            else {}
        )
        self.update()

    def y_of(self, height: float) -> float:
        """Pixels from the top."""
        return self.height() * (_TOP - height) / (_TOP - _BOTTOM)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        self._draw_axis(painter)
        self._draw_lines(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for tone, dots in self.dots.items():
            colour = QColor(self._theme.tokens.marks[tone])
            cap = Qt.PenCapStyle.RoundCap
            painter.setPen(QPen(colour, _DOT_PX[tone], Qt.PenStyle.SolidLine, cap))
            painter.drawPoints(self._polygon(dots))

    def _polygon(self, dots: NDArray[np.float64]) -> QPolygonF:
        right = self.width() - _EDGE_PX
        x = right + (right - _AXIS_PX) / self._length * dots[:, 0]
        y = self.height() * (_TOP - dots[:, 1]) / (_TOP - _BOTTOM)
        return QPolygonF(list(map(QPointF, x.tolist(), y.tolist())))

    def _draw_axis(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        painter.setPen(QPen(QColor(tokens.border), 1))
        painter.drawLine(_AXIS_PX, 0, _AXIS_PX, self.height())
        painter.setPen(QColor(tokens.muted))
        painter.setFont(font(12))
        beside = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for figure in (0, 1):
            room = QRectF(0, self.y_of(figure) - 9, _AXIS_PX - 5, 18)
            painter.drawText(room, beside, str(figure))

    def _draw_lines(self, painter: QPainter) -> None:
        for tone, limit in self.lines.items():
            colour = QColor(self._theme.tokens.marks[tone])
            painter.setPen(QPen(colour, 1, Qt.PenStyle.DashLine))
            y = round(self.y_of(limit))
            painter.drawLine(_AXIS_PX, y, self.width(), y)


def _by_tone(values: NDArray[np.float32], limits: Thresholds | None) -> Dots:
    ages = np.arange(-len(values), 0) + 0.5
    places = np.column_stack([ages, np.nan_to_num(values, nan=_FAULT_LEVEL)])
    fault = np.isnan(values)
    defect = values >= (limits.def_from if limits else np.inf)
    unsure = (values >= (limits.unsure_from if limits else np.inf)) & ~defect
    masks = {
        Tone.OK: ~(fault | defect | unsure),
        Tone.UNSURE: unsure,
        Tone.DEF: defect,
        Tone.FAULT: fault,
    }
    return {tone: places[mask] for tone, mask in masks.items()}
