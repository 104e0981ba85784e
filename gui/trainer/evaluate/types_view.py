"""How well the types of defects are told: each in figures, and what is taken for what."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.theme import Theme
from gui.trainer.evaluate.evaluation import Evaluation
from gui.trainer.evaluate.type_matrix import TypeMatrix
from gui.trainer.evaluate.type_table import TypeTable
from gui.widgets.cards import card, label
from gui.words import count, percent
from training.evaluation.type_report import TypeReport

_MISTAKES_NAMED = 3


class TypesView(QWidget):
    """Of the defective images, whatever their verdict: no threshold has a say in it."""

    def __init__(self, evaluation: Evaluation, theme: Theme) -> None:
        super().__init__()
        self._evaluation = evaluation
        self.matrix = TypeMatrix(theme)
        self.table = TypeTable()
        self.words = label("explain")
        self.mistakes = label("explain")
        left, right = card(), card()
        left[1].addWidget(label("className", self.tr("What is taken for what")))
        left[1].addWidget(self.matrix, 1)
        right[1].addWidget(self.table)
        right[1].addSpacing(8)
        right[1].addWidget(self.words)
        right[1].addWidget(self.mistakes)
        right[1].addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(left[0], 1)
        layout.addWidget(right[0], 1)
        evaluation.judgement_changed.connect(self._show)

    def _show(self) -> None:
        report = self._evaluation.types
        if report is None:
            return
        self.matrix.show_types(report)
        self.table.show_types(report)
        self.words.setText(self._summary(report))
        self.mistakes.setText(self._mistakes())

    def _summary(self, report: TypeReport) -> str:
        words = self.tr(
            "The type of {share} of {n} defective images is told rightly, whatever their verdict. "
            "The mean F1 of the types (macro) counts each alike, however many images it has."
        ).format(share=percent(report["accuracy"]), n=count(report["n"]))
        unknown = self.tr("Not counted: {n} of {type}, which the model doesn't know.")
        left_out = [
            unknown.format(n=count(number), type=name) for name, number in report["unknown"].items()
        ]
        return " ".join([words, *left_out])

    def _mistakes(self) -> str:
        mistakes = self.matrix.mistakes()
        if not mistakes:
            return self.tr("None is taken for another.")
        named = "; ".join(mistakes[:_MISTAKES_NAMED])
        return self.tr("Most often: {mistakes}.").format(mistakes=named)
