"""The part, as large as there is room, with the heat map over it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.live.previews import Previews
from gui.theme import Theme
from gui.widgets.pixels import borrowed_image, owned_overlay
from inference.frame import Frame
from inference.overlay import fitted, is_cold, overlay
from inference.verdict import HeatMap, Inspection

_MARGIN = 12
_DIMMED = 0.22


class Picture(QWidget):
    """Paints one inspection. What is slow (shrinking, colouring) is done once per part."""

    def __init__(self, theme: Theme, previews: Previews) -> None:
        super().__init__()
        self._theme = theme
        self._previews = previews
        self._inspection: Inspection | None = None
        self._pixels: NDArray[np.uint8] | None = None
        self._image: QImage | None = None
        self._overlay: QImage | None = None
        self._opacity = 0.6
        self._overlay_on = True
        self._dimmed = False
        self._framed = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(280, 200)
        self.setAccessibleName(self.tr("Picture of the part"))
        theme.changed.connect(self.update)

    @property
    def inspection(self) -> Inspection | None:
        return self._inspection

    def show_inspection(self, inspection: Inspection | None) -> None:
        """Show another part. An unreadable one leaves the picture empty."""
        if inspection is self._inspection and not self._is_due:
            return
        if inspection is not self._inspection:
            self._overlay = _coloured(inspection)
        self._inspection = inspection
        self._take_image()
        self.update()

    def set_overlay(self, on: bool, opacity: float) -> None:
        """Whether the heat map lies over the part, and how opaque (0..1) it gets at its hottest."""
        if (on, opacity) != (self._overlay_on, self._opacity):
            self._overlay_on, self._opacity = on, opacity
            self.update()

    def set_dimmed(self, dimmed: bool) -> None:
        """Dimmed: what is seen is not what happens now."""
        if dimmed != self._dimmed:
            self._dimmed = dimmed
            self.update()

    def set_framed(self, framed: bool) -> None:
        """Framed: a part that was gone back to."""
        if framed != self._framed:
            self._framed = framed
            self.update()

    def has_heat(self) -> bool:
        return self._overlay is not None

    def sizeHint(self) -> QSize:
        return QSize(800, 600)

    def resizeEvent(self, _: QResizeEvent) -> None:
        self._take_image()

    @property
    def _is_due(self) -> bool:
        """It was not there yet when it was asked for."""
        return self._image is None and self._inspection is not None

    def _take_image(self) -> None:
        frame = self._inspection.frame if self._inspection else None
        preview = self._previews.of(frame) if isinstance(frame, Frame) else None
        if preview is None:
            self._pixels = self._image = None
            return
        # Fitted here once and not by the painter at each paint.
        size = QSize(preview.shape[1], preview.shape[0])
        size = size.scaled(self._room().size(), Qt.AspectRatioMode.KeepAspectRatio)
        longest_px = round(max(size.width(), size.height(), 1) * self.devicePixelRatioF())
        self._pixels = fitted(preview, longest_px)
        self._image = borrowed_image(self._pixels)

    def _room(self) -> QRect:
        return self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)

    def _target(self, image: QImage) -> QRectF:
        size = image.size().scaled(self._room().size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRect(0, 0, size.width(), size.height())
        target.moveCenter(self._room().center())
        return QRectF(target)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.tokens.backdrop))
        painter.drawRoundedRect(self.rect(), 10, 10)
        if self._image is not None:
            self._draw_part(painter, self._image)
        if self._framed:
            painter.setPen(QPen(QColor(self._theme.tokens.accent), 4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 9, 9)

    def _draw_part(self, painter: QPainter, image: QImage) -> None:
        target = self._target(image)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setOpacity(_DIMMED if self._dimmed else 1.0)
        painter.drawImage(target, image)
        if self._overlay is not None and self._overlay_on and not self._dimmed:
            painter.setOpacity(self._opacity)
            painter.drawImage(target, self._overlay)


def _coloured(inspection: Inspection | None) -> QImage | None:
    """The overlay of a part; None where it would show nothing, as on most good parts."""
    heat_map: HeatMap | None = inspection.heat_map if inspection else None
    frame = inspection.frame if inspection else None
    if heat_map is None or not isinstance(frame, Frame) or is_cold(heat_map.heat):
        return None
    return owned_overlay(overlay(heat_map.heat, frame.image.shape))
