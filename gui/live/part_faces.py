"""A part in the strip: a small picture, the outcome's mark, the time. Drawn once for each part."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPixmap

from gui.fonts import font
from gui.live.banner_state import outcome_mark, outcome_tone
from gui.live.previews import Previews
from gui.theme import Theme
from gui.tokens import Tone
from gui.widgets.marks import draw_mark
from gui.widgets.pixels import borrowed_image
from gui.words import part_time
from inference.frame import Frame
from inference.overlay import shrunk
from inference.verdict import Inspection, Outcome

CELL_PX = 76
_THUMBNAIL_PX = 2 * CELL_PX
"""Sharp at 200 % too."""
_CAPTION_PX = 18
FACE_SIZE = QSize(CELL_PX, CELL_PX + _CAPTION_PX)


class Look(NamedTuple):
    """What a face depends on beside its part."""

    chosen: bool
    ruling: Outcome | None
    """What the operator said of it."""
    ratio: float
    """Pixels of the screen to a logical one."""


class _Drawn(NamedTuple):
    look: Look
    thumbnail: QImage | None
    face: QPixmap


class PartFaces:
    """With each new part every cell of the strip shows another one: none of them is drawn anew."""

    def __init__(self, theme: Theme, previews: Previews) -> None:
        self._theme = theme
        self._previews = previews
        self._thumbnails: dict[str, QImage] = {}
        self._drawn: dict[str, _Drawn] = {}
        theme.changed.connect(self._drawn.clear)

    def of(self, inspection: Inspection, look: Look) -> QPixmap:
        """The same pixmap until something of it changes."""
        part_id, thumbnail = inspection.frame.part_id, self._thumbnail(inspection)
        drawn = self._drawn.get(part_id)
        if drawn is None or (drawn.look, drawn.thumbnail) != (look, thumbnail):
            drawn = _Drawn(look, thumbnail, self._draw(inspection, look, thumbnail))
            self._drawn[part_id] = drawn
        return drawn.face

    def keep(self, parts: Iterable[Inspection]) -> None:
        """Forget all others."""
        kept = {part.frame.part_id for part in parts}
        for drawn in (self._thumbnails, self._drawn):
            for part_id in drawn.keys() - kept:
                del drawn[part_id]

    def _thumbnail(self, inspection: Inspection) -> QImage | None:
        frame = inspection.frame
        if frame.part_id not in self._thumbnails and isinstance(frame, Frame):
            preview = self._previews.of(frame)
            if preview is None:
                return None
            small = shrunk(preview, _THUMBNAIL_PX)
            self._thumbnails[frame.part_id] = borrowed_image(small).copy()
        return self._thumbnails.get(frame.part_id)

    def _draw(self, inspection: Inspection, look: Look, thumbnail: QImage | None) -> QPixmap:
        face = QPixmap(FACE_SIZE * look.ratio)
        face.setDevicePixelRatio(look.ratio)
        face.fill(Qt.GlobalColor.transparent)
        painter = QPainter(face)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(1.5, 1.5, CELL_PX - 3, CELL_PX - 3)
        self._draw_thumbnail(painter, box, thumbnail, look.chosen)
        self._draw_badge(painter, inspection.verdict.outcome, box.bottomRight())
        if look.ruling is not None:
            self._draw_badge(painter, look.ruling, box.topRight() + QPointF(0, 23))
        self._draw_caption(painter, inspection)
        painter.end()
        return face

    def _draw_thumbnail(
        self, painter: QPainter, box: QRectF, thumbnail: QImage | None, chosen: bool
    ) -> None:
        tokens = self._theme.tokens
        shape = QPainterPath()
        shape.addRoundedRect(box, 6, 6)
        painter.fillPath(shape, QColor(tokens.backdrop))
        if thumbnail is not None:
            painter.save()
            painter.setClipPath(shape)
            painter.drawImage(_covering(box, thumbnail), thumbnail)
            painter.restore()
        width = 3.0 if chosen else 1.0
        painter.setPen(QPen(QColor(tokens.accent if chosen else tokens.border), width))
        painter.drawPath(shape)

    def _draw_badge(self, painter: QPainter, outcome: Outcome, corner: QPointF) -> None:
        paint = self._theme.tokens.paints[outcome_tone(outcome)]
        badge = QRectF(corner.x() - 23, corner.y() - 23, 22, 22)
        painter.setPen(QPen(QColor(paint.edge), 1))
        painter.setBrush(QColor(paint.fill))
        painter.drawRoundedRect(badge, 5, 5)
        inside = badge.adjusted(4, 4, -4, -4)
        draw_mark(painter, outcome_mark(outcome), inside, QColor(paint.text), 0.18)

    def _draw_caption(self, painter: QPainter, inspection: Inspection) -> None:
        tokens = self._theme.tokens
        tone = outcome_tone(inspection.verdict.outcome)
        painter.setPen(QColor(tokens.muted if tone is Tone.OK else tokens.text))
        painter.setFont(font(12))
        room = QRectF(0, CELL_PX, CELL_PX, _CAPTION_PX)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, part_time(inspection))


def _covering(box: QRectF, image: QImage) -> QRectF:
    """The rectangle in the image's proportions that covers the box from the middle."""
    scale = max(box.width() / image.width(), box.height() / image.height())
    covering = QRectF(0, 0, image.width() * scale, image.height() * scale)
    covering.moveCenter(box.center())
    return covering
