"""What the folders say against what the model says. A click on a cell shows its images."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QLabel, QSizePolicy, QWidget

from gui.fonts import fitting, font
from gui.review.arrangement import Cell, LabelRow
from gui.theme import Theme
from gui.words import count, defect_words, outcome_word
from inference.verdict import Outcome

_SAID = (Outcome.OK, Outcome.UNSURE, Outcome.DEF, Outcome.FAULT)
_DARKEST = 0.42
_LABEL_PX = 54


class MatrixView(QWidget):
    """A row for each label, a column for each outcome. `picked` carries the cell."""

    picked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.cells: dict[Cell, CellButton] = {}
        self._built: list[QWidget] = []
        self._labels: tuple[str, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(4)
        self._heads = {outcome: _head(outcome_word(outcome)) for outcome in _SAID}
        for column, head in enumerate(self._heads.values(), 1):
            self._grid.addWidget(head, 0, column)

    def show_rows(self, rows: Sequence[LabelRow], chosen: Cell | None) -> None:
        """UNSURE and FAULT have a column where there are any."""
        labels = tuple(row.label for row in rows)
        if labels != self._labels:
            self._build(rows)
            self._labels = labels
        for outcome, head in self._heads.items():
            shown = outcome in (Outcome.OK, Outcome.DEF) or any(
                row.by_outcome[outcome] for row in rows
            )
            head.setVisible(shown)
            for row in rows:
                self.cells[Cell(row.label, outcome)].setVisible(shown)
        for row in rows:
            for outcome, number in row.by_outcome.items():
                cell = Cell(row.label, outcome)
                self.cells[cell].show_number(number, row.total)
                self.cells[cell].setChecked(cell == chosen)

    def _build(self, rows: Sequence[LabelRow]) -> None:
        for widget in self._built:
            self._grid.removeWidget(widget)
            widget.deleteLater()
        self.cells, self._built = {}, []
        for line, row in enumerate(rows, 1):
            self._add(_label(row.label), line, 0)
            for column, outcome in enumerate(_SAID, 1):
                cell = Cell(row.label, outcome)
                button = self.cells[cell] = CellButton(self._theme, cell, is_def=row.is_def)
                button.clicked.connect(lambda _=False, cell=cell: self.picked.emit(cell))
                self._add(button, line, column)

    def _add(self, widget: QWidget, line: int, column: int) -> None:
        self._grid.addWidget(widget, line, column)
        self._built.append(widget)


class CellButton(QAbstractButton):
    """What is right has the accent's colour, the stronger the more of its row."""

    def __init__(self, theme: Theme, cell: Cell, *, is_def: bool) -> None:
        super().__init__()
        self._theme = theme
        self._cell = cell
        self._is_def = is_def
        self._number, self._share = 0, 0.0
        self.setCheckable(True)
        self.setMinimumSize(36, 40)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(54, 40)

    def show_number(self, number: int, whole: int) -> None:
        self._number, self._share = number, number / whole if whole else 0.0
        words = self.tr("{n} labelled {label}, judged {outcome}").format(
            n=count(number), label=self._cell.label, outcome=outcome_word(self._cell.outcome)
        )
        self.setAccessibleName(words)
        self.setToolTip(words + self._kind())
        self.update()

    def _kind(self) -> str:
        if self._is_def and self._cell.outcome is Outcome.OK:
            return self.tr(": escapes")
        if not self._is_def and self._cell.outcome is Outcome.DEF:
            return self.tr(": overkills")
        return ""

    def paintEvent(self, _: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        is_lit = self.isChecked() or self.hasFocus()
        edge = tokens.accent if is_lit else tokens.muted if self.underMouse() else tokens.border
        painter.setPen(QPen(QColor(edge), 2.5 if is_lit else 1))
        painter.setBrush(QColor(tokens.raised))
        painter.drawRoundedRect(box, 7, 7)
        is_right = self._cell.outcome is (Outcome.DEF if self._is_def else Outcome.OK)
        fill = QColor(tokens.accent if is_right else tokens.text)
        fill.setAlphaF(_DARKEST * self._share)
        painter.setBrush(fill)
        painter.drawRoundedRect(box, 7, 7)
        painter.setPen(QColor(tokens.text if self._number else tokens.muted))
        text = count(self._number)
        painter.setFont(fitting(text, box.width() - 8, 16, QFont.Weight.DemiBold))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _head(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("caption")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label


def _label(text: str) -> QLabel:
    """The folder's name, as long as there is room for; whole in its tool tip."""
    words = defect_words(text)
    label = _head("")
    metrics = QFontMetrics(font(13))
    label.setText(metrics.elidedText(words, Qt.TextElideMode.ElideRight, _LABEL_PX))
    label.setToolTip(text)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    label.setFixedWidth(_LABEL_PX)
    return label
