"""The live picture, with what is over- or under-exposed marked on it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.fonts import font
from gui.theme import Theme
from gui.widgets.pixels import borrowed_image
from inference.overlay import fitted
from inference.trial.look import Look, fitted_mask

OVER = (255, 0, 220)
UNDER = (0, 190, 255)
"""R, G, B. No colour of a verdict: here nothing is judged."""
_MARGIN = 10
_MOST_PX = 1600
"""More would take the window's thread too long; what is larger is stretched."""
_WORDS_PX = 460


class LiveView(QWidget):
    """Paints the newest look; with none, words that say why."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._look: Look | None = None
        self._marks_on = True
        self._words = ""
        self._pixels: NDArray[np.uint8] | None = None
        self._image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 150)
        self.setAccessibleName(self.tr("Live picture of the camera"))
        theme.changed.connect(self.update)

    @property
    def look(self) -> Look | None:
        return self._look

    @property
    def words(self) -> str:
        return self._words

    def show_look(self, look: Look | None, words: str = "") -> None:
        """Another picture; `words` stand in the middle where there is none."""
        if look is not self._look:
            self._look = look
            self._compose()
        if words != self._words:
            self._words = words
            self.update()

    def set_marks(self, on: bool) -> None:
        self._marks_on = on
        self._compose()

    def resizeEvent(self, _: QResizeEvent) -> None:
        self._compose()

    def _compose(self) -> None:
        """As large as it is painted: shrunk afterwards, a single marked pixel would be lost."""
        if self._look is None:
            self._pixels = self._image = None
        else:
            height, width = self._look.picture.shape[:2]
            size = _placed(QSize(width, height), self._room()).size() * self.devicePixelRatioF()
            longest_px = min(_MOST_PX, max(1, round(max(size.width(), size.height()))))
            self._pixels = marked(self._look, longest_px, marks_on=self._marks_on)
            self._image = borrowed_image(self._pixels)
        self.update()

    def _room(self) -> QRect:
        return self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)

    def sizeHint(self) -> QSize:
        return QSize(640, 480)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.tokens.backdrop))
        painter.drawRoundedRect(self.rect(), 10, 10)
        room = self._room()
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(_placed(self._image.size(), room), self._image)
        elif self._words:
            self._draw_words(painter, room)

    def _draw_words(self, painter: QPainter, room: QRect) -> None:
        painter.setPen(QColor(self._theme.tokens.muted))
        painter.setFont(font(16, QFont.Weight.Medium))
        width = min(room.width(), _WORDS_PX)
        column = QRect(room.center().x() - width // 2, room.y(), width, room.height())
        painter.drawText(
            column, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._words
        )


def marked(look: Look, longest_px: int, *, marks_on: bool = True) -> NDArray[np.uint8]:
    """The picture at this size, h x w x 3 (RGB), with the colours on it."""
    picture = fitted(look.picture, longest_px)
    rgb = cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB) if picture.ndim == 2 else picture.copy()
    if marks_on:
        for mask, colour in ((look.over, OVER), (look.under, UNDER)):
            rgb[fitted_mask(mask, rgb.shape[1], rgb.shape[0])] = colour
    return np.asarray(rgb, np.uint8)


def _placed(size: QSize, room: QRect) -> QRectF:
    fitted = size.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
    target = QRect(0, 0, fitted.width(), fitted.height())
    target.moveCenter(room.center())
    return QRectF(target)
