"""What has been settled so far on the way to a model: the steps share it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from gui.trainer.survey import Survey


@dataclass(frozen=True, slots=True)
class Trained:
    """A run that came to its end."""

    package: Path
    metrics: dict[str, object]
    seconds: float


class Plan(QObject):
    """`changed` comes with each of them."""

    changed = Signal()

    def __init__(self, models: Path) -> None:
        """`models`: the folder that packages are written to."""
        super().__init__()
        self.models = models
        self.survey: Survey | None = None
        self.trained: Trained | None = None

    def set_survey(self, survey: Survey | None) -> None:
        self.survey = survey
        self.changed.emit()

    def set_trained(self, trained: Trained | None) -> None:
        self.trained = trained
        self.changed.emit()
