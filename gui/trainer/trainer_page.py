"""The Trainer tab: the steps above, one page below, and what is missing for the next one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from gui.pages import Surroundings
from gui.trainer.augment.augment_page import AugmentPage
from gui.trainer.data.data_page import DataPage
from gui.trainer.evaluate.evaluate_page import EvaluatePage
from gui.trainer.model.model_page import ModelPage
from gui.trainer.plan import Plan
from gui.trainer.release.release_page import ReleasePage
from gui.trainer.step_page import StepPage
from gui.trainer.steps_row import StepsRow
from gui.trainer.train.train_page import TrainPage


class TrainerPage(QWidget):
    """Holds the pages; what is settled is in the plan."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        theme = around.theme
        self.plan = Plan(around.home)
        self.plan.setParent(self)
        self.data = DataPage(self.plan, theme)
        self.augment = AugmentPage(self.plan, theme)
        self.model = ModelPage(self.plan, theme)
        self.train = TrainPage(self.plan, theme)
        self.evaluate = EvaluatePage(self.plan, around.bridge, theme)
        self.release = ReleasePage(self.plan, around.bridge, theme)
        self.pages: Sequence[StepPage] = (
            self.data, self.augment, self.model, self.train, self.evaluate, self.release
        )  # fmt: skip
        self.row = StepsRow([page.title for page in self.pages], theme)
        self._stack = QStackedWidget()
        self._missing = QLabel()
        self._missing.setObjectName("explain")
        self.next = QPushButton()
        self.next.setObjectName("primary")
        self._lay_out()
        self.row.picked.connect(self.open_step)
        self.next.clicked.connect(lambda: self.open_step(self._stack.currentIndex() + 1))
        self.plan.changed.connect(self._follow)
        for page in self.pages:
            page.changed.connect(self._follow)
        self.open_step(0)

    def _lay_out(self) -> None:
        for page in self.pages:
            self._stack.addWidget(page)
        below = QHBoxLayout()
        below.setSpacing(16)
        below.addStretch(1)
        below.addWidget(self._missing)
        below.addWidget(self.next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(12)
        layout.addWidget(self.row)
        layout.addWidget(self._stack, 1)
        layout.addLayout(below)

    @property
    def shown(self) -> StepPage:
        """The page that one is on."""
        return self.pages[self._stack.currentIndex()]

    def open_step(self, index: int) -> None:
        """Go there, if all before it is right."""
        if index < len(self.pages) and not self._obstacle_before(index):
            self._stack.setCurrentIndex(index)
        self._follow()

    def train_on(self, folder: Path) -> None:
        """What a dropped folder is meant for."""
        self.open_step(0)
        self.data.look_at(folder)

    def refresh(self) -> None:
        """Nothing here follows the station."""

    def under_way(self) -> str:
        """What ends with the window, and what becomes of it; empty where nothing."""
        return self.train.under_way()

    def close_down(self) -> None:
        for page in self.pages:
            page.close_down()

    def _obstacle_before(self, index: int) -> str:
        obstacles = (page.obstacle() for page in self.pages[:index])
        return next(filter(None, obstacles), "")

    def _follow(self) -> None:
        current = self._stack.currentIndex()
        for index, (page, button) in enumerate(zip(self.pages, self.row.buttons, strict=True)):
            before = self._obstacle_before(index)
            summary = "" if before else page.summary()
            button.show_step(before or summary, settled=bool(summary), can_open=not before)
            button.setChecked(index == current)
        is_last = current == len(self.pages) - 1
        obstacle = self._obstacle_before(current + 1)
        self._missing.setText("" if is_last else obstacle)
        self.next.setVisible(not is_last)
        self.next.setEnabled(not obstacle)
        if not is_last:
            self.next.setText(self.tr("Next: {step}").format(step=self.pages[current + 1].title))
            self.next.setMinimumWidth(200)
