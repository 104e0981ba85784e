"""Step 4: what the new model is worth on images that it did not learn from."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from gui.theme import Theme
from gui.trainer.confusion_view import ConfusionView
from gui.trainer.package_facts import PROVEN, PackageFacts, package_facts
from gui.trainer.plan import Plan, Trained
from gui.trainer.rate_bar import RateBar
from gui.trainer.score_table import ScoreTable
from gui.trainer.step_page import StepPage
from gui.widgets.errand import Errand
from gui.words import count, percent, sentence, threshold
from inference.package import PackageError
from inference.verdict import Thresholds


class EvaluatePage(StepPage):
    """Reads the package back on another thread: what is shown is what was written."""

    def __init__(self, plan: Plan, theme: Theme) -> None:
        super().__init__()
        self.title = self.tr("Evaluate")
        self._plan = plan
        self._read: Trained | None = None
        self.errand = Errand("read package", self, (PackageError, OSError, KeyError))
        self.errand.answered.connect(self._show)
        self.errand.failed.connect(self._say_trouble)
        self.heading = _label("title")
        self.figures = _label("explain")
        self.confusion = ConfusionView(theme)
        self.escapes = RateBar(theme, self.tr("Escapes"))
        self.overkills = RateBar(theme, self.tr("Overkills"))
        self.proof = _label("explain")
        self.scores = ScoreTable()
        self.thresholds = _label("explain")
        self.report = QPushButton(self.tr("Open the report"))
        self.report.clicked.connect(self.open_report)
        self._lay_out()
        plan.changed.connect(self._follow)

    def _lay_out(self) -> None:
        left, right = _card(), _card()
        for widget, stretch in ((self.heading, 0), (self.figures, 0), (self.confusion, 1)):
            left[1].addWidget(widget, stretch)
        for one in (self.escapes, self.overkills, self.proof):
            right[1].addWidget(one)
        right[1].addSpacing(8)
        right[1].addWidget(self.scores)
        right[1].addSpacing(8)
        right[1].addWidget(self.thresholds)
        right[1].addStretch(1)
        right[1].addWidget(self.report)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(left[0], 1)
        layout.addWidget(right[0], 1)

    def _follow(self) -> None:
        """Read each new package once."""
        trained = self._plan.trained
        if trained is self._read:
            return
        self._read = trained
        self.errand.cancel()
        if trained is not None:
            self.errand.begin(lambda say: package_facts(trained.package, say))

    def _show(self, facts: object) -> None:
        assert isinstance(facts, PackageFacts)
        metrics = facts.metrics
        self.heading.setText(facts.model_id)
        self.figures.setText(_figures(metrics))
        self.confusion.show_confusion(metrics["confusion"])
        self.escapes.show_rate(metrics["escapes"])
        self.overkills.show_rate(metrics["overkills"])
        self.scores.show_scores(metrics["confusion"])
        self.thresholds.setText(self._threshold_words(facts))
        self.proof.setText(self._proof_words(facts))
        self.report.setVisible(facts.report is not None)
        self._plan.set_facts(facts)
        self.changed.emit()

    def _say_trouble(self, why: str) -> None:
        self.heading.setText(self.tr("The package can't be read"))
        self.figures.setText(sentence(why))
        self.changed.emit()

    def _threshold_words(self, facts: PackageFacts) -> str:
        auto = facts.metrics["auto"]
        outcome = self.tr(
            "So {share} are decided without a person, with {escapes} escapes and {overkills} "
            "overkills among them."
        ).format(
            share=percent(auto["share"]),
            escapes=count(auto["escapes"]),
            overkills=count(auto["overkills"]),
        )
        return f"{self._limit_words(facts.thresholds)} {outcome}"

    def _limit_words(self, band: Thresholds) -> str:
        if band.unsure_from == band.def_from:
            words = self.tr("P(def) below {ok} is OK, from there on DEF: good and bad overlap.")
        else:
            words = self.tr("P(def) below {ok} is OK, from {defect} on DEF; between, UNSURE.")
        return words.format(ok=threshold(band.unsure_from), defect=threshold(band.def_from))

    def _proof_words(self, facts: PackageFacts) -> str:
        return self.tr(
            "{n} more defective parts, all found, would prove that fewer than {share} escape."
        ).format(n=count(facts.to_prove), share=percent(PROVEN))

    def open_report(self) -> None:
        """In the browser: it is one page that needs no network."""
        facts = self._plan.facts
        if facts is not None and facts.report is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(facts.report)))

    def obstacle(self) -> str:
        if self._plan.facts is not None:
            return ""
        return self.tr("Reading the package") if self.errand.is_running else self.figures.text()

    def summary(self) -> str:
        facts = self._plan.facts
        if facts is None:
            return ""
        return self.tr("{share} right").format(share=percent(facts.metrics["accuracy"]))

    def close_down(self) -> None:
        self.errand.cancel()


def _figures(metrics: dict[str, Any]) -> str:
    right, images = percent(metrics["accuracy"]), count(metrics["n"])
    return (
        f"{right} right of {images} images that it did not learn from. The thresholds were chosen "
        f"on them, so new parts may fare a little worse. "
        f"ROC AUC {metrics['roc_auc']:.3f}, calibration error {metrics['ece']:.3f}."
    )


def _card() -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setObjectName("panel")
    column = QVBoxLayout(card)
    column.setContentsMargins(18, 14, 18, 16)
    column.setSpacing(8)
    return card, column


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    return label
