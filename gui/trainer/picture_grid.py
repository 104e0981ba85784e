"""Pictures in rows, as large as they fit, each with a few words below."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.fonts import font
from gui.theme import Theme
from gui.trainer.picture_strip import draw_picture
from gui.widgets.pixels import borrowed_image

_GAP = 8
_CAPTION_PX = 20
_LEAST_SIDE = 88.0
"""Smaller than this nothing is seen: rather fewer pictures."""


class PictureGrid(QWidget):
    """Paints; nothing to click on."""

    def __init__(self, theme: Theme, columns: int) -> None:
        super().__init__()
        self._theme = theme
        self._columns = columns
        self._pictures: list[QImage] = []
        self._captions: list[str] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def show_pictures(self, pictures: Sequence[NDArray[np.uint8]], captions: Sequence[str]) -> None:
        """`pictures`: H x W grey or H x W x 3 RGB, uint8."""
        self._pictures = [borrowed_image(picture).copy() for picture in pictures]
        self._captions = list(captions)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, 360)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        rows, side = self._room()
        shown = zip(self._pictures, self._captions, strict=True)
        for place, (picture, caption) in enumerate(islice(shown, rows * self._columns)):
            box = self._box(place, side)
            draw_picture(painter, box, picture, self._theme)
            painter.setPen(QColor(self._theme.tokens.muted))
            painter.setFont(font(12))
            room = QRectF(box.left(), box.bottom(), box.width(), _CAPTION_PX)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, caption)

    def _room(self) -> tuple[int, float]:
        """How many rows are shown, and the side of each picture: none too small to be seen."""
        across = max(16.0, (self.width() + _GAP) / self._columns - _GAP)
        fit = int(self.height() // (min(across, _LEAST_SIDE) + _CAPTION_PX))
        rows = max(1, min(fit, -(-len(self._pictures) // self._columns)))
        return rows, max(16.0, min(across, self.height() / rows - _CAPTION_PX))

    def _box(self, place: int, side: float) -> QRectF:
        left = (self.width() - self._columns * (side + _GAP) + _GAP) / 2
        row, column = divmod(place, self._columns)
        return QRectF(left + column * (side + _GAP), row * (side + _CAPTION_PX), side, side)
