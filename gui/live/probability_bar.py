"""P(def) as a number and as a bar, with the thresholds marked on it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import words
from gui.fonts import font
from gui.theme import Theme
from gui.tokens import Tone
from gui.widgets.stripes import striped_brush
from inference.verdict import Thresholds

_NUMBER_HEIGHT = 34
_BAR_HEIGHT = 22
_LABEL_HEIGHT = 20
_LABEL_GAP = 6.0


class ProbabilityBar(QWidget):
    """Only shows: thresholds are changed in their own dialog."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._probability: float | None = None
        self._thresholds: Thresholds | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_probability(self, probability: float | None, thresholds: Thresholds | None) -> None:
        if (probability, thresholds) == (self._probability, self._thresholds):
            return
        self._probability, self._thresholds = probability, thresholds
        self.setAccessibleName(
            self.tr("P(def) {value}").format(value=words.probability(probability))
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(360, _NUMBER_HEIGHT + _BAR_HEIGHT + _LABEL_HEIGHT + 8)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_number(painter)
        bar = QRectF(1, _NUMBER_HEIGHT + 5, self.width() - 2, _BAR_HEIGHT)
        self._draw_zones(painter, bar)
        if self._thresholds is not None:
            self._draw_thresholds(painter, bar, self._thresholds)
        if self._probability is not None:
            self._draw_marker(painter, _x(bar, self._probability), bar)

    def _draw_number(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        line = QRectF(0, 0, self.width(), _NUMBER_HEIGHT)
        baseline = Qt.AlignmentFlag.AlignBottom
        painter.setPen(QColor(tokens.muted))
        painter.setFont(font(14, QFont.Weight.Medium))
        painter.drawText(
            line.adjusted(0, 0, 0, -3), baseline | Qt.AlignmentFlag.AlignLeft, "P(def)"
        )
        painter.setPen(QColor(tokens.muted if self._probability is None else tokens.text))
        painter.setFont(font(28, QFont.Weight.DemiBold))
        text = words.probability(self._probability)
        painter.drawText(line, baseline | Qt.AlignmentFlag.AlignRight, text)

    def _draw_zones(self, painter: QPainter, bar: QRectF) -> None:
        tokens = self._theme.tokens
        shape = QPainterPath()
        shape.addRoundedRect(bar, 5, 5)
        painter.save()
        painter.setClipPath(shape)
        painter.fillRect(bar, QColor(tokens.pressed))
        if self._thresholds is not None:
            unsure, defect = (
                _x(bar, self._thresholds.unsure_from),
                _x(bar, self._thresholds.def_from),
            )
            band = QRectF(unsure, bar.y(), defect - unsure, bar.height())
            painter.fillRect(band, _faded(tokens.marks[Tone.UNSURE], 0.22))
            painter.fillRect(band, striped_brush(tokens.marks[Tone.UNSURE].replace("#", "#66"), 4))
            rest = QRectF(defect, bar.y(), bar.right() - defect, bar.height())
            painter.fillRect(rest, _faded(tokens.marks[Tone.DEF], 0.30))
        painter.restore()
        painter.setPen(QPen(QColor(tokens.border), 1))
        painter.drawPath(shape)

    def _draw_thresholds(self, painter: QPainter, bar: QRectF, thresholds: Thresholds) -> None:
        tokens = self._theme.tokens
        painter.setFont(font(12))
        painter.setPen(QPen(QColor(tokens.muted), 1.5))
        limits = sorted({thresholds.unsure_from, thresholds.def_from})
        for limit in limits:
            x = _x(bar, limit)
            painter.drawLine(QPointF(x, bar.top() - 3), QPointF(x, bar.bottom() + 4))
        texts = [words.threshold(limit) for limit in limits]
        widths = [QFontMetricsF(painter.font()).horizontalAdvance(text) for text in texts]
        lefts = label_places([_x(bar, limit) for limit in limits], widths, self.width())
        for left, width, text in zip(lefts, widths, texts, strict=True):
            room = QRectF(left, bar.bottom() + 4, width + 1, _LABEL_HEIGHT)
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, text)

    def _draw_marker(self, painter: QPainter, x: float, bar: QRectF) -> None:
        tokens = self._theme.tokens
        x = min(max(x, bar.left() + 4), bar.right() - 4)
        painter.setPen(QPen(QColor(tokens.surface), 2))
        painter.setBrush(QColor(tokens.text))
        painter.drawRoundedRect(QRectF(x - 5, bar.top() - 5, 10, bar.height() + 10), 5, 5)


def label_places(lines: Sequence[float], widths: Sequence[float], room: float) -> list[float]:
    """The left edges, in px, of the labels of one line or two.

    One stands in the middle of its line, two away from each other; none leaves the room, and
    none lies on the other.
    """
    if len(lines) == 1:
        return [_within(lines[0] - widths[0] / 2, widths[0], room)]
    first = _within(lines[0] + 2 - widths[0], widths[0], room)
    second = _within(max(lines[1] - 2, first + widths[0] + _LABEL_GAP), widths[1], room)
    return [max(0.0, min(first, second - _LABEL_GAP - widths[0])), second]


def _within(left: float, width: float, room: float) -> float:
    return max(0.0, min(left, room - width))


def _x(bar: QRectF, share: float) -> float:
    return bar.left() + share * bar.width()


def _faded(colour: str, alpha: float) -> QColor:
    faded = QColor(colour)
    faded.setAlphaF(alpha)
    return faded
