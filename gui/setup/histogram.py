"""How many pixels are how bright: black at the left, the end of the range at the right."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.setup.live_view import OVER, UNDER
from gui.theme import Theme
from gui.words import percent
from inference.trial.light import BINS, Light

translate = QCoreApplication.translate

_CHANNELS = ("#e0564f", "#3f9e55", "#4d82e0")
_END_PX = 4


class Histogram(QWidget):
    """Paints the light of one look. Heights are square roots: a small defect's pixels show too."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._light: Light | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Histogram"))
        theme.changed.connect(self.update)

    def show_light(self, light: Light | None) -> None:
        if light is not self._light:
            self._light = light
            self.setAccessibleDescription(shares_in_words(light))
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, 72)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._theme.tokens
        room = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(tokens.border), 1))
        painter.setBrush(QColor(tokens.raised))
        painter.drawRoundedRect(room, 5, 5)
        if self._light is None:
            return
        inside = room.adjusted(_END_PX + 2, 3, -_END_PX - 2, -1)
        curves = curves_of(self._light.histogram)
        painter.setPen(Qt.PenStyle.NoPen)
        for curve, colour in zip(curves, self._colours(len(curves)), strict=True):
            painter.setBrush(colour)
            painter.drawPolygon(_polygon(curve, inside))
        self._draw_ends(painter, room, self._light)

    def _colours(self, channels: int) -> list[QColor]:
        names = [self._theme.tokens.muted] if channels == 1 else _CHANNELS
        colours = [QColor(name) for name in names]
        for colour in colours:
            colour.setAlphaF(0.75 if channels == 1 else 0.5)
        return colours

    def _draw_ends(self, painter: QPainter, room: QRectF, light: Light) -> None:
        """A bar in the colour of the marks where something lies beyond the end."""
        for share, colour, left in (
            (light.under_share, UNDER, room.left() + 1),
            (light.over_share, OVER, room.right() - _END_PX - 1),
        ):
            if share > 0:
                painter.setBrush(QColor(*colour))
                painter.drawRect(QRectF(left, room.top() + 2, _END_PX, room.height() - 4))


def curves_of(histogram: NDArray[np.int64]) -> NDArray[np.float64]:
    """Channels x 256, each 0..1 of the highest that is no end of the range."""
    heights = np.sqrt(histogram.astype(np.float64))
    highest = heights[:, 1:-1].max()
    return np.minimum(heights / highest, 1.0) if highest > 0 else np.minimum(heights, 1.0)


def shares_in_words(light: Light | None) -> str:
    """`over 0.4 %, under 1.2 %`."""
    if light is None:
        return ""
    words = translate("Histogram", "over {over}, under {under}")
    return words.format(over=_share(light.over_share), under=_share(light.under_share))


def _share(share: float) -> str:
    """Never `0.0 %` for what is there."""
    return f"<{percent(0.001)}" if 0 < share < 0.001 else percent(share)


def _polygon(curve: NDArray[np.float64], room: QRectF) -> QPolygonF:
    step = room.width() / (BINS - 1)
    points = [
        QPointF(room.left() + index * step, room.bottom() - height * room.height())
        for index, height in enumerate(curve)
    ]
    return QPolygonF([room.bottomLeft(), *points, room.bottomRight()])
