"""Diagonal stripes: the second sign, beside colour, of what is no ordinary verdict."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPixmap, QPolygonF

_DETAIL = 4
"""The tile is painted this much larger, so that it is smooth at 200 %."""


@lru_cache(maxsize=16)
def striped_brush(colour: str, pitch: int) -> QBrush:
    """Stripes of `colour`, every second one empty, `pitch` pixels wide, at 45 degrees."""
    side = 2 * pitch
    tile = QPixmap(side * _DETAIL, side * _DETAIL)
    tile.fill(Qt.GlobalColor.transparent)
    tile.setDevicePixelRatio(_DETAIL)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    for shift in (-side, 0, side):
        corners = [
            (shift, side),
            (shift + side, 0),
            (shift + side + pitch, 0),
            (shift + pitch, side),
        ]
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    painter.end()
    return QBrush(tile)
