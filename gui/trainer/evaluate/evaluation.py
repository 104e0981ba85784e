"""What the Evaluate step looks at: one model, the images it judged, and a band to try."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from gui.trainer.evaluate.judgement import Judgement
from gui.trainer.package_facts import PackageFacts
from inference.verdict import Thresholds
from training.evaluation.evaluate import Metrics, evaluate
from training.evaluation.robustness import Robustness


class Evaluation(QObject):
    """The views share it. Nothing in it takes long: it may follow a slider."""

    judgement_changed = Signal()
    """Another model or other images; `band_changed` follows."""
    band_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.facts: PackageFacts | None = None
        self.judgement: Judgement | None = None
        self.band = Thresholds()
        self.robustness: Robustness | None = None

    def show_facts(self, facts: PackageFacts) -> None:
        """Another model, on its validation images and with its own thresholds."""
        self.facts = facts
        self.band = facts.thresholds
        self.show_judgement(facts.judgement)

    def show_judgement(self, judgement: Judgement | None) -> None:
        """Other images; the band that is being tried stays."""
        self.judgement = judgement
        self.robustness = judgement.robustness if judgement else None
        self.judgement_changed.emit()
        self.band_changed.emit()

    def try_band(self, band: Thresholds) -> None:
        if band != self.band:
            self.band = band
            self.band_changed.emit()

    @property
    def is_on_validation(self) -> bool:
        return self.judgement is None or self.judgement.folder is None

    def metrics(self) -> Metrics | None:
        """At the band that is being tried; None where the images aren't known one by one."""
        if self.judgement is None:
            return None
        judged = self.judgement.judged
        return evaluate(judged.probability_def, judged.is_def, self.band)
