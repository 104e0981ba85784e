"""The band between OK and DEF: pulled by hand or found by cost, its escapes counted at once."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui.bridge import Bridge
from gui.theme import Theme
from gui.trainer.evaluate.band_plot import BandPlot
from gui.trainer.evaluate.cost_card import CostCard
from gui.trainer.evaluate.evaluation import Evaluation
from gui.trainer.evaluate.figure_table import FigureTable
from gui.trainer.package_facts import PROVEN
from gui.widgets.cards import card, label
from gui.words import count, percent, sentence
from inference.station.threshold_book import ThresholdBook, ThresholdBookError
from inference.verdict import Thresholds
from training.evaluation.evaluate import Rate, further_to_prove, rate

_LEAST = 0.0001


class ThresholdsView(QWidget):
    """What is tried here changes nothing on the line until `use` is clicked."""

    def __init__(self, evaluation: Evaluation, bridge: Bridge, theme: Theme, book: Path) -> None:
        """`book` is `Home.thresholds`: the thresholds by model."""
        super().__init__()
        self._evaluation = evaluation
        self._bridge = bridge
        self._book = ThresholdBook(book)
        self.plot = BandPlot(theme)
        self.unsure, self.defect = _box(self.tr("UNSURE from")), _box(self.tr("DEF from"))
        self.rates = FigureTable(
            [self.tr("Count"), self.tr("Of"), self.tr("Rate"), self.tr("95 % interval"),
             self.tr("To prove {share}").format(share=percent(PROVEN))],
            [self.tr("Escapes"), self.tr("Overkills"), self.tr("To a person")],
        )  # fmt: skip
        self.rates.setToolTip(
            self.tr(
                "To prove: so many more parts, all judged rightly, would bring the interval there"
            )
        )
        self.costs = CostCard(evaluation)
        self.use = QPushButton(self.tr("Use these thresholds"))
        self.use.setObjectName("primary")
        self.back = QPushButton(self.tr("The model's own"))
        self.said = label("explain")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        left, column = card()
        column.addWidget(self.plot, 1)
        boxes = QHBoxLayout()
        boxes.setSpacing(10)
        for words, box in (
            (self.tr("UNSURE from"), self.unsure),
            (self.tr("DEF from"), self.defect),
        ):
            boxes.addWidget(label("caption", words))
            boxes.addWidget(box)
        boxes.addStretch(1)
        column.addLayout(boxes)
        column.addWidget(self.rates)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self.costs)
        right.addStretch(1)
        right.addWidget(self.said)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addWidget(self.back)
        buttons.addWidget(self.use)
        right.addLayout(buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(left, 3)
        layout.addLayout(right, 2)

    def _connect(self) -> None:
        self.plot.moved.connect(self._evaluation.try_band)
        self.unsure.valueChanged.connect(self._typed_unsure)
        self.defect.valueChanged.connect(self._typed_def)
        self.use.clicked.connect(self.use_band)
        self.back.clicked.connect(self._go_back)
        self._evaluation.judgement_changed.connect(self._show_parts)
        self._evaluation.band_changed.connect(self._show)

    # What the engineer does

    def use_band(self) -> None:
        """On the line at once where this model judges there; else kept until it does."""
        facts, band = self._evaluation.facts, self._evaluation.band
        if facts is None:
            return
        if self._bridge.snapshot.model_id == facts.model_id:
            self._bridge.set_thresholds(band)
            self.said.setText(self.tr("The line judges with them from the next part on."))
            return
        try:
            self._book.choose(facts.model_id, band)
        except (ThresholdBookError, OSError) as error:
            self.said.setText(sentence(str(error)))
        else:
            self.said.setText(self.tr("Kept for this model: once released, it judges with them."))

    def _go_back(self) -> None:
        if self._evaluation.facts is not None:
            self._evaluation.try_band(self._evaluation.facts.thresholds)

    def _typed_unsure(self, value: float) -> None:
        """The one that is typed pushes the other along."""
        self._evaluation.try_band(Thresholds(value, max(value, self._evaluation.band.def_from)))

    def _typed_def(self, value: float) -> None:
        self._evaluation.try_band(Thresholds(min(value, self._evaluation.band.unsure_from), value))

    # What is shown

    def _show_parts(self) -> None:
        judgement = self._evaluation.judgement
        if judgement is not None:
            self.plot.show_parts(judgement.judged.probability_def, judgement.judged.is_def)

    def _show(self) -> None:
        band, metrics = self._evaluation.band, self._evaluation.metrics()
        if metrics is None:
            return
        self.plot.show_band(band)
        for box, value in ((self.unsure, band.unsure_from), (self.defect, band.def_from)):
            with QSignalBlocker(box):
                box.setValue(value)
        self._write(0, rate(metrics.auto.escapes, metrics.escapes.of), proves=True)
        self._write(1, rate(metrics.auto.overkills, metrics.overkills.of), proves=True)
        unsure = metrics.n - round(metrics.auto.share * metrics.n)
        self._write(2, rate(unsure, metrics.n), proves=False)
        facts = self._evaluation.facts
        self.back.setEnabled(facts is not None and facts.thresholds != band)
        self.said.setText("")

    def _write(self, row: int, found: Rate, *, proves: bool) -> None:
        more = count(further_to_prove(found.count, found.of, PROVEN)) if proves else ""
        interval = self.tr("{low} to {high}").format(
            low=percent(found.low, 2), high=percent(found.high, 2)
        )
        texts = [count(found.count), count(found.of), percent(found.rate, 2), interval, more]
        self.rates.write(row, texts)


def _box(name: str) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setDecimals(4)
    box.setRange(_LEAST, 1.0)
    box.setSingleStep(0.01)
    box.setKeyboardTracking(False)
    box.setAccessibleName(name)
    return box
