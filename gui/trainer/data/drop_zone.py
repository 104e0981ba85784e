"""The empty state of the Data step."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from gui.fonts import font
from gui.theme import Theme
from gui.tokens import Tone
from gui.widgets.drop_invitation import DropInvitation
from gui.widgets.marks import Mark, draw_mark

_FOLDER = QRectF(0, 0, 116, 88)
_APART = 34


class DropZone(DropInvitation):
    """Two drawn folders, a good one and one with a defect, and what to do with them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            theme,
            self.tr("Drop a folder of class folders here"),
            self.tr("ok/ and def/, or one folder of good parts and one for each type of defect"),
        )

    def draw_picture(self, painter: QPainter, top: float) -> float:
        middle = self.width() / 2
        left = middle - _FOLDER.width() - _APART / 2
        self._draw_folder(painter, QPointF(left, top), "ok", Mark.TICK, Tone.OK)
        right = middle + _APART / 2
        self._draw_folder(painter, QPointF(right, top), "def", Mark.CROSS, Tone.DEF)
        return top + _FOLDER.height() + 44

    def _draw_folder(
        self, painter: QPainter, at: QPointF, name: str, mark: Mark, tone: Tone
    ) -> None:
        tokens = self.theme.tokens
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
        tokens = self.theme.tokens
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


def _folder_shape() -> QPainterPath:
    shape = QPainterPath()
    shape.addRoundedRect(_FOLDER.adjusted(0, 12, 0, 0), 8, 8)
    tab = QPainterPath()
    tab.addRoundedRect(QRectF(0, 0, 48, 30), 7, 7)
    return shape.united(tab)
