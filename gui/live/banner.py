"""The verdict in one word and one mark, readable from three metres."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.fonts import fitting, font
from gui.live.banner_state import BannerState
from gui.theme import Theme
from gui.tokens import Paint, Tone
from gui.widgets.marks import Mark, draw_mark
from gui.widgets.stripes import striped_brush

_RADIUS = 12
_PAD = 20
_GAP = 6
_WORD_PX = 92
_LEAST_WORD_PX = 34
_WEIGHTS = {Mark.LOST: 0.085, Mark.DONE: 0.12}
"""Marks with more strokes take thinner ones."""
_STRIPE_PX = 14
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class Banner(QWidget):
    """Paints a `BannerState`; repaints only when it says something else."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.state = BannerState(Tone.QUIET, Mark.WAIT, "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def say(self, state: BannerState) -> None:
        if state == self.state:
            return
        self.state = state
        self.setAccessibleName(f"{state.word}. {state.detail}.")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(360, 160)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint = self._theme.tokens.paints[self.state.tone]
        self._draw_ground(painter, paint)
        inside = QRectF(self.rect()).adjusted(_PAD, 8, -_PAD, -8)
        # The detail comes whole: the word takes the room that it leaves.
        detail = self._detail(inside.width())
        text_height = _height(detail_font(), inside, detail)
        left = inside.height() - _GAP - text_height
        word_height = max(_LEAST_WORD_PX, min(_WORD_PX * 1.15, left, inside.height() * 0.62))
        top = inside.y() + max(0.0, (inside.height() - word_height - _GAP - text_height) / 2)
        self._draw_word(painter, QRectF(inside.x(), top, inside.width(), word_height), paint)
        painter.setFont(detail_font())
        below = inside.adjusted(0, top - inside.y() + word_height + _GAP, 0, 0)
        painter.drawText(below, _WRAP, detail)

    def _detail(self, room: float) -> str:
        """What is written below the word, in a width of so many pixels."""
        del room
        return self.state.detail

    def _draw_ground(self, painter: QPainter, paint: Paint) -> None:
        ground = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(paint.edge), 1))
        painter.setBrush(QColor(paint.fill))
        painter.drawRoundedRect(ground, _RADIUS, _RADIUS)
        if paint.stripe:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(striped_brush(paint.stripe, _STRIPE_PX))
            painter.drawRoundedRect(ground, _RADIUS, _RADIUS)

    def _draw_word(self, painter: QPainter, line: QRectF, paint: Paint) -> None:
        colour = QColor(paint.text)
        side = line.height() * 0.84
        box = QRectF(line.x(), line.y() + (line.height() - side) / 2, side, side)
        draw_mark(painter, self.state.mark, box, colour, _WEIGHTS.get(self.state.mark, 0.15))
        left = box.right() + side * 0.26
        room = line.right() - left
        painter.setFont(fitting(self.state.word, room, line.height() * 0.88, QFont.Weight.Bold))
        painter.setPen(colour)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(line.adjusted(left - line.x(), 0, 4, 0), middle, self.state.word)


def detail_font() -> QFont:
    """Of what is written below the word."""
    return font(19, QFont.Weight.DemiBold)


def _height(its_font: QFont, room: QRectF, text: str) -> float:
    return QFontMetricsF(its_font).boundingRect(room, _WRAP, text).height() if text else 0.0
