"""The classification report as a small table of labels: the classes, then the averages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gui.words import count

_AVERAGES = ("accuracy", "macro", "weighted")
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
        names = {
            "ok": "OK",
            "def": "DEF",
            "accuracy": self.tr("Accuracy"),
            "macro": self.tr("Macro average"),
            "weighted": self.tr("Weighted average"),
        }
        for row, (name, words) in enumerate(names.items(), 1):
            style = "explain" if name in _AVERAGES else "className"
            grid.addWidget(_cell(words, style), row, 0)
            self.cells[name] = [_cell("", "figure") for _ in range(4)]
            for column, cell in enumerate(self.cells[name], 1):
                grid.addWidget(cell, row, column, _AT_RIGHT)

    def show_scores(self, confusion: Mapping[str, int]) -> None:
        """From the counts of `training.evaluation.evaluate.Confusion`."""
        ok, defect = _scores(confusion, "ok", "def"), _scores(confusion, "def", "ok")
        n = ok[3] + defect[3]
        self._write("ok", ok)
        self._write("def", defect)
        right = _share(confusion["ok_ok"] + confusion["def_def"], int(n))
        for cell, text in zip(
            self.cells["accuracy"], ("", "", f"{right:.3f}", count(int(n))), strict=True
        ):
            cell.setText(text)
        pairs = list(zip(ok[:3], defect[:3], strict=True))
        self._write("macro", (*((one + other) / 2 for one, other in pairs), n))
        weighted = ((one * ok[3] + other * defect[3]) / max(1, n) for one, other in pairs)
        self._write("weighted", (*weighted, n))

    def _write(self, name: str, scores: Sequence[float]) -> None:
        texts = [*(f"{score:.3f}" for score in scores[:3]), count(int(scores[3]))]
        for cell, text in zip(self.cells[name], texts, strict=True):
            cell.setText(text)


def _scores(confusion: Mapping[str, int], name: str, other: str) -> tuple[float, ...]:
    """Precision, recall, F1 and how many images the class has."""
    right = confusion[f"{name}_{name}"]
    said = right + confusion[f"{other}_{name}"]
    are = right + confusion[f"{name}_{other}"]
    return _share(right, said), _share(right, are), _share(2 * right, said + are), are


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _cell(text: str, name: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    return label
