"""A Pareto as rows: name, bar, number, and the share of all up to here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.fonts import font
from gui.theme import Theme
from gui.words import count, percent

_ROW_PX = 26
_NAME_SHARES = (0.24, 0.6)
"""Of the width, at least and at most."""
_NUMBER_PX, _SUM_PX = 64, 64


class ParetoRows(QWidget):
    """As many rows as there is room for, the most frequent first."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.rows: list[tuple[str, int, float]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(3 * _ROW_PX)
        theme.changed.connect(self.update)

    def show_rows(self, rows: Sequence[tuple[str, int, float]]) -> None:
        """Name, number, share of all up to here (0..1)."""
        self.rows = list(rows)
        self.setAccessibleDescription(", ".join(f"{name} {n}" for name, n, _ in rows))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, 6 * _ROW_PX)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(14))
        most = max((number for _, number, _ in self.rows), default=1)
        for place, row in enumerate(self.rows[: self.height() // _ROW_PX]):
            self._draw_row(painter, QRectF(0, place * _ROW_PX, self.width(), _ROW_PX), row, most)

    def _names_px(self, painter: QPainter) -> float:
        """As wide as the longest name, within limits."""
        metrics = QFontMetricsF(painter.font())
        longest = max((metrics.horizontalAdvance(name) for name, _, _ in self.rows), default=0.0)
        least, most = (share * self.width() for share in _NAME_SHARES)
        return max(least, min(most, longest + 16))

    def _draw_row(
        self, painter: QPainter, room: QRectF, row: tuple[str, int, float], most: int
    ) -> None:
        name, number, so_far = row
        tokens = self._theme.tokens
        left = self._names_px(painter)
        right = room.width() - _NUMBER_PX - _SUM_PX
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(tokens.text))
        elided = QFontMetricsF(painter.font()).elidedText(
            name, Qt.TextElideMode.ElideRight, left - 10
        )
        painter.drawText(QRectF(0, room.top(), left, _ROW_PX), middle, elided)
        figure = QRectF(right, room.top(), _NUMBER_PX, _ROW_PX)
        painter.drawText(figure, middle | Qt.AlignmentFlag.AlignRight, count(number))
        painter.setPen(QColor(tokens.muted))
        total = figure.translated(_SUM_PX, 0)
        painter.drawText(total, middle | Qt.AlignmentFlag.AlignRight, percent(so_far, 0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent))
        length = max(2.0, (right - left) * number / most)
        painter.drawRoundedRect(QRectF(left, room.top() + 7, length, _ROW_PX - 14), 3, 3)
