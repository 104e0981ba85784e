"""A small table of figures: right-aligned, units in the heads."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

_AT_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FigureTable(QWidget):
    """Rows with names; their cells are written again and again."""

    def __init__(self, heads: Sequence[str], names: Sequence[str]) -> None:
        """`heads` stand above the cells; the names have none."""
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(9)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for column, head in enumerate(heads, 1):
            grid.addWidget(_label(head, "caption"), 0, column, _AT_RIGHT)
        self._cells: list[list[QLabel]] = []
        for row, name in enumerate(names, 1):
            grid.addWidget(_label(name, "explain"), row, 0)
            cells = [_label("", "figure") for _ in heads]
            for column, cell in enumerate(cells, 1):
                grid.addWidget(cell, row, column, _AT_RIGHT)
            self._cells.append(cells)

    def write(self, row: int, texts: Sequence[str]) -> None:
        for cell, text in zip(self._cells[row], texts, strict=True):
            cell.setText(text)

    def texts(self, row: int) -> list[str]:
        """What is written there."""
        return [cell.text() for cell in self._cells[row]]


def _label(text: str, name: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    return label
