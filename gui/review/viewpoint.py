"""What part of an image is looked at: shared by views that zoom and pan in lock-step."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRectF, QSizeF, Signal

_CLOSEST = 32.0
_FARTHEST = 1 / 32
_NOTCH = 1.25


class Viewpoint(QObject):
    """Zoom and centre, independent of how large a view is: 1.0 shows the whole image."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.zoom = 1.0
        self._centre = QPointF(0.5, 0.5)

    def reset(self) -> None:
        """The whole image."""
        self._look(1.0, QPointF(0.5, 0.5))

    def zoom_by(self, notches: float, at: QPointF) -> None:
        """Closer or further off; `at`, in shares of the image, stays where it is."""
        self._zoom_to(max(1.0, self.zoom * _NOTCH**notches), at)

    def zoom_to(self, zoom: float) -> None:
        """The middle stays; below 1 the image is smaller than it could be."""
        self._zoom_to(max(zoom, _FARTHEST), self._centre)

    def _zoom_to(self, wanted: float, at: QPointF) -> None:
        zoom = min(_CLOSEST, wanted)
        self._look(zoom, at + (self._centre - at) * (self.zoom / zoom))

    def pan_by(self, shares: QPointF) -> None:
        """Move what is seen by so much of the image."""
        self._look(self.zoom, self._centre - shares)

    def _look(self, zoom: float, centre: QPointF) -> None:
        kept = QPointF(_inside(centre.x(), zoom), _inside(centre.y(), zoom))
        if (zoom, kept) != (self.zoom, self._centre):
            self.zoom, self._centre = zoom, kept
            self.changed.emit()

    def place(self, image: QSizeF, view: QSizeF) -> QRectF:
        """Where the whole image lies in a view of this size, parts of it perhaps outside."""
        if image.isEmpty():
            return QRectF()
        fitting = min(view.width() / image.width(), view.height() / image.height())
        size = image * (fitting * self.zoom)
        left = _placed(size.width(), view.width(), self._centre.x())
        top = _placed(size.height(), view.height(), self._centre.y())
        return QRectF(QPointF(left, top), size)


def _inside(centre: float, zoom: float) -> float:
    """As far from the image's edge as half of what is seen."""
    half = 0.5 / max(1.0, zoom)
    return min(1.0 - half, max(half, centre))


def _placed(length: float, room: float, centre: float) -> float:
    """Where it begins; in the middle when there is more room than it needs."""
    if length <= room:
        return (room - length) / 2
    return min(0.0, max(room - length, room / 2 - centre * length))
