"""A picture with colours over it, to zoom into with the wheel and to drag about."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.fonts import font
from gui.review.viewpoint import Viewpoint
from gui.theme import Theme

_NOTCH = 120
"""A wheel's angle for one notch, in eighths of a degree."""
_PIXELS_SHOW_FROM = 6.0
"""Enlarged so much, an image's pixels are shown as they are."""
_ARC_PX = 30
_KEY_STEP = 0.1
_CLOSE_ENOUGH = 0.004
_ZOOM_KEYS = (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus, Qt.Key.Key_0)
_RADIUS = 6


class ZoomView(QWidget):
    """Paints; knows where to look from a `Viewpoint` that other views may share."""

    scaled = Signal()
    """`scale` may be another: another picture, another size, another viewpoint."""

    def __init__(self, theme: Theme, viewpoint: Viewpoint) -> None:
        super().__init__()
        self._theme = theme
        self._viewpoint = viewpoint
        self._picture = QImage()
        self._whole = QImage()
        self._size = QSizeF()
        self._overlay = QImage()
        self._opacity = 1.0
        self._words = ""
        self._turn: float | None = None
        self._dragged_from: QPointF | None = None
        self.setMinimumSize(32, 32)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        viewpoint.changed.connect(self.update)
        viewpoint.changed.connect(self.scaled)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(280, 280)

    @property
    def overlay(self) -> QImage:
        return self._overlay

    @property
    def words(self) -> str:
        """What is said instead of a map."""
        return self._words

    def show_picture(self, picture: QImage, whole: QImage | None = None) -> None:
        """Another image: the map over the last one is gone.

        `whole`: all its pixels, where `picture` is a shrunk one; shown as soon as one comes closer.
        """
        self._picture, self._overlay = picture, QImage()
        self._whole = picture if whole is None else whole
        self._size = QSizeF(self._whole.size())
        self.update()
        self.scaled.emit()

    def show_overlay(self, overlay: QImage) -> None:
        self._overlay, self._words, self._turn = overlay, "", None
        self.update()

    def set_opacity(self, opacity: float) -> None:
        self._opacity = opacity
        self.update()

    def say(self, words: str) -> None:
        """Dim the picture, and say why there is no map."""
        self._words, self._turn = words, None
        self.update()

    def turn(self, turn: float | None) -> None:
        """Show that it is being worked on: an arc, `turn` of the way round; None shows none."""
        self._turn = turn
        self.update()

    @property
    def scale(self) -> float:
        """Pixels of the screen for one of the image; 0 without an image."""
        return self._scale_in(self.size())

    @property
    def is_actual(self) -> bool:
        """Whether a pixel of the image is one of the screen."""
        return _is_actual(self.scale)

    def _scale_in(self, room: QSize) -> float:
        if self._size.isEmpty() or not room.isValid():
            return 0.0
        place = self._viewpoint.place(self._size, QSizeF(room))
        return place.width() * self.devicePixelRatioF() / self._size.width()

    def show_actual(self) -> None:
        """A pixel of the image is one of the screen; in all views that look from here."""
        if self.scale:
            self._viewpoint.zoom_to(self._viewpoint.zoom / self.scale)

    def show_all(self) -> None:
        """The whole image, as large as there is room."""
        self._viewpoint.reset()

    def _place(self) -> QRectF:
        return self._viewpoint.place(self._size, QSizeF(self.size()))

    # What is seen

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
        painter.setClipPath(shape)
        painter.fillPath(shape, QColor(self._theme.tokens.backdrop))
        self._paint_picture(painter)
        if self._words:
            self._paint_words(painter)
        elif self._turn is not None:
            self._paint_arc(painter, self._turn)

    def _paint_picture(self, painter: QPainter) -> None:
        if self._picture.isNull():
            return
        place = self._place()
        painter.setOpacity(0.25 if self._words else 1.0)
        smooth = QPainter.RenderHint.SmoothPixmapTransform
        painter.setRenderHint(smooth, self.scale < _PIXELS_SHOW_FROM)
        self._paint_pixels(painter, place)
        painter.setRenderHint(smooth)
        if not self._overlay.isNull():
            painter.setOpacity(self._opacity)
            painter.drawImage(place, self._overlay)
        painter.setOpacity(1.0)

    def _paint_pixels(self, painter: QPainter, place: QRectF) -> None:
        shrunk_by = self._size.width() / self._picture.width()
        if self.scale * shrunk_by <= 1.0:
            painter.drawImage(place, self._picture)
            return
        # Only what is seen of it: all of a large image takes a tenth of a second.
        seen = place.intersected(QRectF(self.rect()))
        by = self._whole.width() / place.width()
        corner = (seen.topLeft() - place.topLeft()) * by
        painter.drawImage(seen, self._whole, QRectF(corner, seen.size() * by))

    def _paint_words(self, painter: QPainter) -> None:
        painter.setPen(QColor(self._theme.tokens.text))
        painter.setFont(font(13))
        room = QRectF(self.rect()).adjusted(12, 8, -12, -8)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(room, int(flags), self._words)

    def _paint_arc(self, painter: QPainter, turn: float) -> None:
        box = QRectF(0, 0, _ARC_PX, _ARC_PX)
        box.moveCenter(QPointF(self.rect().center()))
        for colour, start, length in (
            (self._theme.tokens.surface, 0, 360 * 16),
            (self._theme.tokens.accent, int(-turn * 360 * 16), 90 * 16),
        ):
            painter.setPen(QPen(QColor(colour), 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawArc(box, start, length)

    # What is done

    def resizeEvent(self, event: QResizeEvent) -> None:
        if _is_actual(self._scale_in(event.oldSize())):
            self.show_actual()  # it stays so in a larger view
        self.scaled.emit()

    def event(self, event: QEvent) -> bool:
        # With the focus on it these keys are its own, not the page's shortcuts.
        is_asked = event.type() is QEvent.Type.ShortcutOverride
        if is_asked and isinstance(event, QKeyEvent) and event.key() in _ZOOM_KEYS:
            event.accept()
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / _NOTCH
        if not self._picture.isNull() and notches:
            self._viewpoint.zoom_by(notches, self._in_shares(event.position()))
        event.accept()

    def _in_shares(self, position: QPointF) -> QPointF:
        place = self._place()
        across = (position.x() - place.left()) / place.width()
        down = (position.y() - place.top()) / place.height()
        return QPointF(min(1.0, max(0.0, across)), min(1.0, max(0.0, down)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._dragged_from = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._place()
        if self._dragged_from is None or place.isEmpty():
            return
        moved = event.position() - self._dragged_from
        self._dragged_from = event.position()
        self._viewpoint.pan_by(QPointF(moved.x() / place.width(), moved.y() / place.height()))

    def mouseReleaseEvent(self, _: QMouseEvent) -> None:
        self._dragged_from = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mouseDoubleClickEvent(self, _: QMouseEvent) -> None:
        self._viewpoint.reset()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, step = event.key(), _KEY_STEP / self._viewpoint.zoom
        moves = {
            Qt.Key.Key_Left: (step, 0.0),
            Qt.Key.Key_Right: (-step, 0.0),
            Qt.Key.Key_Up: (0.0, step),
            Qt.Key.Key_Down: (0.0, -step),
        }
        if key == Qt.Key.Key_0:
            self._viewpoint.reset()
        elif key in _ZOOM_KEYS:
            self._viewpoint.zoom_by(-1.0 if key == Qt.Key.Key_Minus else 1.0, QPointF(0.5, 0.5))
        elif key in moves and not math.isclose(self._viewpoint.zoom, 1.0):
            self._viewpoint.pan_by(QPointF(*moves[Qt.Key(key)]))
        else:
            event.ignore()


def _is_actual(scale: float) -> bool:
    return math.isclose(scale, 1.0, abs_tol=_CLOSE_ENOUGH)
