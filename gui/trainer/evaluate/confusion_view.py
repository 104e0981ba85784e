"""The confusion matrix, painted: what the part is, and what was said of it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.fonts import font
from gui.theme import Theme
from gui.words import count

_LEFT, _TOP = 92, 52
_GAP = 8
_LARGEST = 400
_DARKEST = 0.42
_KINDS = ("ok", "def")
_CELLS = tuple(f"{kind}_{said}" for kind in _KINDS for said in _KINDS)


class ConfusionView(QWidget):
    """Rows: what it is. Columns: what was said. The more of the row, the stronger the cell.

    What is right has the accent's colour, what is wrong none: red is kept for the line's verdicts.
    Where it is clickable, arrow keys move between the cells and Return picks one.
    """

    picked = Signal(str)
    """`ok_ok`, `ok_def`, `def_ok` or `def_def`: what it is, what was said."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._counts: Mapping[str, int] = {}
        self._is_clickable = False
        self._marked: int | None = None
        self.setMinimumSize(320, 280)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(460, 280)

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

    def set_clickable(self, clickable: bool) -> None:
        """Whether a cell can be picked."""
        self._is_clickable = clickable
        self.setMouseTracking(clickable)
        policy = Qt.FocusPolicy.StrongFocus if clickable else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(policy)
        shape = Qt.CursorShape.PointingHandCursor if clickable else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def cell_middle(self, cell: str) -> QPointF:
        """Where in the widget it is drawn."""
        row, column = divmod(_CELLS.index(cell), 2)
        return _cell(self._field(), row, column).center()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mark(self._at(event.position()))

    def leaveEvent(self, _: object) -> None:
        self._mark(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pick(self._at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 2, Qt.Key.Key_Down: 2}
        key = Qt.Key(event.key())
        if key in steps and self._is_clickable:
            # Of two rows and two columns each step leads to the other one.
            self._mark(0 if self._marked is None else self._marked ^ steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._pick(self._marked)
        else:
            super().keyPressEvent(event)

    def _at(self, place: QPointF) -> int | None:
        cells = (_cell(self._field(), *divmod(number, 2)) for number in range(len(_CELLS)))
        return next((n for n, cell in enumerate(cells) if cell.contains(place)), None)

    def _mark(self, number: int | None) -> None:
        if self._is_clickable and number != self._marked:
            self._marked = number
            self.update()

    def _pick(self, number: int | None) -> None:
        if self._is_clickable and number is not None and self._counts.get(_CELLS[number]):
            self.picked.emit(_CELLS[number])

    def _field(self) -> QRectF:
        side = min(self.width() - _LEFT, self.height() - _TOP, _LARGEST)
        left = (self.width() - side - _LEFT) / 2 + _LEFT
        return QRectF(left, _TOP, side, side)

    def paintEvent(self, _: QPaintEvent) -> None:
        if not self._counts:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        field = self._field()
        self._draw_heads(painter, field)
        for row, kind in enumerate(_KINDS):
            whole = max(1, sum(self._counts[f"{kind}_{said}"] for said in _KINDS))
            for column, said in enumerate(_KINDS):
                number = self._counts[f"{kind}_{said}"]
                cell = _cell(field, row, column)
                self._draw_cell(painter, cell, number, number / whole, right=kind == said)
                self._draw_name(painter, cell, _name(kind, said), alert=kind != said and number > 0)
        if self._marked is not None:
            self._draw_mark(painter, _cell(field, *divmod(self._marked, 2)))

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

    def _draw_mark(self, painter: QPainter, cell: QRectF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._theme.tokens.accent), 2))
        painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 10, 10)

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
