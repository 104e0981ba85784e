"""What escapes, overkills and reviews cost -> what the band costs, and the one that costs least."""

from __future__ import annotations

from PySide6.QtWidgets import QDoubleSpinBox, QFrame, QGridLayout, QPushButton, QVBoxLayout

from gui.trainer.evaluate.evaluation import Evaluation
from gui.trainer.evaluate.figure_table import FigureTable
from gui.widgets.cards import label
from training.evaluation.costs import Bill, Costs, bill, cheapest_band

_FIRST = Costs(escape=100.0, overkill=5.0, review=1.0, defect_share=0.02)
_DEAREST = 1e7


class CostCard(QFrame):
    """Counts again with each change; the band is only taken over on a click."""

    def __init__(self, evaluation: Evaluation) -> None:
        super().__init__()
        self._evaluation = evaluation
        self.setObjectName("panel")
        self.escape = _box(_FIRST.escape, _DEAREST)
        self.overkill = _box(_FIRST.overkill, _DEAREST)
        self.review = _box(_FIRST.review, _DEAREST)
        self.share = _box(100 * _FIRST.defect_share, 100.0)
        self.share.setSuffix(" %")
        for box in (self.escape, self.overkill, self.review, self.share):
            box.setProperty("typed", True)  # without buttons: what things cost is known
        self.bills = FigureTable(
            [self.tr("Escapes"), self.tr("Overkills"), self.tr("Reviews"), self.tr("Cost")],
            [self.tr("This band"), self.tr("The model's own"), self.tr("The cheapest")],
        )
        self.take = QPushButton(self.tr("Try the cheapest band"))
        self.take.clicked.connect(self._take)
        self._cheapest: Bill | None = None
        self._lay_out()
        for box in (self.escape, self.overkill, self.review, self.share):
            box.valueChanged.connect(self._find_cheapest)
        evaluation.judgement_changed.connect(self._find_cheapest)
        evaluation.band_changed.connect(self._show)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 16)
        column.setSpacing(8)
        title = label("className", self.tr("What one costs, and the line's share of defects"))
        column.addWidget(title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        boxes = (
            (self.tr("Escape"), self.escape),
            (self.tr("Overkill"), self.overkill),
            (self.tr("Review"), self.review),
            (self.tr("Defective"), self.share),
        )
        for place, (words, box) in enumerate(boxes):
            box.setAccessibleName(words)
            caption = label("caption", words)
            caption.setWordWrap(False)  # a layout gives wrapped words no height of their own
            grid.addWidget(caption, 0, place)
            grid.addWidget(box, 1, place)
        column.addLayout(grid)
        expected = label("explain", self.tr("Expected of 1 000 parts of the line"))
        expected.setWordWrap(False)
        column.addWidget(expected)
        column.addWidget(self.bills)
        column.addWidget(self.take)

    def costs(self) -> Costs:
        return Costs(
            escape=self.escape.value(),
            overkill=self.overkill.value(),
            review=self.review.value(),
            defect_share=self.share.value() / 100,
        )

    def _find_cheapest(self) -> None:
        judgement = self._evaluation.judgement
        self._cheapest = None
        if judgement is not None:
            answers = judgement.judged.probability_def, judgement.judged.is_def
            costs = self.costs()
            self._cheapest = bill(*answers, cheapest_band(*answers, costs), costs)
        self._show()

    def _show(self) -> None:
        judgement, facts = self._evaluation.judgement, self._evaluation.facts
        if judgement is None or facts is None or self._cheapest is None:
            return
        answers, costs = (judgement.judged.probability_def, judgement.judged.is_def), self.costs()
        bands = (self._evaluation.band, facts.thresholds)
        found = [*(bill(*answers, band, costs) for band in bands), self._cheapest]
        for row, each in enumerate(found):
            figures = (each.escapes, each.overkills, each.reviews)
            self.bills.write(row, [*(f"{figure:.1f}" for figure in figures), f"{each.cost:.1f}"])
        self.take.setEnabled(self._cheapest.thresholds != self._evaluation.band)

    def _take(self) -> None:
        if self._cheapest is not None:
            self._evaluation.try_band(self._cheapest.thresholds)


def _box(value: float, most: float) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setDecimals(2)
    box.setRange(0.0, most)
    box.setValue(value)
    box.setKeyboardTracking(False)
    box.setMinimumSize(70, 40)  # not as wide as the dearest would be
    return box
