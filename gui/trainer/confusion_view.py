"""The confusion matrix, painted: what the part is, and what was said of it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.fonts import font
from gui.theme import Theme
from gui.words import count

_LEFT, _TOP = 92, 52
_GAP = 8
_LARGEST = 400
_DARKEST = 0.42


class ConfusionView(QWidget):
    """Rows: what it is. Columns: what was said. The more of the row, the stronger the cell.

    What is right has the accent's colour, what is wrong none: red is kept for the line's verdicts.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._counts: Mapping[str, int] = {}
        self.setMinimumSize(320, 280)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(460, 420)

    def show_confusion(self, counts: Mapping[str, int]) -> None:
        """`ok_ok`, `ok_def`, `def_ok`, `def_def`: first what it is, then what was said."""
        self._counts = counts
        self.setAccessibleName(
            self.tr(
                "{ok_ok} good parts called ok, {ok_def} called def; "
                "{def_ok} defective parts called ok, {def_def} called def"
            ).format(**counts)
        )
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        if not self._counts:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width() - _LEFT, self.height() - _TOP, _LARGEST)
        left = (self.width() - side - _LEFT) / 2 + _LEFT
        field = QRectF(left, _TOP, side, side)
        self._draw_heads(painter, field)
        for row, kind in enumerate(("ok", "def")):
            whole = max(1, sum(self._counts[f"{kind}_{said}"] for said in ("ok", "def")))
            for column, said in enumerate(("ok", "def")):
                number = self._counts[f"{kind}_{said}"]
                cell = _cell(field, row, column)
                self._draw_cell(painter, cell, number, number / whole, right=kind == said)
                self._draw_name(painter, cell, _name(kind, said), alert=kind != said and number > 0)

    def _draw_heads(self, painter: QPainter, field: QRectF) -> None:
        tokens = self._theme.tokens
        middle = Qt.AlignmentFlag.AlignCenter
        painter.setPen(QColor(tokens.muted))
        painter.setFont(font(13))
        above = QRectF(field.left(), 0, field.width(), 22)
        painter.drawText(above, middle, self.tr("said of it"))
        beside = QRectF(field.left() - _LEFT, field.top() - 28, _LEFT - 12, 22)
        at_right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(beside, at_right, self.tr("the part is"))
        painter.setPen(QColor(tokens.text))
        painter.setFont(font(15, font(1).Weight.DemiBold))
        for place, word in enumerate(("OK", "DEF")):
            column, row = _cell(field, 0, place), _cell(field, place, 0)
            painter.drawText(QRectF(column.left(), 24, column.width(), 24), middle, word)
            room = QRectF(field.left() - _LEFT, row.top(), _LEFT - 12, row.height())
            painter.drawText(room, at_right, word)

    def _draw_cell(
        self, painter: QPainter, cell: QRectF, number: int, share: float, *, right: bool
    ) -> None:
        tokens = self._theme.tokens
        fill = QColor(tokens.accent if right else tokens.text)
        fill.setAlphaF(_DARKEST * share if number else 0.0)
        painter.setPen(QPen(QColor(tokens.border), 1))
        painter.setBrush(QColor(tokens.raised))
        painter.drawRoundedRect(cell, 10, 10)
        painter.setBrush(fill)
        painter.drawRoundedRect(cell, 10, 10)
        painter.setPen(QColor(tokens.text if number else tokens.muted))
        painter.setFont(font(max(22, cell.height() * 0.26), font(1).Weight.DemiBold))
        painter.drawText(cell.adjusted(0, 0, 0, -18), Qt.AlignmentFlag.AlignCenter, count(number))

    def _draw_name(self, painter: QPainter, cell: QRectF, name: str, *, alert: bool) -> None:
        tokens = self._theme.tokens
        painter.setPen(QColor(tokens.text if alert else tokens.muted))
        painter.setFont(font(14, font(1).Weight.DemiBold if alert else font(1).Weight.Normal))
        room = cell.adjusted(0, cell.height() * 0.58, 0, -cell.height() * 0.1)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, name)


def _cell(field: QRectF, row: int, column: int) -> QRectF:
    side = (field.width() - _GAP) / 2
    step = side + _GAP
    return QRectF(field.left() + column * step, field.top() + row * step, side, side)


def _name(kind: str, said: str) -> str:
    if kind == said:
        return "right"
    return "escapes" if kind == "def" else "overkills"
