"""Step 5: the new model onto the line, and the last one back with one click."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from gui.bridge import Bridge
from gui.theme import Theme
from gui.trainer.plan import Plan
from gui.trainer.release.contest import Challenge
from gui.trainer.release.contest_panel import ContestPanel
from gui.trainer.release.model_card import ModelCard
from gui.trainer.step_page import StepPage
from gui.words import UNKNOWN, count, counted, percent, place, sentence


class ReleasePage(StepPage):
    """Shows both models on the same images before anything is exchanged."""

    def __init__(self, plan: Plan, bridge: Bridge, theme: Theme) -> None:
        super().__init__()
        self.title = self.tr("Release")
        self._plan = plan
        self._bridge = bridge
        self._before: str | None = None
        self._was_on = False
        self.now = ModelCard(self.tr("On the line now"))
        self.new = ModelCard(self.tr("New"))
        self.contest = ContestPanel(theme, self._challenge)
        self._compared: Path | None = None
        self.words = QLabel()
        self.words.setObjectName("explain")
        self.words.setWordWrap(True)
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
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.now)
        left.addWidget(self.new)
        left.addStretch(1)
        left.addWidget(self.words)
        for button in (self.back, self.use):
            left.addWidget(button)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addLayout(left, 3)
        layout.addWidget(self.contest, 7)

    # What the engineer does

    def release(self) -> None:
        """The station checks it, and exchanges the models between two parts."""
        facts, now = self._plan.facts, self._bridge.snapshot
        if facts is not None:
            self._before = now.model_id or UNKNOWN
            self._bridge.set_model(facts.path)

    def roll_back(self) -> None:
        """The model that judged before the release judges again."""
        self._bridge.roll_back()

    # What is shown

    def refresh(self) -> None:
        """Whatever the station says now."""
        facts, is_on = self._plan.facts, self._is_on_the_line()
        self.use.setEnabled(facts is not None and not is_on)
        self.back.setVisible(self._before is not None and is_on)
        self.contest.allow(facts is not None and not is_on and self._plan.survey is not None)
        self._forget_another()
        if self.isVisible():
            self._show_models()
        if is_on != self._was_on:
            self._was_on = is_on
            self.changed.emit()

    def _show_models(self) -> None:
        facts, now = self._plan.facts, self._bridge.snapshot
        judged = counted(
            now.counters.judged,
            self.tr("1 part judged since the station started"),
            self.tr("{n} parts judged since the station started"),
        )
        self.now.show_model(now.model_id or UNKNOWN, [judged])
        if facts is not None:
            right = self.tr("{share} right of {n} images that it did not learn from").format(
                share=percent(facts.metrics["accuracy"]), n=count(facts.metrics["n"])
            )
            self.new.show_model(facts.model_id, [right, place(facts.path)])
        if self._before is not None:
            self.back.setText(self.tr("Back to {model}").format(model=self._before))
        self.words.setText(self._state_words())

    def _forget_another(self) -> None:
        """What was compared says nothing of a model that was trained since."""
        path = self._plan.facts.path if self._plan.facts else None
        if path != self._compared:
            self._compared = path
            self.contest.forget()

    def _challenge(self, images: Path | None) -> Challenge | None:
        facts, survey = self._plan.facts, self._plan.survey
        if facts is None or survey is None:
            return None
        return Challenge(
            home=self._plan.home,
            old=self._bridge.settings.model,
            new=facts.path,
            data=survey.chosen,
            classes=survey.dataset.folder,
            good=survey.dataset.good,
            given=images,
        )

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

    def close_down(self) -> None:
        self.contest.errand.cancel()

    def obstacle(self) -> str:
        return ""

    def summary(self) -> str:
        return self.tr("on the line") if self._is_on_the_line() else ""
