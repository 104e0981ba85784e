"""Where the parts lie along P(def), and the two thresholds as handles to pull."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.fonts import font
from gui.theme import Theme
from gui.tokens import Tone
from inference.verdict import Thresholds

_EDGE = 9.5
"""Logits beyond are drawn here: P(def) = 0.0001 and 0.9999 lie at 9.2."""
_BINS = 76
_TICKS = (0.0001, 0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999)
_SIDE, _ABOVE, _BELOW = 22, 30, 40
_STEP = 0.1
"""Of a key, in logits."""
_REACH_PX = 40


class BandPlot(QWidget):
    """Defective parts upwards, good ones downwards; counts as roots, so that one part is seen.

    Left and right move the threshold that was touched last, up and down choose the other one.
    """

    moved = Signal(Thresholds)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._band = Thresholds()
        self._bars: tuple[NDArray[np.float64], NDArray[np.float64]] = (np.zeros(0), np.zeros(0))
        self._held = 1
        self._is_pulled = False
        self.setMinimumSize(300, 220)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("The parts by P(def), and the band between OK and DEF"))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(620, 220)

    def show_parts(self, probability_def: NDArray[np.float32], is_def: NDArray[np.bool_]) -> None:
        edges = np.linspace(-_EDGE, _EDGE, _BINS + 1)
        logits = np.clip(_logit(probability_def.astype(np.float64)), -_EDGE, _EDGE)
        up, down = (np.histogram(logits[kind], edges)[0] for kind in (is_def, ~is_def))
        self._bars = np.sqrt(up), np.sqrt(down)
        self.update()

    def show_band(self, band: Thresholds) -> None:
        self._band = band
        self.update()

    # Pulled and moved by key

    def mousePressEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        away = [abs(x - place) for place in self._places()]
        # Where both lie at one place, the side that is touched says which one is meant.
        upper = away[1] < away[0] or (away[0] == away[1] and x >= self._places()[1])
        if min(away) <= _REACH_PX:
            self._held, self._is_pulled = int(upper), True
            self._move_to(self._logit_at(x))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_pulled:
            self._move_to(self._logit_at(event.position().x()))

    def mouseReleaseEvent(self, _: QMouseEvent) -> None:
        self._is_pulled = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -_STEP, Qt.Key.Key_Right: _STEP}
        key = Qt.Key(event.key())
        if key in steps:
            self._move_to(self._logits()[self._held] + steps[key])
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._held = 1 - self._held
            self.update()
        else:
            super().keyPressEvent(event)

    def _move_to(self, logit: float) -> None:
        """The one that is moved pushes the other along."""
        value = 1 / (1 + math.exp(-min(max(logit, -_EDGE), _EDGE)))
        low, high = self._band.unsure_from, self._band.def_from
        if self._held:
            band = Thresholds(min(low, value), value)
        else:
            band = Thresholds(value, max(high, value))
        if band != self._band:
            self.show_band(band)
            self.moved.emit(band)

    # Where things are

    def _logits(self) -> tuple[float, float]:
        ends = np.array([self._band.unsure_from, self._band.def_from])
        low, high = np.clip(_logit(ends), -_EDGE, _EDGE)
        return float(low), float(high)

    def _field(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_SIDE, _ABOVE, -_SIDE, -_BELOW)

    def _across(self, logit: float) -> float:
        field = self._field()
        return field.left() + (logit + _EDGE) / (2 * _EDGE) * field.width()

    def _logit_at(self, x: float) -> float:
        field = self._field()
        return (x - field.left()) / max(1.0, field.width()) * 2 * _EDGE - _EDGE

    def _places(self) -> tuple[float, float]:
        low, high = self._logits()
        return self._across(low), self._across(high)

    # Drawn

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        field = self._field()
        self._draw_band(painter, field)
        self._draw_ticks(painter, field)
        self._draw_bars(painter, field)
        self._draw_words(painter, field)
        for number, (place, tone) in enumerate(
            zip(self._places(), (Tone.UNSURE, Tone.DEF), strict=True)
        ):
            self._draw_handle(painter, field, place, tone, number)

    def _draw_band(self, painter: QPainter, field: QRectF) -> None:
        low, high = self._places()
        fill = QColor(self._theme.tokens.marks[Tone.UNSURE])
        fill.setAlphaF(0.16)
        painter.fillRect(QRectF(low, field.top(), high - low, field.height()), fill)

    def _draw_ticks(self, painter: QPainter, field: QRectF) -> None:
        tokens = self._theme.tokens
        painter.setFont(font(12))
        for value in _TICKS:
            x = self._across(math.log(value / (1 - value)))
            painter.setPen(QColor(tokens.border))
            painter.drawLine(QPointF(x, field.bottom()), QPointF(x, field.bottom() + 5))
            painter.setPen(QColor(tokens.muted))
            room = QRectF(x - 40, field.bottom() + 6, 80, 16)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, f"{value:g}")
        middle = QRectF(field.left(), field.bottom() + 22, field.width(), 16)
        painter.drawText(middle, Qt.AlignmentFlag.AlignCenter, "P(def)")

    def _draw_bars(self, painter: QPainter, field: QRectF) -> None:
        tokens = self._theme.tokens
        up, down = self._bars
        tallest = max(up.max(initial=0), down.max(initial=0), 1.0)
        middle, reach = field.center().y(), field.height() / 2 - 4
        width = field.width() / _BINS
        painter.setPen(Qt.PenStyle.NoPen)
        for heights, sign, colour in ((up, -1, tokens.marks[Tone.DEF]), (down, 1, tokens.accent)):
            painter.setBrush(QColor(colour))
            for place, height in enumerate(heights):
                if height:
                    long = max(2.0, height / tallest * reach)
                    top = middle - long if sign < 0 else middle
                    left = field.left() + place * width
                    painter.drawRect(QRectF(left + 0.5, top, max(1.0, width - 1), long))
        painter.setPen(QPen(QColor(tokens.muted), 1))
        painter.drawLine(QPointF(field.left(), middle), QPointF(field.right(), middle))

    def _draw_words(self, painter: QPainter, field: QRectF) -> None:
        painter.setFont(font(12))
        painter.setPen(QColor(self._theme.tokens.muted))
        inside = field.adjusted(4, 2, -4, -2)
        left = Qt.AlignmentFlag.AlignLeft
        painter.drawText(inside, left | Qt.AlignmentFlag.AlignTop, self.tr("defective parts"))
        painter.drawText(inside, left | Qt.AlignmentFlag.AlignBottom, self.tr("good parts"))

    def _draw_handle(
        self, painter: QPainter, field: QRectF, x: float, tone: Tone, number: int
    ) -> None:
        tokens = self._theme.tokens
        colour = QColor(tokens.marks[tone])
        painter.setPen(QPen(colour, 2))
        painter.drawLine(QPointF(x, field.top()), QPointF(x, field.bottom()))
        # Side by side, so that both can be read where they lie at one place.
        width = 66.0
        left = x if number else x - width
        flag = QRectF(min(max(left, 0.0), self.width() - width), 4, width, field.top() - 6)
        is_held = self.hasFocus() and number == self._held
        painter.setPen(QPen(QColor(tokens.text), 2) if is_held else QPen(colour, 1))
        painter.setBrush(QColor(tokens.raised))
        painter.drawRoundedRect(flag, 5, 5)
        painter.setPen(QColor(tokens.text))
        painter.setFont(font(12, font(1).Weight.DemiBold))
        word = "DEF" if number else "UNSURE"
        painter.drawText(flag, Qt.AlignmentFlag.AlignCenter, word)


def _logit(values: NDArray[np.float64]) -> NDArray[np.float64]:
    inside = np.clip(values, 1e-9, 1 - 1e-9)
    return np.asarray(np.log(inside / (1 - inside)))
