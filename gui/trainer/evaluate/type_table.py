"""The types of defects as a small table of labels: how well each is told, then the average."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gui.words import count, defect_words
from training.evaluation.type_report import TypeReport

_SHARES = ("precision", "recall", "f1-score")
_AT_RIGHT = Qt.AlignmentFlag.AlignRight


class TypeTable(QWidget):
    """Numbers right-aligned, three digits."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(8)
        self._grid.setHorizontalSpacing(18)
        self._grid.setColumnStretch(0, 1)
        self.rows: list[list[str]] = []

    def show_types(self, report: TypeReport) -> None:
        """One row a type, in the report's order."""
        self._clear()
        heads = [self.tr("Precision"), self.tr("Recall"), self.tr("F1"), self.tr("Images")]
        self._write(["", *heads], "caption")
        for name, figures in report["classes"].items():
            shares = [f"{figures[share]:.3f}" for share in _SHARES]
            self._write(
                [defect_words(name), *shares, count(figures["support"])], "figure", "className"
            )
        average = [self.tr("Macro-F1"), "", "", f"{report['macro_f1']:.3f}", count(report["n"])]
        self._write(average, "figure", "explain")

    def _write(self, texts: list[str], style: str, first: str = "caption") -> None:
        row = len(self.rows)
        self.rows.append(texts)
        for column, text in enumerate(texts):
            label = QLabel(text)
            label.setObjectName(style if column else first)
            side = _AT_RIGHT if column else Qt.AlignmentFlag.AlignLeft
            self._grid.addWidget(label, row, column, side | Qt.AlignmentFlag.AlignVCenter)

    def _clear(self) -> None:
        self.rows = []
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
