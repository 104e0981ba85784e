"""One tile of the wall: picture, outcome as mark and word, P(def), name, and what disagrees."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from gui.fonts import font
from gui.live.banner_state import outcome_mark, outcome_tone
from gui.review.grid import CAPTION_PX
from gui.theme import Theme
from gui.tokens import Tone
from gui.widgets.marks import Mark, draw_mark
from gui.widgets.stripes import striped_brush
from gui.words import outcome_word, probability
from inference.verdict import Outcome

_ROUND = 8
_BADGE_PX = 24
_CHIP_PX = 22
_PAD = 8


@dataclass(frozen=True, slots=True)
class Tile:
    """What a tile says."""

    name: str
    outcome: Outcome
    probability_def: float | None
    note: str = ""
    """What a person should see at once: a label that disagrees, or a correction."""
    corrected: bool = False


class TileBrush:
    """Paints tiles. Fonts and metrics are made once and not for each of hundreds of tiles."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._word = font(13, QFont.Weight.DemiBold)
        self._name = font(12)
        self._note = font(12, QFont.Weight.DemiBold)
        self._name_metrics = QFontMetricsF(self._name)
        self._note_metrics = QFontMetricsF(self._note)

    def draw(
        self,
        painter: QPainter,
        box: QRectF,
        tile: Tile,
        picture: QImage | None,
        *,
        chosen: bool,
    ) -> None:
        """`picture` is drawn whole, its proportions kept; None while it is not there."""
        self.draw_blank(painter, box)
        view = QRectF(box.left(), box.top(), box.width(), box.height() - CAPTION_PX)
        self._draw_picture(painter, view, tile, picture)
        self._draw_badge(painter, view, tile.outcome)
        if tile.note:
            self._draw_note(painter, view, tile)
        self._draw_caption(painter, box, tile)
        if chosen:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.tokens.accent), 3))
            painter.drawRoundedRect(box, _ROUND, _ROUND)

    def draw_blank(self, painter: QPainter, box: QRectF) -> None:
        """Only where it lies."""
        tokens = self._theme.tokens
        painter.setPen(QPen(QColor(tokens.border), 1))
        painter.setBrush(QColor(tokens.raised))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), _ROUND, _ROUND)

    def _draw_picture(
        self, painter: QPainter, view: QRectF, tile: Tile, picture: QImage | None
    ) -> None:
        inner = view.adjusted(1, 1, -1, 0)
        painter.fillPath(_round_above(inner), QColor(self._theme.tokens.backdrop))
        if picture is None:
            if tile.outcome is Outcome.FAULT:
                self._draw_fault(painter, inner)
            return
        target = _contained(inner.adjusted(3, 3, -3, -3), picture)
        painter.drawImage(target, picture)

    def _draw_fault(self, painter: QPainter, view: QRectF) -> None:
        paint = self._theme.tokens.paints[Tone.FAULT]
        shape = _round_above(view)
        painter.fillPath(shape, QColor(paint.fill))
        painter.fillPath(shape, striped_brush(paint.stripe or paint.fill, 8))
        side = view.height() * 0.36
        box = QRectF(0, 0, side, side)
        box.moveCenter(view.center())
        draw_mark(painter, Mark.BANG, box, QColor(paint.text))

    def _draw_badge(self, painter: QPainter, view: QRectF, outcome: Outcome) -> None:
        mark, paint = outcome_mark(outcome), self._theme.tokens.paints[outcome_tone(outcome)]
        box = QRectF(view.left() + 7, view.top() + 7, _BADGE_PX, _BADGE_PX)
        painter.setPen(QPen(QColor(paint.edge), 1))
        painter.setBrush(QColor(paint.fill))
        painter.drawRoundedRect(box, 6, 6)
        draw_mark(painter, mark, box.adjusted(5, 5, -5, -5), QColor(paint.text), 0.18)

    def _draw_note(self, painter: QPainter, view: QRectF, tile: Tile) -> None:
        tokens = self._theme.tokens
        room = view.width() - _BADGE_PX - 24
        text = self._note_metrics.elidedText(tile.note, Qt.TextElideMode.ElideRight, room - 14)
        width = self._note_metrics.horizontalAdvance(text) + 14
        chip = QRectF(view.right() - width - 7, view.top() + 8, width, _CHIP_PX)
        fill = QColor(tokens.accent if tile.corrected else tokens.text)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(chip, _CHIP_PX / 2, _CHIP_PX / 2)
        painter.setPen(QColor(tokens.on_accent if tile.corrected else tokens.raised))
        painter.setFont(self._note)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)

    def _draw_caption(self, painter: QPainter, box: QRectF, tile: Tile) -> None:
        tokens = self._theme.tokens
        top = box.bottom() - CAPTION_PX
        line = QRectF(box.left() + _PAD, top + 4, box.width() - 2 * _PAD, 20)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._word)
        painter.setPen(QColor(tokens.marks[outcome_tone(tile.outcome)]))
        word = outcome_word(tile.outcome)
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignLeft, word)
        painter.setPen(QColor(tokens.text))
        if tile.probability_def is not None:
            number = probability(tile.probability_def)
            painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, number)
        painter.setFont(self._name)
        painter.setPen(QColor(tokens.muted))
        name = self._name_metrics.elidedText(tile.name, Qt.TextElideMode.ElideMiddle, line.width())
        painter.drawText(line.translated(0, 18), middle | Qt.AlignmentFlag.AlignLeft, name)


def _contained(room: QRectF, picture: QImage) -> QRectF:
    """All of the picture: a defect at the edge is one too."""
    scale = min(room.width() / picture.width(), room.height() / picture.height())
    target = QRectF(0, 0, picture.width() * scale, picture.height() * scale)
    target.moveCenter(room.center())
    return target


def _round_above(box: QRectF) -> QPainterPath:
    shape = QPainterPath(QPointF(box.left(), box.bottom()))
    shape.lineTo(box.left(), box.top() + _ROUND)
    shape.quadTo(box.topLeft(), QPointF(box.left() + _ROUND, box.top()))
    shape.lineTo(box.right() - _ROUND, box.top())
    shape.quadTo(box.topRight(), QPointF(box.right(), box.top() + _ROUND))
    shape.lineTo(box.right(), box.bottom())
    shape.closeSubpath()
    return shape
