"""Precision, recall and F1 of each class, as a small table of labels."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gui.words import count

_AT_RIGHT = Qt.AlignmentFlag.AlignRight


class ScoreTable(QWidget):
    """Numbers right-aligned, three digits."""

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(8)
        heads = ("", self.tr("Precision"), self.tr("Recall"), self.tr("F1"), self.tr("Images"))
        for column, head in enumerate(heads):
            grid.addWidget(_cell(head, "caption"), 0, column, _AT_RIGHT)
        self.cells: dict[str, list[QLabel]] = {}
        for row, name in enumerate(("ok", "def"), 1):
            grid.addWidget(_cell(name.upper(), "className"), row, 0)
            self.cells[name] = [_cell("", "figure") for _ in range(4)]
            for column, cell in enumerate(self.cells[name], 1):
                grid.addWidget(cell, row, column, _AT_RIGHT)

    def show_scores(self, confusion: Mapping[str, int]) -> None:
        """From the counts of `training.evaluate.Confusion`."""
        for name, other in (("ok", "def"), ("def", "ok")):
            right = confusion[f"{name}_{name}"]
            said = right + confusion[f"{other}_{name}"]
            are = right + confusion[f"{name}_{other}"]
            scores = (_share(right, said), _share(right, are), _share(2 * right, said + are))
            texts = [*(f"{score:.3f}" for score in scores), count(are)]
            for cell, text in zip(self.cells[name], texts, strict=True):
                cell.setText(text)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _cell(text: str, name: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    return label
