"""One image as large as there is room: its heat map over it, its hot regions in numbered boxes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPaintEvent, QPen

from gui.fonts import font
from gui.review.box_labels import BoxLabel, Numbered, place_labels
from gui.review.viewpoint import Viewpoint
from gui.review.zoom_view import ZoomView
from gui.theme import Theme
from gui.widgets.pixels import borrowed_image, owned_overlay
from inference.overlay import is_cold, overlay
from inference.review.regions import Region

_OUTSIDE_PX = 3
"""A box lies around what is hot, not over it."""


class RegionPicture(ZoomView):
    """What is slow (decoding, shrinking) is done before it comes here."""

    def __init__(self, theme: Theme, viewpoint: Viewpoint) -> None:
        super().__init__(theme, viewpoint)
        self._kept: tuple[NDArray[np.uint8], ...] = ()
        self._heat = QImage()
        self._regions: Sequence[Region] = ()
        self._shows_heat = True
        self.setMinimumSize(140, 140)
        self.set_opacity(0.6)

    def sizeHint(self) -> QSize:
        return QSize(420, 360)

    def show_image(
        self,
        pixels: NDArray[np.uint8],
        whole: NDArray[np.uint8],
        heat: NDArray[np.float32] | None,
        regions: Sequence[Region] = (),
    ) -> None:
        """`whole`: H x W grey or H x W x 3 RGB, all its pixels; `pixels`: the same, perhaps shrunk.

        `heat`: h x w in [0, 1]; `regions` in pixels of `whole`. The arrays must not change.
        """
        self._kept = (pixels, whole)  # Qt only borrows them
        self.show_picture(borrowed_image(pixels), borrowed_image(whole))
        self._heat = QImage()
        if heat is not None and not is_cold(heat):
            self._heat = owned_overlay(overlay(heat, pixels.shape))
        self._regions = tuple(regions)
        super().say("")
        self._show_heat()

    def say(self, words: str) -> None:
        """Words in place of a picture."""
        self.show_picture(QImage())
        self._kept, self._heat, self._regions = (), QImage(), ()
        super().say(words)

    @property
    def shows_heat(self) -> bool:
        return self._shows_heat

    def set_heat(self, shown: bool, opacity: float) -> None:
        """Whether the map and its boxes are shown, and how opaque (0..1) the map gets."""
        self._shows_heat = shown
        self.set_opacity(opacity)
        self._show_heat()

    def _show_heat(self) -> None:
        words = self.words
        self.show_overlay(self._heat if self._shows_heat else QImage())
        super().say(words)  # an overlay has taken them away

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._shows_heat and self._regions:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw_boxes(painter)

    def _draw_boxes(self, painter: QPainter) -> None:
        """Of those that are in sight."""
        room = QRectF(self.rect())
        boxes = [
            Numbered(number, region, self._box(region))
            for number, region in enumerate(self._regions, 1)
        ]
        for box in boxes:
            _draw_box(painter, box.place)
        painter.setFont(font(12, QFont.Weight.Bold))
        seen = [box for box in boxes if box.place.intersects(room)]
        for label in place_labels(seen, room, painter.fontMetrics().horizontalAdvance):
            _draw_label(painter, label)

    def _box(self, region: Region) -> QRectF:
        place = self._place()
        scale = place.width() / max(1.0, self._size.width())
        box = QRectF(
            place.left() + region.x * scale,
            place.top() + region.y * scale,
            region.width * scale,
            region.height * scale,
        )
        out = _OUTSIDE_PX
        return box.adjusted(-out, -out, out, out)


def _draw_box(painter: QPainter, box: QRectF) -> None:
    """White on black: to be seen on any part and under any heat."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in (("#000000", 3.5), ("#ffffff", 1.5)):
        painter.setPen(QPen(QColor(colour), width))
        painter.drawRect(box)


def _draw_label(painter: QPainter, label: BoxLabel) -> None:
    painter.fillRect(label.place, QColor("#000000"))
    painter.setPen(QColor("#ffffff"))
    painter.drawText(label.place, Qt.AlignmentFlag.AlignCenter, label.words)
