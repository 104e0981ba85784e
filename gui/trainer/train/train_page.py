"""Step 3: a run in a process of its own; the line goes on meanwhile."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout

from gui.theme import Theme
from gui.trainer.plan import Plan, Trained
from gui.trainer.step_page import StepPage
from gui.trainer.train.order_card import OrderCard
from gui.trainer.train.run_view import RunView
from gui.words import counted, percent
from inference.home import Home
from training.runs.order import TrainingOrder, UnusableOrder
from training.runs.process import TrainingJob
from training.runs.run_folder import RunFolder, unfinished_runs
from training.runs.snapshot import JobSnapshot, JobState

_LOOK_EVERY_MS = 150


class Job(Protocol):
    """What this page needs of `training.runs.process.TrainingJob`. Every call returns at once."""

    def start(self) -> None: ...
    def stop(self) -> None: ...
    def cancel(self) -> None: ...
    def snapshot(self) -> JobSnapshot: ...


def make_job(order: TrainingOrder, home: Home) -> Job:
    """Made, not begun: a process of its own does it, and a thread of its own watches that."""
    return TrainingJob(order, home.runs)


class TrainPage(StepPage):
    """The order on the left, the run on the right. Looks at the job by a timer."""

    def __init__(self, plan: Plan, theme: Theme) -> None:
        super().__init__()
        self.title = self.tr("Train")
        self._plan = plan
        self.job: Job | None = None
        self.order = OrderCard(plan, theme)
        self.run = RunView(theme)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.order)
        layout.addWidget(self.run, 1)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self.order.start.clicked.connect(self.begin)
        self.order.go_on.clicked.connect(self.go_on)
        self.order.stop.clicked.connect(self.stop)
        self.order.cancel.clicked.connect(self.cancel)

    @property
    def is_running(self) -> bool:
        return self.job is not None and not self.job.snapshot().is_over

    def showEvent(self, _: object) -> None:
        self.order.offer_to_go_on(None if self.is_running else self._cut_off())

    # What the engineer does

    def begin(self) -> None:
        """Train what the steps before have settled."""
        order = self.order.order()
        if order is not None and not self.is_running:
            self._run(make_job(order, self._plan.home))

    def go_on(self) -> None:
        """With the newest run that was cut off, from its last checkpoint."""
        run = self._cut_off()
        if run is None or self.is_running:
            return
        try:
            self._run(TrainingJob.resumed(run))
        except UnusableOrder as error:
            self.order.say_trouble(str(error))

    def stop(self) -> None:
        """End soon, and keep the best so far."""
        if self.job is not None:
            self.job.stop()

    def cancel(self) -> None:
        """End, and keep nothing."""
        if self.job is not None:
            self.job.cancel()

    def _run(self, job: Job) -> None:
        self.job = job
        self._plan.set_trained(None)
        self.order.offer_to_go_on(None)
        job.start()
        self._timer.start()
        self._look()

    def _cut_off(self) -> RunFolder | None:
        runs = unfinished_runs(self._plan.home.runs)
        return runs[-1] if runs else None

    # What comes of it

    def _look(self) -> None:
        if self.job is None:
            return
        now = self.job.snapshot()
        self.order.show_run(now)
        self.run.show_run(now)
        if now.is_over:
            self._timer.stop()
            self._end(now)
        self.changed.emit()

    def _end(self, now: JobSnapshot) -> None:
        if now.state is JobState.FINISHED and now.package and now.metrics:
            seconds, folder = now.seconds or 0.0, now.order.folder
            self._plan.set_trained(Trained(now.package, now.metrics, seconds, folder))
        elif now.state is JobState.FAILED:
            self.order.offer_to_go_on(self._cut_off())

    # The step

    def obstacle(self) -> str:
        if self.is_running:
            return self.tr("Training is under way")
        return "" if self._plan.trained else self.tr("Train a model first")

    def summary(self) -> str:
        if self.is_running and self.job is not None:
            now = self.job.snapshot()
            if now.is_learnt:
                return self.tr("learnt, being packaged")
            return self.tr("running, {share}").format(share=percent(now.progress, 0))
        return self._plan.trained.package.name if self._plan.trained else ""

    def under_way(self) -> str:
        """The run, if there is one, and what is left of it when the window closes."""
        if not self.is_running or self.job is None:
            return ""
        done = len(self.job.snapshot().history)
        if not done:
            return self.tr(
                "The run ends with the window. It has not finished an epoch yet: next time it "
                "begins anew."
            )
        lost = counted(
            done,
            self.tr("Nothing is lost of the epoch that is done"),
            self.tr("Nothing is lost of the {n} epochs that are done"),
        )
        return self.tr(
            "The run ends with the window. {lost}: step Train offers to go on from there when "
            "Lineside is opened again."
        ).format(lost=lost)

    def close_down(self) -> None:
        """The process ends with this one; it can be gone on with later."""
        self._timer.stop()
