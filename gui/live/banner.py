"""The verdict in one word and one mark, readable from three metres."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.fonts import font
from gui.live.banner_state import BannerState
from gui.theme import Theme
from gui.tokens import Paint, Tone
from gui.widgets.marks import Mark, draw_mark
from gui.widgets.stripes import striped_brush

_RADIUS = 12
_PAD = 20
_WORD_PX = 76
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
        self.setAccessibleName(f"{state.word}. {state.detail}. {state.remedy}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(380, 196)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint = self._theme.tokens.paints[self.state.tone]
        self._draw_ground(painter, paint)
        inside = QRectF(self.rect()).adjusted(_PAD, 14, -_PAD, -12)
        # What to do needs room: a fault's word is smaller than a verdict's.
        share = 0.44 if self.state.remedy else 0.60
        word_height = inside.height() * share
        self._draw_word(painter, QRectF(inside.topLeft(), QSize(1, 1)), paint, word_height)
        self._draw_text(painter, inside.adjusted(0, word_height + 6, 0, 0), paint)

    def _draw_ground(self, painter: QPainter, paint: Paint) -> None:
        ground = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(paint.edge), 1))
        painter.setBrush(QColor(paint.fill))
        painter.drawRoundedRect(ground, _RADIUS, _RADIUS)
        if paint.stripe:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(striped_brush(paint.stripe, _STRIPE_PX))
            painter.drawRoundedRect(ground, _RADIUS, _RADIUS)

    def _draw_word(self, painter: QPainter, at: QRectF, paint: Paint, height: float) -> None:
        colour = QColor(paint.text)
        box = QRectF(at.x(), at.y() + height * 0.08, height * 0.84, height * 0.84)
        draw_mark(painter, self.state.mark, box, colour, 0.15)
        left = box.right() + 18
        room = self.width() - _PAD - left
        painter.setFont(_fitting(self.state.word, room, min(_WORD_PX, height * 0.88)))
        painter.setPen(colour)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(left, at.y(), room + 4, height), middle, self.state.word)

    def _draw_text(self, painter: QPainter, room: QRectF, paint: Paint) -> None:
        painter.setPen(QColor(paint.text))
        size = 15 if self.state.remedy else 19
        painter.setFont(font(size, QFont.Weight.DemiBold))
        used = painter.boundingRect(room, _WRAP, self.state.detail)
        painter.drawText(room, _WRAP, self.state.detail)
        painter.setFont(font(14, QFont.Weight.Medium))
        painter.drawText(room.adjusted(0, used.height() + 3, 0, 0), _WRAP, self.state.remedy)


def _fitting(word: str, width: float, pixels: float) -> QFont:
    """The largest bold font, up to `pixels`, in which the word fits."""
    largest = font(pixels, QFont.Weight.Bold)
    needed = QFontMetricsF(largest).horizontalAdvance(word)
    return largest if needed <= width else font(pixels * width / needed, QFont.Weight.Bold)
