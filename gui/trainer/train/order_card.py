"""What is to be trained, and the buttons that begin and end it."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gui.theme import Theme
from gui.trainer.picture_strip import PictureStrip
from gui.trainer.plan import Plan
from gui.trainer.train.mode_choice import ModeChoice
from gui.widgets.cards import label
from gui.widgets.scrolling import scrolling
from gui.words import count, sentence
from training.fitting.fit_settings import FIT_SETTINGS
from training.runs.order import TrainingOrder
from training.runs.run_folder import RunFolder
from training.runs.snapshot import JobSnapshot, JobState

_WIDTH = 360
_THUMBNAIL_PX = 60
_MOST_EPOCHS = 500
_EVENTS = "tensorboard"
_NAME = re.compile(r"\w[\w .-]{0,79}")


class OrderCard(QFrame):
    """The form while nothing runs; while something does, how to end it."""

    def __init__(self, plan: Plan, theme: Theme) -> None:
        super().__init__()
        self._plan = plan
        self._runs = False
        self.setObjectName("panel")
        self.setFixedWidth(_WIDTH)
        self.what = label("className")
        self._strip = PictureStrip(theme, _THUMBNAIL_PX)
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name of the model"))
        self.mode = ModeChoice()
        self._epochs_caption = _caption(self.tr("Epochs: how often all images are gone through"))
        self.epochs = QSpinBox()
        self.epochs.setRange(0, _MOST_EPOCHS)
        self.epochs.setAccessibleName(self.tr("Epochs"))
        self.balance = QCheckBox(self.tr("Weigh good and defective alike"))
        self.same_split = QCheckBox(self.tr("Check on the same images as before"))
        self.same_split.setChecked(True)
        self.events = QCheckBox(self.tr("Write a log for TensorBoard"))
        self.events.setToolTip(str(plan.home.logs / _EVENTS))
        self.trouble = label("figure")
        self.start = self._button(self.tr("Start training"), "primary")
        self.go_on = self._button(self.tr("Go on with the run that was cut off"))
        self.stop = self._button(self.tr("Stop, and keep the best so far"))
        self.cancel = self._button(self.tr("Cancel"))
        self._lay_out()
        plan.changed.connect(self._follow_plan)
        self.name.textChanged.connect(self._follow)
        self.mode.changed.connect(self._follow)
        self._follow_plan()
        self.offer_to_go_on(None)

    def _button(self, text: str, name: str = "") -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        return button

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.what)
        column.addWidget(scrolling(self._form()), 1)
        for widget in (self.trouble, self.start, self.go_on, self.stop, self.cancel):
            column.addWidget(widget)

    def _form(self) -> QWidget:
        """Scrolls in a low window: the buttons stay in sight."""
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 8, 0)  # of the bar
        column.setSpacing(8)
        for widget in (
            self._strip,
            _caption(self.tr("Name of the model")),
            self.name,
            self.mode,
            self._epochs_caption,
            self.epochs,
            self.same_split,
            self.balance,
            self.events,
        ):
            column.addWidget(widget)
        column.addStretch(1)
        return form

    def order(self) -> TrainingOrder | None:
        """None while something is missing."""
        survey = self._plan.survey
        if survey is None or self._what_is_wrong():
            return None
        return TrainingOrder(
            folder=survey.chosen,
            out=self._plan.home.models / self.name.text().strip(),
            recipe=self._plan.recipe,
            good=survey.dataset.good,
            mode=self.mode.mode,
            epochs=None if self.mode.is_quick else self.epochs.value() or None,
            balances_classes=self.balance.isChecked(),
            augmentation=None if self.mode.is_quick else self._plan.augmentation,
            part=self._plan.part,
            excluded=tuple(sorted(self._plan.left_out)),
            tensorboard=self._event_files(),
            split=self._earlier() if self.same_split.isChecked() else None,
        )

    def _earlier(self) -> Path | None:
        """The model that the new one is to be compared with; it may have been deleted since."""
        earlier = self._plan.survey.earlier if self._plan.survey else None
        return earlier if earlier is not None and earlier.exists() else None

    def _event_files(self) -> Path | None:
        wanted = self.events.isChecked()
        return self._plan.home.logs / _EVENTS / self.name.text().strip() if wanted else None

    def show_run(self, now: JobSnapshot) -> None:
        """The form is shut while a run is under way."""
        self._runs = not now.is_over
        self.stop.setEnabled(bool(now.history) and not now.is_ending and not now.is_learnt)
        self.stop.setToolTip("" if now.history else self.tr("After the first epoch"))
        self.cancel.setEnabled(not (now.is_ending and now.state is JobState.QUEUED))
        if now.is_over and now.state is not JobState.FAILED:
            self._propose_name()
        self._follow()
        if now.state is JobState.FAILED:
            self.say_trouble(now.error or now.message)

    def say_trouble(self, why: str) -> None:
        self.trouble.setText(sentence(why))
        self.trouble.setVisible(bool(why))

    def offer_to_go_on(self, run: RunFolder | None) -> None:
        """With this run, which was cut off."""
        self.go_on.setVisible(run is not None)
        self.go_on.setToolTip(run.run_id if run else "")

    def _follow_plan(self) -> None:
        survey = self._plan.survey
        self.mode.show_recipe(self._plan.recipe)
        settings = FIT_SETTINGS[self._plan.recipe]
        learnt = round((survey.readable if survey else 0) * (1 - settings.validation_share))
        default = settings.epochs_for(learnt) if learnt else settings.epochs
        recommended = self.tr("as recommended ({n})").format(n=default)
        self.epochs.setSpecialValueText(recommended)
        earlier = self._earlier()
        self.same_split.setVisible(earlier is not None)
        if earlier is not None:
            why = self.tr(
                "Images stay on the side where they were for {model}, to learn from or to check "
                "on, so that both models can be compared. New images are shared out."
            )
            self.same_split.setToolTip(why.format(model=earlier.stem))
        if survey is not None:
            words = self.tr("{recipe}, from {n} images")
            self.what.setText(words.format(recipe=self._plan.recipe, n=count(survey.readable)))
            pictures = [picture for found in survey.classes for picture in found.samples[:2]]
            self._strip.show_pictures(pictures, survey.readable)
            if not self.name.text():
                self._propose_name()
        self._follow()

    def _propose_name(self) -> None:
        """The data's name, with a number where there is a model of that name."""
        survey = self._plan.survey
        base = re.sub(r"[^\w .-]", "-", survey.chosen.name)[:70] if survey else ""
        names = [base, *(f"{base}-{number}" for number in range(2, 1000))]
        models = self._plan.home.models
        self.name.setText(next((name for name in names if not (models / name).exists()), base))

    def _what_is_wrong(self) -> str:
        name = self.name.text().strip()
        if not _NAME.fullmatch(name):
            return self.tr("Name the model: letters, digits, spaces, dots, hyphens.")
        if (self._plan.home.models / name).exists():
            return self.tr("There is a model of this name already.")
        return self._plan.left_out_problem

    def _follow(self) -> None:
        wrong = "" if self._runs else self._what_is_wrong()
        self.say_trouble(wrong)
        for widget in (self._epochs_caption, self.epochs):
            widget.setVisible(not self.mode.is_quick)
        for widget in (
            self.name, self.mode, self.epochs, self.same_split, self.balance, self.events
        ):  # fmt: skip
            widget.setEnabled(not self._runs)
        self.start.setVisible(not self._runs)
        self.start.setEnabled(not wrong)
        for button in (self.stop, self.cancel):
            button.setVisible(self._runs)


def _caption(text: str) -> QWidget:
    return label("caption", text)
