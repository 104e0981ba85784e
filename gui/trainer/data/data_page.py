"""Step 1: a folder of class folders, looked at before anything is learnt from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QStackedWidget, QVBoxLayout

from gui.theme import Theme
from gui.trainer.data.data_states import AskGood, Looking, SurveyView, Trouble
from gui.trainer.data.drop_zone import DropZone
from gui.trainer.data.earlier_model import earlier_model
from gui.trainer.data.mask_editor import MaskEditor
from gui.trainer.data.mask_work import Keep
from gui.trainer.data.part_page import PartPage
from gui.trainer.data.survey import GoodUnknown, Survey, look_at_folder
from gui.trainer.data.suspects_page import SuspectsPage
from gui.trainer.plan import Plan
from gui.trainer.step_page import StepPage
from gui.widgets.errand import Errand
from gui.words import count
from inference.home import Home
from training.data.dataset import Dataset, UnusableDataset


class DataPage(StepPage):
    """Empty, looking, asking which class is good, in trouble, or showing what was found."""

    def __init__(self, plan: Plan, theme: Theme) -> None:
        super().__init__()
        self.title = self.tr("Data")
        self._plan = plan
        self._folder: Path | None = None
        self.errand = Errand("look at images", self, (UnusableDataset, OSError))
        self.empty = DropZone(theme)
        self.looking = Looking()
        self.ask = AskGood(theme)
        self.trouble = Trouble()
        self.found = SurveyView(theme)
        self.suspects = SuspectsPage(plan, theme)
        self.masks = MaskEditor(theme)
        self.part = PartPage(plan, theme)
        self._stack = QStackedWidget()
        for state in (self.empty, self.looking, self.ask, self.trouble, self.found, self.masks):
            self._stack.addWidget(state)
        self._stack.addWidget(self.suspects)
        self._stack.addWidget(self.part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._connect()

    def _connect(self) -> None:
        self.empty.clicked.connect(self.choose_folder)
        self.trouble.other.clicked.connect(self.choose_folder)
        self.found.other.clicked.connect(self.choose_folder)
        self.ask.other.clicked.connect(self.choose_folder)
        self.looking.cancel.clicked.connect(self.forget)
        self.ask.chosen.connect(self._look_again)
        self.found.suspects.clicked.connect(self.find_suspects)
        self.suspects.done.connect(self._end_suspects)
        self.found.masks.clicked.connect(self.draw_masks)
        self.masks.done.connect(self._take_masks)
        self.found.part.clicked.connect(self.choose_part)
        self.part.done.connect(self._end_part)
        self.errand.progressed.connect(self.looking.show_progress)
        self.errand.answered.connect(self._show)
        self.errand.failed.connect(self._show_trouble)

    # What the engineer does

    def choose_folder(self) -> None:
        """Ask for a folder and look at it."""
        dialog = QFileDialog(self, self.tr("A folder of class folders"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda chosen: self.look_at(Path(chosen)))
        dialog.open()

    def look_at(self, folder: Path, good: str | None = None) -> None:
        """Read all of the folder on another thread; what was found before is forgotten."""
        self._folder = folder
        keep = self.masks.let_go()
        self.suspects.close_down()
        self.part.close_down()
        self._plan.set_survey(None)
        self.looking.begin(folder)
        self._stack.setCurrentWidget(self.looking)
        self.errand.begin(partial(_keep_and_look, keep, self._plan.home, folder, good))
        self.changed.emit()

    def draw_masks(self) -> None:
        """Where the defects are, on the images of this folder."""
        survey = self._plan.survey
        if survey is not None:
            self._stack.setCurrentWidget(self.masks)
            self.masks.open(survey.dataset, survey.read)
            self.changed.emit()

    def choose_part(self) -> None:
        """Which place of the pictures is the part."""
        self._stack.setCurrentWidget(self.part)
        self.part.open()
        self.changed.emit()

    def _end_part(self) -> None:
        self._stack.setCurrentWidget(self.found)
        self.changed.emit()

    def find_suspects(self) -> None:
        """Labels that the images of this folder speak against."""
        self._stack.setCurrentWidget(self.suspects)
        self.suspects.begin()
        self.changed.emit()

    def _end_suspects(self) -> None:
        self._stack.setCurrentWidget(self.found)
        self.changed.emit()

    def forget(self) -> None:
        """Back to the empty page."""
        self.errand.cancel()
        self._folder = None
        self._stack.setCurrentWidget(self.empty)
        self.changed.emit()

    def _look_again(self, good: str) -> None:
        if self._folder is not None:
            self.look_at(self._folder, good)

    # What came of it

    def _show(self, answer: object) -> None:
        if isinstance(answer, GoodUnknown):
            self.ask.show_classes(answer)
            self._stack.setCurrentWidget(self.ask)
        elif isinstance(answer, Survey):
            self.found.show_survey(answer)
            self._stack.setCurrentWidget(self.found)
            self._plan.set_survey(answer)
        self.changed.emit()

    def _take_masks(self, dataset: object) -> None:
        survey = self._plan.survey
        if survey is not None and isinstance(dataset, Dataset):
            masks = {file.path: file for file in dataset.files}
            read = tuple(masks[file.path] for file in survey.read)
            self._show(replace(survey, dataset=dataset, read=read))

    def _show_trouble(self, why: str) -> None:
        self.trouble.say(why)
        self._stack.setCurrentWidget(self.trouble)
        self.changed.emit()

    # The step

    @property
    def state(self) -> DropZone | QFrame:
        """Which of them is shown."""
        shown = self._stack.currentWidget()
        assert isinstance(shown, DropZone | QFrame)
        return shown

    def obstacle(self) -> str:
        if self.errand.is_running:
            return self.tr("Looking at the images")
        if self.state is self.masks:
            return self.tr("Finish the masks")
        if self.state is self.ask:
            return self.tr("Say which class is good")
        return "" if self._plan.survey else self.tr("Choose the data first")

    def summary(self) -> str:
        survey = self._plan.survey
        if survey is None:
            return ""
        return self.tr("{n} images, {folder}").format(
            n=count(survey.readable), folder=survey.chosen.name
        )

    def close_down(self) -> None:
        self.errand.cancel()
        self.suspects.close_down()
        self.part.close_down()
        self.masks.let_go().at_the_end()


def _keep_and_look(
    keep: Keep, home: Home, folder: Path, good: str | None, say: Callable[[int, int], None]
) -> Survey | GoodUnknown:
    """On the thread. Raises `UnusableDataset`, and `OSError` for a mask that can't be kept."""
    keep()
    found = look_at_folder(folder, good, say)
    if isinstance(found, Survey):
        return replace(found, earlier=earlier_model(home, found.dataset))
    return found
