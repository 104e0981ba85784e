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
        self.setAccessibleName(f"{state.word}. {state.detail}. {state.remedy}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(360, 160)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint = self._theme.tokens.paints[self.state.tone]
        self._draw_ground(painter, paint)
        inside = QRectF(self.rect()).adjusted(_PAD, 8, -_PAD, -8)
        # What happened and what to do come whole: the word takes the room that they leave.
        text_height = self._text_height(inside)
        left = inside.height() - _GAP - text_height
        word_height = max(_LEAST_WORD_PX, min(_WORD_PX * 1.15, left, inside.height() * 0.62))
        top = inside.y() + max(0.0, (inside.height() - word_height - _GAP - text_height) / 2)
        self._draw_word(painter, QRectF(inside.x(), top, inside.width(), word_height), paint)
        below = inside.adjusted(0, top - inside.y() + word_height + _GAP, 0, 6)
        self._draw_text(painter, below, paint)

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
        painter.setFont(_fitting(self.state.word, room, line.height() * 0.88))
        painter.setPen(colour)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(line.adjusted(left - line.x(), 0, 4, 0), middle, self.state.word)

    def _fonts(self) -> tuple[QFont, QFont]:
        size = 15 if self.state.remedy else 19
        return font(size, QFont.Weight.DemiBold), font(14, QFont.Weight.Medium)

    def _text_height(self, room: QRectF) -> float:
        both = zip(self._fonts(), self._texts(), strict=True)
        return sum(_height(its_font, room, text) for its_font, text in both)

    def _draw_text(self, painter: QPainter, room: QRectF, paint: Paint) -> None:
        painter.setPen(QColor(paint.text))
        for its_font, text in zip(self._fonts(), self._texts(), strict=True):
            painter.setFont(its_font)
            painter.drawText(room, _WRAP, text)
            room = room.adjusted(0, _height(its_font, room, text), 0, 0)

    def _texts(self) -> tuple[str, str]:
        return self.state.detail, self.state.remedy


def _fitting(word: str, width: float, pixels: float) -> QFont:
    """The largest bold font, up to `pixels`, in which the word fits."""
    largest = font(pixels, QFont.Weight.Bold)
    needed = QFontMetricsF(largest).horizontalAdvance(word)
    return largest if needed <= width else font(pixels * width / needed, QFont.Weight.Bold)


def _height(its_font: QFont, room: QRectF, text: str) -> float:
    return QFontMetricsF(its_font).boundingRect(room, _WRAP, text).height() if text else 0.0
