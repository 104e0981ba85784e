"""One image as large as there is room: its heat map over it, its hot regions in numbered boxes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.fonts import font
from gui.review.large_words import region_words
from gui.theme import Theme
from gui.widgets.pixels import borrowed_image, owned_overlay
from inference.overlay import is_cold, overlay
from inference.review.regions import Region

_MARGIN = 10
_LABEL_PX = 18


class RegionPicture(QWidget):
    """What is slow (decoding, shrinking) is done before it comes here."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._image: QImage | None = None
        self._overlay: QImage | None = None
        self._regions: Sequence[Region] = ()
        self._size = QSize()
        self._words = ""
        self._opacity = 0.6
        self._shows_heat = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(140, 140)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(420, 360)

    def show_image(
        self,
        pixels: NDArray[np.uint8],
        size: tuple[int, int],
        heat: NDArray[np.float32] | None,
        regions: Sequence[Region] = (),
    ) -> None:
        """`pixels`: H x W grey or H x W x 3 RGB, perhaps shrunk; `size`: the image's own, w and h.

        `heat`: h x w in [0, 1]; `regions` in pixels of the image's own size.
        """
        self._image = borrowed_image(pixels).copy()
        self._size = QSize(*size)
        self._overlay = None
        if heat is not None and not is_cold(heat):
            self._overlay = owned_overlay(overlay(heat, pixels.shape))
        self._regions = tuple(regions)
        self._words = ""
        self.update()

    def say(self, words: str) -> None:
        """Words in place of a picture."""
        self._image = self._overlay = None
        self._regions = ()
        self._words = words
        self.update()

    @property
    def words(self) -> str:
        """What is said in place of a picture."""
        return self._words

    @property
    def shows_heat(self) -> bool:
        return self._shows_heat

    def set_heat(self, shown: bool, opacity: float) -> None:
        """Whether the map and its boxes are shown, and how opaque (0..1) the map gets."""
        if (shown, opacity) != (self._shows_heat, self._opacity):
            self._shows_heat, self._opacity = shown, opacity
            self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.tokens.backdrop))
        painter.drawRoundedRect(self.rect(), 10, 10)
        if self._image is None:
            self._draw_words(painter)
            return
        target = self._target()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(target, self._image)
        if self._shows_heat:
            self._draw_heat(painter, target)

    def _draw_heat(self, painter: QPainter, target: QRectF) -> None:
        if self._overlay is not None:
            painter.setOpacity(self._opacity)
            painter.drawImage(target, self._overlay)
            painter.setOpacity(1.0)
        scale = target.width() / max(1, self._size.width())
        for number, region in enumerate(self._regions, 1):
            box = QRectF(
                target.left() + region.x * scale,
                target.top() + region.y * scale,
                region.width * scale,
                region.height * scale,
            )
            self._draw_box(painter, box.adjusted(-3, -3, 3, 3), region_words(number, region))

    def _draw_box(self, painter: QPainter, box: QRectF, words: str) -> None:
        """White on black: to be seen on any part and under any heat."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in (("#000000", 3.5), ("#ffffff", 1.5)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawRect(box)
        painter.setFont(font(12, QFont.Weight.Bold))
        wide = max(_LABEL_PX, painter.fontMetrics().horizontalAdvance(words) + 10)
        label = QRectF(box.left() - 1, box.top() - _LABEL_PX, wide, _LABEL_PX)
        label.moveTop(max(label.top(), _MARGIN / 2))
        label.moveRight(min(label.right(), self.width() - _MARGIN / 2))
        painter.fillRect(label, QColor("#000000"))
        painter.setPen(QColor("#ffffff"))
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, words)

    def _draw_words(self, painter: QPainter) -> None:
        painter.setPen(QColor(self._theme.tokens.muted))
        painter.setFont(font(15))
        room = QRectF(self.rect()).adjusted(24, 12, -24, -12)
        wrap = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(room, wrap, self._words)

    def _target(self) -> QRectF:
        room = self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        fitted = self._size.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRectF(0, 0, fitted.width(), fitted.height())
        target.moveCenter(QRectF(room).center())
        return target
