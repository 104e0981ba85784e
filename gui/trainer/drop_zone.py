"""The empty state of the Data step: says what to do, and does it on a click."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from gui.fonts import font
from gui.theme import Theme
from gui.tokens import Tone
from gui.widgets.marks import Mark, draw_mark

_FOLDER = QRectF(0, 0, 116, 88)
_APART = 34


class DropZone(QAbstractButton):
    """Two drawn folders, a good one and one with a defect, and what to do with them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setText(self.tr("Drop a folder of class folders here"))
        self._how = self.tr("or click to choose one")
        self._what = self.tr(
            "ok/ and def/, or one folder of good parts and one for each type of defect"
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
        top = middle.y() - 128
        left = middle.x() - _FOLDER.width() - _APART / 2
        self._draw_folder(painter, QPointF(left, top), "ok", Mark.TICK, Tone.OK)
        right = middle.x() + _APART / 2
        self._draw_folder(painter, QPointF(right, top), "def", Mark.CROSS, Tone.DEF)
        self._draw_words(painter, top + _FOLDER.height() + 44)

    def _draw_ground(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        lit = self.underMouse() or self.hasFocus()
        pen = QPen(QColor(tokens.accent if lit else tokens.muted), 2)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.setBrush(QColor(tokens.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 14, 14)

    def _draw_folder(
        self, painter: QPainter, at: QPointF, name: str, mark: Mark, tone: Tone
    ) -> None:
        tokens = self._theme.tokens
        painter.save()
        painter.translate(at)
        painter.setPen(QPen(QColor(tokens.muted), 1.5))
        painter.setBrush(QColor(tokens.raised))
        painter.drawPath(_folder_shape())
        self._draw_part(painter, QPointF(46, 51), mark, QColor(tokens.marks[tone]))
        painter.setPen(QColor(tokens.muted))
        painter.setFont(font(15, font(1).Weight.DemiBold))
        below = QRectF(0, _FOLDER.height(), _FOLDER.width(), 28)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, f"{name}/")
        painter.restore()

    def _draw_part(self, painter: QPainter, middle: QPointF, mark: Mark, ink: QColor) -> None:
        """A ring, as the simulated line's castings are, and its verdict beside it."""
        tokens = self._theme.tokens
        painter.setPen(QPen(QColor(tokens.muted), 1.5))
        painter.setBrush(QColor(tokens.pressed))
        painter.drawEllipse(middle, 24, 24)
        painter.setBrush(QColor(tokens.raised))
        painter.drawEllipse(middle, 9, 9)
        if mark is Mark.CROSS:
            painter.setBrush(ink)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(middle + QPointF(13, -10), 3.4, 2.6)
        draw_mark(painter, mark, QRectF(middle.x() + 34, middle.y() - 11, 22, 22), ink, 0.14)

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


def _folder_shape() -> QPainterPath:
    shape = QPainterPath()
    shape.addRoundedRect(_FOLDER.adjusted(0, 12, 0, 0), 8, 8)
    tab = QPainterPath()
    tab.addRoundedRect(QRectF(0, 0, 48, 30), 7, 7)
    return shape.united(tab)
