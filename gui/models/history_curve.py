"""How a training went: the loss on the images kept back, and on those learnt from, by epoch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.fonts import font
from gui.theme import Theme
from gui.words import counted

_HEIGHT = 92
_CAPTION_PX = 22
_LEARNT, _CHECKED = "loss", "val_loss"


class HistoryCurve(QWidget):
    """Small, to tell a training that converged from one that did not."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._curves: dict[str, list[float]] = {}
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(320, _HEIGHT)

    def show_history(self, history: Mapping[str, Sequence[float]]) -> None:
        """Columns as in `history.json`. Hides without two epochs to draw a line between."""
        columns = {name: history.get(name) for name in (_LEARNT, _CHECKED)}
        self._curves = {
            name: [float(value) for value in values]
            for name, values in columns.items()
            if isinstance(values, list) and len(values) > 1
        }
        self.setVisible(bool(self._curves))
        self.setAccessibleName(self._words())
        self.update()

    def _words(self) -> str:
        losses = self._curves.get(_CHECKED, [])
        if not losses:
            return ""
        return counted(
            len(losses),
            self.tr("Loss on images kept back: {last} in 1 epoch"),
            self.tr("Loss on images kept back: {first} to {last} in {n} epochs"),
            first=f"{losses[0]:.3f}",
            last=f"{losses[-1]:.3f}",
        )

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._theme.tokens
        painter.setFont(font(13))
        painter.setPen(QColor(tokens.muted))
        caption = QRectF(0, 0, self.width(), _CAPTION_PX)
        at_left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(caption, at_left, self._words())
        box = QRectF(4, _CAPTION_PX + 4, self.width() - 8, _HEIGHT - _CAPTION_PX - 10)
        painter.setPen(QPen(QColor(tokens.border), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        highest = max((max(values) for values in self._curves.values()), default=0.0) or 1.0
        for name, values in self._curves.items():
            checked = name == _CHECKED
            colour = QColor(tokens.accent if checked else tokens.muted)
            style = Qt.PenStyle.SolidLine if checked else Qt.PenStyle.DashLine
            painter.setPen(QPen(colour, 2.2 if checked else 1.5, style))
            painter.drawPolyline(_line(values, box, highest))


def _line(values: Sequence[float], box: QRectF, highest: float) -> QPolygonF:
    step = box.width() / (len(values) - 1)
    return QPolygonF([
        QPointF(box.left() + step * place, box.bottom() - box.height() * value / highest)
        for place, value in enumerate(values)
    ])  # fmt: skip
