"""An image with the mask that is drawn on it: brush, eraser, zoom."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import Theme
from gui.tokens import Tone
from gui.trainer.data.mask_drawing import Box, MaskDrawing, Point
from gui.widgets.pixels import borrowed_image

SMALLEST_BRUSH, LARGEST_BRUSH = 1, 80
_DENSITY = 0.6
_ZOOM_A_NOTCH = 1.25
_MOST_ZOOM = 16.0
_NOTCH = 120


class MaskCanvas(QWidget):
    """The left button draws, the right one erases, the middle one moves the image.

    The wheel changes the brush, with Ctrl it zooms.
    """

    drawn = Signal()
    """The mask has changed."""
    resized_brush = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.drawing: MaskDrawing | None = None
        self.brush_px = 12
        self.erases = False
        self.zoom = 1.0
        self._middle = QPointF(0.5, 0.5)
        self._pixels: NDArray[np.uint8] | None = None
        self._rgba: NDArray[np.uint8] | None = None
        self._last: Point | None = None
        self._cursor: QPointF | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("The image, to draw the defect on"))
        theme.changed.connect(self.refresh)

    def sizeHint(self) -> QSize:
        return QSize(480, 400)

    def show_image(self, pixels: NDArray[np.uint8] | None, drawing: MaskDrawing | None) -> None:
        """`pixels`: H x W grey or H x W x 3 RGB, of the mask's size."""
        self._pixels, self.drawing = pixels, drawing
        self._last = None
        self.fit()
        self.refresh()

    def refresh(self) -> None:
        """The whole mask anew."""
        if self.drawing is not None:
            height, width = self.drawing.mask.shape
            self._rgba = np.zeros((height, width, 4), np.uint8)
            self._colour((0, 0, width, height))
        self.update()

    def set_brush(self, pixels: int) -> None:
        """Its diameter, in pixels of the image."""
        pixels = min(max(pixels, SMALLEST_BRUSH), LARGEST_BRUSH)
        if pixels != self.brush_px:
            self.brush_px = pixels
            self.resized_brush.emit(pixels)
            self.update()

    def set_erases(self, on: bool) -> None:
        self.erases = on
        self.update()

    def fit(self) -> None:
        """All of the image."""
        self.zoom, self._middle = 1.0, QPointF(0.5, 0.5)
        self.update()

    def zoom_by(self, factor: float, about: QPointF | None = None) -> None:
        """Nearer or further; what lies at `about` (the middle, by default) stays there."""
        about = about or QPointF(self.rect().center())
        before = self._to_image(about)
        self.zoom = min(max(self.zoom * factor, 1.0), _MOST_ZOOM)
        if self.zoom == 1.0:
            self.fit()
        elif before is not None:
            self._hold(before, about)
        self.update()

    # By mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._to_image(event.position())
        if self.drawing is None or at is None:
            return
        self._last = at
        if event.button() is not Qt.MouseButton.MiddleButton:
            self.drawing.begin_stroke()
            self._draw_to(at, event.button())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._cursor = event.position()
        at = self._to_image(event.position())
        if self._last is not None and at is not None:
            if event.buttons() & Qt.MouseButton.MiddleButton:
                self._hold(self._last, event.position())
            else:
                self._draw_to(at, event.buttons())
        self.update()

    def mouseReleaseEvent(self, _: QMouseEvent) -> None:
        self._last = None

    def enterEvent(self, _: QEnterEvent) -> None:
        self.setCursor(Qt.CursorShape.CrossCursor)

    def leaveEvent(self, _: object) -> None:
        self._cursor = None
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / _NOTCH
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(_ZOOM_A_NOTCH**notches, event.position())
        else:
            step = max(1, self.brush_px // 6)
            self.set_brush(self.brush_px + round(notches * step))
        event.accept()

    def _draw_to(self, at: Point, buttons: Qt.MouseButton) -> None:
        if self.drawing is None or self._last is None:
            return
        erases = self.erases or bool(buttons & Qt.MouseButton.RightButton)
        self._colour(self.drawing.draw(self._last, at, self.brush_px, erases=erases))
        self._last = at
        self.update()
        self.drawn.emit()

    # Where things lie

    def _place(self) -> QRectF:
        """Of the image, in this widget."""
        if self.drawing is None:
            return QRectF()
        height, width = self.drawing.mask.shape
        scale = self.zoom * min(self.width() / width, self.height() / height)
        place = QRectF(0, 0, width * scale, height * scale)
        middle = QPointF(self._middle.x() * place.width(), self._middle.y() * place.height())
        place.moveTopLeft(QPointF(self.width() / 2, self.height() / 2) - middle)
        return place

    def _to_image(self, at: QPointF) -> Point | None:
        if self.drawing is None:
            return None
        place = self._place()
        height, width = self.drawing.mask.shape
        x = (at.x() - place.left()) / place.width() * width - 0.5
        y = (at.y() - place.top()) / place.height() * height - 0.5
        return x, y

    def _hold(self, point: Point, at: QPointF) -> None:
        """Move the image so that this point of it lies there."""
        now = self._to_image(at)
        if now is None or self.drawing is None:
            return
        height, width = self.drawing.mask.shape
        self._middle += QPointF((point[0] - now[0]) / width, (point[1] - now[1]) / height)

    # Drawing

    def _colour(self, box: Box) -> None:
        if self._rgba is None or self.drawing is None:
            return
        left, top, right, bottom = box
        red = QColor(self._theme.tokens.paints[Tone.DEF].fill)
        alpha = self.drawing.mask[top:bottom, left:right] * _DENSITY
        part = self._rgba[top:bottom, left:right]
        for channel, level in enumerate((red.red(), red.green(), red.blue(), 255)):
            part[..., channel] = alpha * (level / 255)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.tokens.backdrop))
        if self._pixels is None or self._rgba is None:
            return
        place = self._place()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.zoom < 4)
        painter.drawImage(place, borrowed_image(self._pixels))
        height, width = self._rgba.shape[:2]
        premultiplied = QImage.Format.Format_RGBA8888_Premultiplied
        painter.drawImage(place, QImage(self._rgba.data, width, height, premultiplied))
        if self._cursor is not None:
            self._draw_brush(painter, self._cursor, place.width() / width)

    def _draw_brush(self, painter: QPainter, at: QPointF, scale: float) -> None:
        """Its outline, dark within light: seen on any image."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = max(2.0, self.brush_px * scale / 2)
        style = Qt.PenStyle.DashLine if self.erases else Qt.PenStyle.SolidLine
        for colour, wider in (("#000000", 1.0), ("#ffffff", 0.0)):
            painter.setPen(QPen(QColor(colour), 1.2, style))
            painter.drawEllipse(at, radius + wider, radius + wider)
