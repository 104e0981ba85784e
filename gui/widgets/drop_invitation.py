"""An empty state that is dropped on: says what to do, and does it on a click."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from gui.fonts import font
from gui.theme import Theme

_ABOVE_MIDDLE = 128
"""Where the picture begins."""


class DropInvitation(QAbstractButton):
    """A dashed ground, what a page draws on it, and below that three lines of words."""

    def __init__(self, theme: Theme, invitation: str, what: str) -> None:
        """`what`: what may be dropped, or becomes of it."""
        super().__init__()
        self.theme = theme
        self.setText(invitation)
        self._how = self.tr("or click to choose one")
        self._what = what
        self.setAccessibleName(f"{self.text()}, {self._how}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    def draw_picture(self, painter: QPainter, top: float) -> float:
        """Draw it from `top` on, in the middle; where the words begin."""
        raise NotImplementedError

    def sizeHint(self) -> QSize:
        return QSize(720, 420)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_ground(painter)
        self._draw_words(painter, self.draw_picture(painter, self.height() / 2 - _ABOVE_MIDDLE))

    def _draw_ground(self, painter: QPainter) -> None:
        tokens = self.theme.tokens
        lit = self.underMouse() or self.hasFocus()
        pen = QPen(QColor(tokens.accent if lit else tokens.muted), 2)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.setBrush(QColor(tokens.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 14, 14)

    def _draw_words(self, painter: QPainter, top: float) -> None:
        tokens = self.theme.tokens
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
