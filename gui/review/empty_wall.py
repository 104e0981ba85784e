"""The empty state of Review: says what to do, and does it on a click."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from gui.fonts import font
from gui.live.banner_state import outcome_mark, outcome_tone
from gui.theme import Theme
from gui.widgets.marks import draw_mark
from inference.verdict import Outcome

_SAID = (
    Outcome.OK, Outcome.OK, Outcome.DEF, Outcome.OK,
    Outcome.OK, Outcome.UNSURE, Outcome.OK, Outcome.OK,
)  # fmt: skip
_COLUMNS = 4
_TILE = 56.0
_GAP = 10.0


class EmptyWall(QAbstractButton):
    """A small wall of drawn parts, and what to do with a real one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setText(self.tr("Drop a folder of images here"))
        self._how = self.tr("or click to choose one")
        self._what = self.tr(
            "Every image is judged by the model of the line, to be sorted, corrected and exported"
        )
        self.setAccessibleName(f"{self.text()}, {self._how}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(720, 420)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_ground(painter)
        middle = QPointF(self.width() / 2, self.height() / 2)
        width = _COLUMNS * (_TILE + _GAP) - _GAP
        start = QPointF(middle.x() - width / 2, middle.y() - 128)
        for place, outcome in enumerate(_SAID):
            line, column = divmod(place, _COLUMNS)
            at = start + QPointF(column * (_TILE + _GAP), line * (_TILE + _GAP))
            self._draw_tile(painter, QRectF(at.x(), at.y(), _TILE, _TILE), outcome)
        self._draw_words(painter, start.y() + 2 * (_TILE + _GAP) + 18)

    def _draw_ground(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        lit = self.underMouse() or self.hasFocus()
        pen = QPen(QColor(tokens.accent if lit else tokens.muted), 2)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.setBrush(QColor(tokens.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 14, 14)

    def _draw_tile(self, painter: QPainter, box: QRectF, outcome: Outcome) -> None:
        tokens = self._theme.tokens
        painter.setPen(QPen(QColor(tokens.border), 1.5))
        painter.setBrush(QColor(tokens.raised))
        painter.drawRoundedRect(box, 8, 8)
        painter.setPen(QPen(QColor(tokens.muted), 1.5))
        painter.setBrush(QColor(tokens.pressed))
        painter.drawEllipse(box.center(), 19, 19)
        painter.setBrush(QColor(tokens.raised))
        painter.drawEllipse(box.center(), 7, 7)
        paint = tokens.paints[outcome_tone(outcome)]
        badge = QRectF(box.left() + 4, box.top() + 4, 17, 17)
        painter.setPen(QPen(QColor(paint.edge), 1))
        painter.setBrush(QColor(paint.fill))
        painter.drawRoundedRect(badge, 4, 4)
        ink = QColor(paint.text)
        draw_mark(painter, outcome_mark(outcome), badge.adjusted(4, 4, -4, -4), ink, 0.2)

    def _draw_words(self, painter: QPainter, top: float) -> None:
        tokens = self._theme.tokens
        lines = (
            (self.text(), 24, font(1).Weight.DemiBold, tokens.text, 0),
            (self._how, 16, font(1).Weight.Medium, tokens.accent, 38),
            (self._what, 15, font(1).Weight.Normal, tokens.muted, 72),
        )
        for words, pixels, weight, colour, down in lines:
            painter.setPen(QColor(colour))
            painter.setFont(font(pixels, weight))
            room = QRectF(16, top + down, self.width() - 32, 34)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)
