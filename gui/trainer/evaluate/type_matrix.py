"""Which type of defect is taken for which, painted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui.fonts import font
from gui.theme import Theme
from gui.words import count, defect_words
from training.evaluation.type_report import TypeReport

_TOP = 56
_GAP = 4
_LEAST_CELL, _LARGEST_CELL = 26.0, 110.0
_NAMES_AT_MOST = 190.0
_DARKEST = 0.42
_NAMED_AT_MOST = 4
_NAME_PX = 14
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TypeMatrix(QWidget):
    """Rows: what it is. Columns: what was told. The more of the row, the stronger the cell.

    What is right has the accent's colour, what is wrong none. Where the names don't fit above the
    columns their numbers stand there.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._names: Sequence[str] = ()
        self._rows: Sequence[Sequence[int]] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def minimumSizeHint(self) -> QSize:
        side = round(len(self._names) * (_LEAST_CELL + _GAP))
        return QSize(round(self._left()) + side, _TOP + side)

    def sizeHint(self) -> QSize:
        return QSize(460, 320)

    def show_types(self, report: TypeReport) -> None:
        """`report["confusion"]`: first the true type, then the one told."""
        self._names = [defect_words(name) for name in report["confusion"]["labels"]]
        self._rows = report["confusion"]["rows"]
        self.setAccessibleName(self._said())
        self.updateGeometry()
        self.update()

    def mistakes(self) -> list[str]:
        """In words, the most frequent first."""
        wrong = [
            (self._rows[row][column], row, column)
            for row in range(len(self._names))
            for column in range(len(self._names))
            if row != column and self._rows[row][column]
        ]
        return [self._words(row, column) for _, row, column in sorted(wrong, reverse=True)]

    def cell_middle(self, row: int, column: int) -> QPointF:
        """Where in the widget it is drawn."""
        return self._cell(row, column).center()

    def words_at(self, place: QPointF) -> str:
        """What the number there says; empty beside the cells."""
        places = range(len(self._names))
        cells = ((row, column) for row in places for column in places)
        return next((self._words(*at) for at in cells if self._cell(*at).contains(place)), "")

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.words_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def _words(self, row: int, column: int) -> str:
        number, is_one = count(self._rows[row][column]), self._names[row]
        if row == column:
            return self.tr("{n} of {type} told as such").format(n=number, type=is_one)
        return self.tr("{n} of {type} told as {other}").format(
            n=number, type=is_one, other=self._names[column]
        )

    def _said(self) -> str:
        return ", ".join(self.mistakes()) or self.tr("Each type told rightly")

    # Where things are

    def _left(self) -> float:
        return min(_NAMES_AT_MOST, _widest([self._row_name(row) for row in self._places])) + 14

    @property
    def _places(self) -> range:
        return range(len(self._names))

    def _side(self) -> float:
        number = max(1, len(self._names))
        room = min(self.width() - self._left(), self.height() - _TOP) / number - _GAP
        return max(_LEAST_CELL, min(_LARGEST_CELL, room))

    def _cell(self, row: int, column: int) -> QRectF:
        side, left = self._side(), self._left()
        step = side + _GAP
        return QRectF(left + column * step, _TOP + row * step, side, side)

    def _row_name(self, row: int) -> str:
        return self._names[row] if self._names_fit else f"{self._names[row]}  {row + 1}"

    @property
    def _names_fit(self) -> bool:
        """Above the columns."""
        return _widest(self._names) <= _LARGEST_CELL and len(self._names) <= _NAMED_AT_MOST

    # How it looks

    def paintEvent(self, _: QPaintEvent) -> None:
        if not self._names:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_heads(painter)
        for row in self._places:
            whole = max(1, sum(self._rows[row]))
            for column in self._places:
                self._draw_cell(painter, row, column, self._rows[row][column] / whole)

    def _draw_heads(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        first, last = self._cell(0, 0), self._cell(0, len(self._names) - 1)
        painter.setPen(QColor(tokens.muted))
        painter.setFont(font(13))
        above = QRectF(first.left(), 0, last.right() - first.left(), 22)
        painter.drawText(above, Qt.AlignmentFlag.AlignCenter, self.tr("told as"))
        painter.drawText(QRectF(0, 28, first.left() - 12, 22), _RIGHT, self.tr("it is"))
        painter.setPen(QColor(tokens.text))
        painter.setFont(_name_font())
        for place in self._places:
            column, row = self._cell(0, place), self._cell(place, 0)
            head = self._names[place] if self._names_fit else str(place + 1)
            above = QRectF(column.left() - _GAP, 28, column.width() + 2 * _GAP, 22)
            beside = QRectF(0, row.top(), row.left() - 12, row.height())
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, _elided(head, above.width()))
            painter.drawText(beside, _RIGHT, _elided(self._row_name(place), beside.width()))

    def _draw_cell(self, painter: QPainter, row: int, column: int, share: float) -> None:
        tokens = self._theme.tokens
        cell, number = self._cell(row, column), self._rows[row][column]
        fill = QColor(tokens.accent if row == column else tokens.text)
        fill.setAlphaF(_DARKEST * share)
        painter.setPen(QPen(QColor(tokens.border), 1))
        painter.setBrush(QColor(tokens.raised))
        radius = min(8.0, cell.height() / 5)
        painter.drawRoundedRect(cell, radius, radius)
        painter.setBrush(fill)
        painter.drawRoundedRect(cell, radius, radius)
        painter.setPen(QColor(tokens.text if number else tokens.muted))
        painter.setFont(font(round(max(13, cell.height() * 0.3)), font(1).Weight.DemiBold))
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, count(number))


def _name_font() -> QFont:
    return font(_NAME_PX, font(1).Weight.DemiBold)


def _widest(names: Sequence[str]) -> float:
    metrics = QFontMetricsF(_name_font())
    return max((metrics.horizontalAdvance(name) for name in names), default=0.0)


def _elided(name: str, width: float) -> str:
    """Its number, which stands last, is kept."""
    return QFontMetricsF(_name_font()).elidedText(name, Qt.TextElideMode.ElideMiddle, width)
