"""A network drawn as blocks: as high as its pictures are large, as wide as they are deep."""

from __future__ import annotations

import math
from itertools import groupby

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.fonts import font
from gui.theme import Theme
from gui.trainer.model.network import Network

_HEIGHT = 132
_WORDS_PX = 34
_WIDEST = 46.0
_WORDS_FIT_PX = 54.0
_MIDDLE = Qt.AlignmentFlag.AlignHCenter

_Shape = tuple[int, ...]


class NetworkDiagram(QWidget):
    """From the image at the left to the verdict at the right; layers of one shape are one block."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shapes: list[_Shape] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(400, _HEIGHT)

    def show_network(self, network: Network | None) -> None:
        """None: nothing is drawn."""
        shapes = [layer.shape for layer in network.layers] if network else []
        self._shapes = [shape for shape, _ in groupby(shapes)]
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        if not self._shapes:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pitch = self.width() / len(self._shapes)
        for place, shape in enumerate(self._shapes):
            room = QRectF(place * pitch, 0, pitch, _HEIGHT)
            last = place == len(self._shapes) - 1
            self._draw_block(painter, room, shape, last=last)
            if pitch >= _WORDS_FIT_PX:
                self._draw_words(painter, room.adjusted(-8, 0, 8, 0), shape, _MIDDLE)
            elif place == 0 or last:
                side = Qt.AlignmentFlag.AlignRight if last else Qt.AlignmentFlag.AlignLeft
                self._draw_words(painter, QRectF(self.rect()), shape, side)

    def _draw_block(self, painter: QPainter, room: QRectF, shape: _Shape, *, last: bool) -> None:
        tokens = self._theme.tokens
        tallest = max(shape[0] for shape in self._shapes if len(shape) == 3)
        side = shape[0] if len(shape) == 3 else 1
        free = _HEIGHT - _WORDS_PX
        height = max(8.0, (free - 6) * math.sqrt(side / tallest))
        width = min(_WIDEST, room.width() - 4, 5 + 5 * math.log2(1 + shape[-1]))
        block = QRectF(0, 0, max(3.0, width), height)
        block.moveCenter(QRectF(room.left(), 0, room.width(), free).center())
        colour = QColor(tokens.accent if last else tokens.pressed)
        painter.setPen(QPen(QColor(tokens.accent if last else tokens.muted), 1.2))
        painter.setBrush(colour)
        painter.drawRoundedRect(block, 3, 3)

    def _draw_words(
        self, painter: QPainter, room: QRectF, shape: _Shape, side: Qt.AlignmentFlag
    ) -> None:
        painter.setPen(QColor(self._theme.tokens.muted))
        painter.setFont(font(11))
        words = shape_words(shape).rsplit(f" {_TIMES} ", 1)
        below = QRectF(room.left(), _HEIGHT - _WORDS_PX, room.width(), _WORDS_PX)
        painter.drawText(below, side | Qt.AlignmentFlag.AlignVCenter, "\n".join(words))


_TIMES = "\N{MULTIPLICATION SIGN}"


def shape_words(shape: _Shape) -> str:
    """`(300, 300, 1)` -> `300 x 300 x 1`."""
    return f" {_TIMES} ".join(str(side) for side in shape)
