"""What the Evaluate step looks at: one model, the images it judged, and a band to try."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from gui.trainer.evaluate.judgement import JudgedTypes, Judgement
from gui.trainer.package_facts import PackageFacts
from inference.verdict import Thresholds
from training.evaluation.evaluate import Metrics, evaluate
from training.evaluation.robustness import Robustness
from training.evaluation.type_report import TypeReport


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
        self.types: TypeReport | None = None
        """None where the model tells no types, or none that the images have."""
        self.types_of: Path | None = None
        """Another folder that only the types were judged on."""

    def show_facts(self, facts: PackageFacts) -> None:
        """Another model, on its validation images and with its own thresholds."""
        self.facts = facts
        self.band = facts.thresholds
        self.show_judgement(facts.judgement)

    def show_judgement(self, judgement: Judgement | None) -> None:
        """Other images; the band that is being tried stays. None: what the package says itself."""
        self.judgement = judgement
        self.robustness = judgement.robustness if judgement else None
        self.types, self.types_of = self._types_of(judgement), None
        self.judgement_changed.emit()
        self.band_changed.emit()

    def show_types(self, judged: JudgedTypes) -> None:
        """Other images, of a model that tells types only."""
        self.judgement = None
        self.types, self.types_of = judged.types, judged.folder
        self.judgement_changed.emit()

    def _types_of(self, judgement: Judgement | None) -> TypeReport | None:
        if judgement is not None and judgement.folder is not None:
            return judgement.types
        return self.facts.metrics.get("types") if self.facts else None

    def try_band(self, band: Thresholds) -> None:
        if band != self.band:
            self.band = band
            self.band_changed.emit()

    @property
    def is_on_validation(self) -> bool:
        return self.folder is None

    @property
    def folder(self) -> Path | None:
        """Whose images are looked at; None for the validation images."""
        return self.judgement.folder if self.judgement else self.types_of

    @property
    def knows_good(self) -> bool:
        """Whether there are verdicts to be evaluated; types otherwise."""
        return self.facts is None or self.facts.knows_good

    def metrics(self) -> Metrics | None:
        """At the band that is being tried; None where the images aren't known one by one."""
        if self.judgement is None:
            return None
        judged = self.judgement.judged
        return evaluate(judged.probability_def, judged.is_def, self.band)
