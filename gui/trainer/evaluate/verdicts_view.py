"""Right and wrong in figures: the confusion matrix, what it proves, the classification report."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.theme import Theme
from gui.trainer.evaluate.confusion_view import ConfusionView
from gui.trainer.evaluate.evaluation import Evaluation
from gui.trainer.evaluate.rate_bar import RateBar
from gui.trainer.evaluate.score_table import ScoreTable
from gui.trainer.package_facts import PROVEN
from gui.widgets.cards import card, label
from gui.words import count, percent, threshold
from inference.verdict import Thresholds
from training.evaluation.evaluate import further_to_prove


class VerdictsView(QWidget):
    """At the band that is being tried."""

    def __init__(self, evaluation: Evaluation, theme: Theme) -> None:
        super().__init__()
        self._evaluation = evaluation
        self.confusion = ConfusionView(theme)
        self.hint = label("explain", self.tr("Click on a number to see its images."))
        self.escapes = RateBar(theme, self.tr("Escapes"))
        self.overkills = RateBar(theme, self.tr("Overkills"))
        self.proof = label("explain")
        self.scores = ScoreTable()
        self.thresholds = label("explain")
        self._lay_out()
        evaluation.band_changed.connect(self._show)

    def _lay_out(self) -> None:
        left, right = card(), card()
        left[1].addWidget(self.confusion, 1)
        left[1].addWidget(self.hint)
        for one in (self.escapes, self.overkills, self.proof):
            right[1].addWidget(one)
        right[1].addSpacing(8)
        right[1].addWidget(self.scores)
        right[1].addSpacing(8)
        right[1].addWidget(self.thresholds)
        right[1].addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(left[0], 1)
        layout.addWidget(right[0], 1)

    def _show(self) -> None:
        facts, metrics = self._evaluation.facts, self._evaluation.metrics()
        if facts is None or not facts.knows_good:
            return
        # A package that keeps no single answers still has its figures.
        figures = metrics.as_dict() if metrics else facts.metrics
        band = self._evaluation.band if metrics else facts.thresholds
        self.confusion.set_clickable(metrics is not None)
        self.hint.setVisible(metrics is not None)
        self.confusion.show_confusion(figures["confusion"])
        self.escapes.show_rate(figures["escapes"])
        self.overkills.show_rate(figures["overkills"])
        self.scores.show_scores(figures["confusion"])
        self.thresholds.setText(f"{self._limit_words(band)} {self._outcome_words(figures)}")
        self.proof.setText(self._proof_words(figures["escapes"]))

    def _outcome_words(self, figures: dict[str, Any]) -> str:
        auto = figures["auto"]
        return self.tr(
            "So {share} are decided without a person, with {escapes} escapes and {overkills} "
            "overkills among them."
        ).format(
            share=percent(auto["share"]),
            escapes=count(auto["escapes"]),
            overkills=count(auto["overkills"]),
        )

    def _limit_words(self, band: Thresholds) -> str:
        if band.unsure_from == band.def_from:
            words = self.tr("P(def) below {ok} is OK, from there on DEF: good and bad overlap.")
        else:
            words = self.tr("P(def) below {ok} is OK, from {defect} on DEF; between, UNSURE.")
        return words.format(ok=threshold(band.unsure_from), defect=threshold(band.def_from))

    def _proof_words(self, escapes: dict[str, Any]) -> str:
        more = further_to_prove(escapes["count"], escapes["of"], PROVEN)
        return self.tr(
            "{n} more defective parts, all found, would prove that fewer than {share} escape."
        ).format(n=count(more), share=percent(PROVEN))
