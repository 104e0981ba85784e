"""Finished tiles, kept as pictures: a wall that moves paints only what is new on it."""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap

from gui.review.grid import EDGE
from gui.review.tile import Tile, TileBrush
from gui.theme import Theme

_KEPT_BYTES = 64 << 20
"""Twice what a screen of 3840 x 2160 shows; a still larger one keeps all that it shows."""
_BUDGET_S = 0.008
"""Of the window's processor time for new tiles in one painting; the others come with the next."""


class _Face(NamedTuple):
    """What it was painted from, and the picture."""

    tile: Tile
    image_key: int
    chosen: bool
    pixmap: QPixmap


class Faces:
    """`begin`, then `draw` for each tile that is seen. True from `is_behind`: paint once more."""

    def __init__(self, theme: Theme) -> None:
        self._brush = TileBrush(theme)
        self._faces: OrderedDict[int, _Face] = OrderedDict()
        self._size = QSize()
        self._ratio = 1.0
        self._left_s = 0.0
        self._most = 0
        self.is_behind = False
        """Some were left blank, for it took too long."""
        theme.changed.connect(self.forget)

    def forget(self) -> None:
        """Nothing is as it was."""
        self._faces.clear()

    def begin(self, size: QSize, ratio: float, seen: int) -> None:
        """`seen` tiles of this size come, on a screen of `ratio` device pixels to one."""
        if (size, ratio) != (self._size, self._ratio):
            self._size, self._ratio = size, ratio
            self.forget()
        self._most = max(seen, _KEPT_BYTES // self._bytes_each)
        self._left_s = _BUDGET_S
        self.is_behind = False

    def draw(
        self,
        painter: QPainter,
        box: QRect,
        row: int,
        tile: Tile,
        picture: QImage | None,
        *,
        chosen: bool,
    ) -> None:
        """The tile as it is; its last face, or a blank one, where the time is up."""
        key = 0 if picture is None else picture.cacheKey()
        face = self._faces.get(row)
        if face is None or face[:3] != (tile, key, chosen):
            if self._left_s <= 0:
                self.is_behind = True
            else:
                face = _Face(tile, key, chosen, self._timed(tile, picture, chosen=chosen))
                self._keep(row, face)
        if face is None:
            self._brush.draw_blank(painter, QRectF(box))
        else:
            self._faces.move_to_end(row)  # what is seen goes last
            self._blit(painter, box.topLeft() - QPoint(EDGE, EDGE), face.pixmap)

    def _keep(self, row: int, face: _Face) -> None:
        self._faces[row] = face
        self._faces.move_to_end(row)
        while len(self._faces) > self._most:
            self._faces.popitem(last=False)

    @property
    def _room(self) -> QSize:
        """Of a face, in device pixels."""
        return (self._size + QSize(2 * EDGE, 2 * EDGE)) * self._ratio

    @property
    def _bytes_each(self) -> int:
        return 4 * self._room.width() * self._room.height()

    def _timed(self, tile: Tile, picture: QImage | None, *, chosen: bool) -> QPixmap:
        """Only what is painted counts, so that each painting comes further, however slow."""
        began = time.thread_time()
        pixmap = self._paint(tile, picture, chosen=chosen)
        self._left_s -= time.thread_time() - began
        return pixmap

    def _paint(self, tile: Tile, picture: QImage | None, *, chosen: bool) -> QPixmap:
        pixmap = QPixmap(self._room)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.scale(self._ratio, self._ratio)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(EDGE, EDGE, self._size.width(), self._size.height())
        self._brush.draw(painter, box, tile, picture, chosen=chosen)
        painter.end()
        return pixmap

    def _blit(self, painter: QPainter, corner: QPoint, pixmap: QPixmap) -> None:
        """On whole device pixels: elsewhere a screen at 125 % would blur every letter."""
        painter.save()
        painter.scale(1 / self._ratio, 1 / self._ratio)
        painter.drawPixmap((corner.toPointF() * self._ratio).toPoint(), pixmap)
        painter.restore()
