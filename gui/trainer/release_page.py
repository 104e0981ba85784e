"""Step 5: the new model onto the line, and the last one back with one click."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from gui.bridge import Bridge
from gui.theme import Theme
from gui.trainer.model_card import ModelCard
from gui.trainer.plan import Plan
from gui.trainer.step_page import StepPage
from gui.words import UNKNOWN, count, percent, sentence
from inference.frame import Frame
from inference.overlay import shrunk

_PICTURES = 2
_PICTURE_PX = 560


@dataclass(frozen=True, slots=True)
class _Before:
    """What judged before a release. No path: the model that Lineside brings along."""

    path: Path | None
    model_id: str


class ReleasePage(StepPage):
    """Shows both models by their ids before anything is exchanged."""

    def __init__(self, plan: Plan, bridge: Bridge, theme: Theme) -> None:
        super().__init__()
        self.title = self.tr("Release")
        self._plan = plan
        self._bridge = bridge
        self._before: _Before | None = None
        self._was_on = False
        self.now = ModelCard(theme, self.tr("On the line now"))
        self.new = ModelCard(theme, self.tr("New"))
        self.words = QLabel()
        self.words.setObjectName("explain")
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.use = QPushButton(self.tr("Use on the line"))
        self.use.setObjectName("primary")
        self.use.clicked.connect(self.release)
        self.back = QPushButton()
        self.back.clicked.connect(self.roll_back)
        self._lay_out()
        plan.changed.connect(self.refresh)
        bridge.refreshed.connect(self.refresh)
        self.refresh()

    def _lay_out(self) -> None:
        cards = QHBoxLayout()
        cards.setSpacing(12)
        cards.addWidget(self.now, 1)
        cards.addWidget(self.new, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addStretch(1)
        for button in (self.back, self.use):
            button.setMinimumWidth(220)
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addLayout(cards, 1)
        # At the right: what the station tells comes up at the left.
        layout.addWidget(self.words)
        layout.addLayout(buttons)

    # What the engineer does

    def release(self) -> None:
        """The station checks it, and exchanges the models between two parts."""
        facts, now = self._plan.facts, self._bridge.snapshot
        if facts is not None:
            self._before = _Before(self._bridge.settings.model, now.model_id or UNKNOWN)
            self._bridge.set_model(facts.path)

    def roll_back(self) -> None:
        """The model that judged before the release judges again."""
        if self._before is not None:
            self._bridge.set_model(self._before.path)

    # What is shown

    def showEvent(self, _: object) -> None:
        """Pictures are taken once: the line's parts would flicker past."""
        frames = [part.frame for part in self._bridge.recent]
        last = [
            shrunk(f.image, _PICTURE_PX, f.bits_per_sample) for f in frames if isinstance(f, Frame)
        ]
        self.now.show_pictures(self.tr("The last parts on the line"), last[-_PICTURES:])
        survey = self._plan.survey
        if survey is not None:
            learnt = [picture for found in survey.classes for picture in found.samples[-1:]]
            self.new.show_pictures(self.tr("Of the images it was made from"), learnt[:_PICTURES])

    def refresh(self) -> None:
        """Whatever the station says now."""
        facts, is_on = self._plan.facts, self._is_on_the_line()
        self.use.setEnabled(facts is not None and not is_on)
        self.back.setVisible(self._before is not None and is_on)
        if self.isVisible():
            self._show_models()
        if is_on != self._was_on:
            self._was_on = is_on
            self.changed.emit()

    def _show_models(self) -> None:
        facts, now = self._plan.facts, self._bridge.snapshot
        judged = self.tr("{n} parts judged since the station started")
        self.now.show_model(now.model_id or UNKNOWN, [judged.format(n=count(now.counters.judged))])
        if facts is not None:
            right = self.tr("{share} right of {n} images that it did not learn from").format(
                share=percent(facts.metrics["accuracy"]), n=count(facts.metrics["n"])
            )
            self.new.show_model(facts.model_id, [right, str(facts.path)])
        if self._before is not None:
            self.back.setText(self.tr("Back to {model}").format(model=self._before.model_id))
        self.words.setText(self._state_words())

    def _is_on_the_line(self) -> bool:
        facts = self._plan.facts
        return facts is not None and self._bridge.snapshot.model_id == facts.model_id

    def _state_words(self) -> str:
        problem = self._bridge.snapshot.model_problem
        if problem:
            return self.tr("The model was refused: {why}").format(why=sentence(problem))
        if self._is_on_the_line():
            return self.tr("The new model judges now.")
        return self.tr("The models are exchanged between two parts; the line does not stop.")

    def obstacle(self) -> str:
        return ""

    def summary(self) -> str:
        return self.tr("on the line") if self._is_on_the_line() else ""
