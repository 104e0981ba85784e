"""A picture with the place that the model sees; a region is drawn on it by mouse."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import Theme
from gui.widgets.pixels import borrowed_image

_LEAST_SHARE = 0.02
"""Of the picture's side: a click is no region."""
_VEIL = "#a0000000"


class PartCanvas(QWidget):
    """What the model does not see lies under a veil."""

    drawn = Signal(QRectF)
    """A region, as shares of the picture's width and height."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._pixels: NDArray[np.uint8] | None = None
        self._area: QRectF | None = None
        self._start: QPointF | None = None
        self.takes_region = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)
        self.setAccessibleName(self.tr("The picture, and what the model sees of it"))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(480, 360)

    def show_picture(self, pixels: NDArray[np.uint8] | None, area: QRectF | None) -> None:
        """`area` in shares of the picture's width and height; None is all of it."""
        self._pixels, self._area, self._start = pixels, area, None
        self.update()

    def set_takes_region(self, on: bool) -> None:
        """Whether the mouse draws a region."""
        self.takes_region = on
        self.setCursor(Qt.CursorShape.CrossCursor if on else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.takes_region and self._pixels is not None:
            self._start = self._share_at(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._start is not None:
            self._area = QRectF(self._start, self._share_at(event.position())).normalized()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._start is None:
            return
        region = QRectF(self._start, self._share_at(event.position())).normalized()
        self._start = None
        if min(region.width(), region.height()) >= _LEAST_SHARE:
            self.drawn.emit(region)

    def place_of(self, area: QRectF) -> QRectF:
        """A rectangle in shares of the picture, in this widget."""
        place = self._place()
        return QRectF(
            place.left() + area.left() * place.width(),
            place.top() + area.top() * place.height(),
            area.width() * place.width(),
            area.height() * place.height(),
        )

    def _place(self) -> QRectF:
        """Of the picture, in this widget."""
        if self._pixels is None:
            return QRectF()
        height, width = self._pixels.shape[:2]
        scale = min(self.width() / width, self.height() / height)
        place = QRectF(0, 0, width * scale, height * scale)
        place.moveCenter(QRectF(self.rect()).center())
        return place

    def _share_at(self, at: QPointF) -> QPointF:
        place = self._place()
        x = (at.x() - place.left()) / place.width()
        y = (at.y() - place.top()) / place.height()
        return QPointF(min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0))

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.tokens.backdrop))
        if self._pixels is None:
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self._place(), borrowed_image(self._pixels))
        if self._area is not None:
            self._draw_area(painter, self.place_of(self._area))

    def _draw_area(self, painter: QPainter, area: QRectF) -> None:
        """Its edge is dark within light: seen on any picture."""
        veil = QPainterPath()
        veil.addRect(self._place())
        seen = QPainterPath()
        seen.addRect(area)
        painter.fillPath(veil.subtracted(seen), QColor(_VEIL))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, wider in (("#000000", 1.0), ("#ffffff", 0.0)):
            painter.setPen(QPen(QColor(colour), 1.5))
            painter.drawRect(area.adjusted(-wider, -wider, wider, wider))
