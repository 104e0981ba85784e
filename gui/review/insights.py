"""Beside the wall: the thresholds over their distribution, and the confusion matrix."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from gui.review.arrangement import Cell, LabelRow, label_rows
from gui.review.matrix_view import MatrixView
from gui.review.threshold_panel import ThresholdPanel
from gui.theme import Theme
from gui.widgets.scrolling import scrolling
from gui.words import count, percent
from inference.review.results import Columns
from inference.verdict import Outcome

_WIDTH = 274


class Insights(QFrame):
    """Shows the matrix only where folders say what their images are."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setFixedWidth(_WIDTH)
        self.thresholds = ThresholdPanel(theme)
        self.matrix = MatrixView(theme)
        self.rates = QLabel()
        self.rates.setObjectName("explain")
        self.rates.setWordWrap(True)
        self._confusion = QWidget()
        self._confusion.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        below = QVBoxLayout(self._confusion)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(8)
        for widget in (_caption(self.tr("Folder against model")), self.matrix, self.rates):
            below.addWidget(widget)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(_caption(self.tr("Thresholds of this review")))
        column.addWidget(self.thresholds)
        column.addSpacing(10)
        column.addWidget(self._confusion)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.addWidget(scrolling(inside))

    def show_columns(self, columns: Columns, chosen: Cell | None) -> None:
        self.thresholds.histogram.show_values(columns.probability_def)
        rows = label_rows(columns)
        self._confusion.setVisible(bool(rows))
        self.matrix.show_rows(rows, chosen)
        self.rates.setText("\n".join(self._rate_words(rows)))

    def _rate_words(self, rows: Sequence[LabelRow]) -> list[str]:
        lines = []
        for is_def, wrong, words in (
            (True, Outcome.OK, self.tr("Escapes: {n} of {of}, {share}")),
            (False, Outcome.DEF, self.tr("Overkills: {n} of {of}, {share}")),
        ):
            alike = [row for row in rows if row.is_def == is_def]
            of, n = sum(r.total for r in alike), sum(r.by_outcome[wrong] for r in alike)
            if of:
                lines.append(words.format(n=count(n), of=count(of), share=percent(n / of)))
        return lines


def _caption(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("className")
    return label
