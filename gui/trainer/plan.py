"""What has been settled so far on the way to a model: the steps share it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from gui.trainer.data.survey import Survey
from gui.trainer.package_facts import PackageFacts
from inference.home import Home
from inference.part.choices import PartChoice
from training.augmentation.augment import Augmentation
from training.data.left_out import LeftOut, LeftOutError
from training.fitting.fit_settings import FIT_SETTINGS
from training.runs.order import DEFAULT_RECIPE


@dataclass(frozen=True, slots=True)
class Trained:
    """A run that came to its end."""

    package: Path
    metrics: dict[str, Any]
    """On the validation images: `training.evaluation.evaluate.Metrics.as_dict()`."""
    seconds: float
    folder: Path | None = None
    """What it was trained on, as it was chosen."""


class Plan(QObject):
    """`changed` comes with each of them."""

    changed = Signal()

    def __init__(self, home: Home) -> None:
        super().__init__()
        self.home = home
        self.survey: Survey | None = None
        self._chosen_recipe: str | None = None
        self.augmentation: Augmentation | None = None
        """None: the recipe's own, whichever recipe that is."""
        self.part: PartChoice | None = None
        """What the model sees of each picture of the survey; None is all of it."""
        self.trained: Trained | None = None
        self.facts: PackageFacts | None = None
        self.left_out: frozenset[Path] = frozenset()
        """Images of the survey's folder that training leaves out."""
        self.left_out_problem = ""
        """Why the list of them can't be read; nothing is to be trained then."""

    def set_survey(self, survey: Survey | None) -> None:
        self.survey = survey
        if survey is None:  # another folder's pictures are other pictures
            self.part = None
        self._read_left_out()
        self.changed.emit()

    def leave_out(self, paths: frozenset[Path]) -> str:
        """Leave these out, and no others. Why it can't be kept; empty when it is."""
        if self.survey is None:
            return ""
        try:
            LeftOut(self.home.left_out).choose(self.survey.chosen, paths)
        except (LeftOutError, OSError) as error:
            return str(error)
        self.left_out = paths
        self.changed.emit()
        return ""

    def _read_left_out(self) -> None:
        self.left_out, self.left_out_problem = frozenset(), ""
        if self.survey is not None:
            try:
                self.left_out = LeftOut(self.home.left_out).of(self.survey.chosen)
            except LeftOutError as error:
                self.left_out_problem = str(error)

    @property
    def recipe(self) -> str:
        """The one that was chosen; until then what is recommended for the survey's images."""
        return self._chosen_recipe or self.recommended

    @property
    def recommended(self) -> str:
        return self.survey.recommended if self.survey else DEFAULT_RECIPE

    def set_recipe(self, recipe: str) -> None:
        self._chosen_recipe = recipe
        self.changed.emit()

    def set_part(self, part: PartChoice | None) -> None:
        self.part = part
        self.changed.emit()

    @property
    def used_augmentation(self) -> Augmentation:
        """What a run would be given now."""
        return self.augmentation or FIT_SETTINGS[self.recipe].augmentation

    def set_augmentation(self, augmentation: Augmentation | None) -> None:
        self.augmentation = augmentation
        self.changed.emit()

    def set_trained(self, trained: Trained | None) -> None:
        self.trained, self.facts = trained, None
        if trained is not None and self.survey is not None and trained.folder == self.survey.chosen:
            self.survey = replace(self.survey, earlier=trained.package)
        self.changed.emit()

    def set_facts(self, facts: PackageFacts) -> None:
        """What the package of `trained` says of itself."""
        self.facts = facts
        self.changed.emit()
