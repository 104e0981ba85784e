"""Small pictures side by side, as many as there is room for, and how many more there are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.fonts import font
from gui.theme import Theme
from gui.widgets.pixels import borrowed_image
from gui.words import count

_GAP = 6
_CAPTION_PX = 18


class PictureStrip(QWidget):
    """Paints; nothing to click on."""

    def __init__(self, theme: Theme, side_px: int, *, captions: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._side = side_px
        self._pictures: list[QImage] = []
        self._captions: list[str] = []
        self._in_all = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(side_px + (_CAPTION_PX if captions else 0))
        self.setMinimumWidth(side_px)
        theme.changed.connect(self.update)

    def show_pictures(
        self,
        pictures: Sequence[NDArray[np.uint8]],
        in_all: int = 0,
        captions: Sequence[str] = (),
    ) -> None:
        """`pictures`: H x W grey or H x W x 3 RGB, uint8; `in_all`: how many these stand for."""
        self._pictures = [borrowed_image(picture).copy() for picture in pictures]
        self._captions = list(captions)
        self._in_all = in_all
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(len(self._pictures) * (self._side + _GAP), self.height())

    def _that_fit(self) -> int:
        """How many pictures; the last place is kept for the number of the rest."""
        room = max(1, (self.width() + _GAP) // (self._side + _GAP))
        if max(self._in_all, len(self._pictures)) <= room:
            return len(self._pictures)
        return min(len(self._pictures), max(1, room - 1))

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        shown = self._that_fit()
        for place, picture in enumerate(self._pictures[:shown]):
            box = self._box(place)
            draw_picture(painter, box, picture, self._theme)
            if place < len(self._captions):
                self._draw_caption(painter, box, self._captions[place])
        rest = max(self._in_all, len(self._pictures)) - shown
        if rest > 0:
            painter.setPen(QColor(self._theme.tokens.muted))
            painter.setFont(font(15, font(1).Weight.Medium))
            painter.drawText(self._box(shown), Qt.AlignmentFlag.AlignCenter, f"+{count(rest)}")

    def _box(self, place: int) -> QRectF:
        return QRectF(place * (self._side + _GAP), 0, self._side, self._side)

    def _draw_caption(self, painter: QPainter, box: QRectF, caption: str) -> None:
        painter.setPen(QColor(self._theme.tokens.muted))
        painter.setFont(font(12))
        room = QRectF(box.left(), box.bottom(), box.width(), _CAPTION_PX)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, caption)


def draw_picture(painter: QPainter, box: QRectF, picture: QImage, theme: Theme) -> None:
    """In a rounded frame, covering it from the middle."""
    inside = box.adjusted(0.5, 0.5, -0.5, -0.5)
    shape = QPainterPath()
    shape.addRoundedRect(inside, 6, 6)
    scale = max(inside.width() / picture.width(), inside.height() / picture.height())
    covering = QRectF(0, 0, picture.width() * scale, picture.height() * scale)
    covering.moveCenter(inside.center())
    painter.save()
    painter.setClipPath(shape)
    painter.drawImage(covering, picture)
    painter.restore()
    painter.setPen(QPen(QColor(theme.tokens.border), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(shape)
