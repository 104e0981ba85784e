"""The empty state of Review."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from gui.live.banner_state import outcome_mark, outcome_tone
from gui.theme import Theme
from gui.widgets.drop_invitation import DropInvitation
from gui.widgets.marks import draw_mark
from inference.verdict import Outcome

_SAID = (
    Outcome.OK, Outcome.OK, Outcome.DEF, Outcome.OK,
    Outcome.OK, Outcome.UNSURE, Outcome.OK, Outcome.OK,
)  # fmt: skip
_COLUMNS = 4
_TILE = 56.0
_GAP = 10.0


class EmptyWall(DropInvitation):
    """A small wall of drawn parts, and what to do with a real one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            theme,
            self.tr("Drop a folder of images here"),
            self.tr(
                "Every image is judged by the model of the line, "
                "to be sorted, corrected and exported"
            ),
        )

    def draw_picture(self, painter: QPainter, top: float) -> float:
        width = _COLUMNS * (_TILE + _GAP) - _GAP
        start = QPointF(self.width() / 2 - width / 2, top)
        for place, outcome in enumerate(_SAID):
            line, column = divmod(place, _COLUMNS)
            at = start + QPointF(column * (_TILE + _GAP), line * (_TILE + _GAP))
            self._draw_tile(painter, QRectF(at.x(), at.y(), _TILE, _TILE), outcome)
        return top + 2 * (_TILE + _GAP) + 18

    def _draw_tile(self, painter: QPainter, box: QRectF, outcome: Outcome) -> None:
        tokens = self.theme.tokens
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
