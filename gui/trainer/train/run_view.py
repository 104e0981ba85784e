"""A training run while it works: how far, how long yet, the curves, what it said."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QVBoxLayout,
)

from gui.theme import Theme
from gui.trainer.train.learning_curves import LearningCurves
from gui.trainer.train.run_words import log_lines, progress_words, time_left
from training.runs.snapshot import JobSnapshot, JobState

_LOG_PX = 132
_STEPS = 1000


class RunView(QFrame):
    """Quiet until there is a run."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.words = QLabel(self.tr("Nothing is trained yet"))
        self.words.setObjectName("className")
        self.left = QLabel()
        self.left.setObjectName("explain")
        self.bar = QProgressBar()
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self.curves = LearningCurves(theme)
        self.log = QPlainTextEdit()
        self.log.setReadOnly(True)
        self.log.setFixedHeight(_LOG_PX)
        self.log.setPlaceholderText(
            self.tr("It runs beside the line, in a process of its own; the line goes on.")
        )
        self._lines: list[str] = []
        top = QHBoxLayout()
        top.addWidget(self.words, 1)
        top.addWidget(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 10)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.bar)
        column.addWidget(self.curves, 1)
        column.addWidget(self.log)

    def show_run(self, now: JobSnapshot) -> None:
        """How it stands."""
        self.words.setText(progress_words(now))
        self.left.setText(time_left(now))
        waits = now.state is JobState.RUNNING and (now.is_learnt or not now.epoch)
        self.bar.setRange(0, 0 if waits else _STEPS)
        done = 1.0 if now.state is JobState.FINISHED else now.progress
        self.bar.setValue(round(_STEPS * done))
        self.curves.show_history(now.history, now.epochs)
        lines = log_lines(now)
        if lines != self._lines:
            self._lines = lines
            self.log.setPlainText("\n".join(lines))
            bar = self.log.verticalScrollBar()
            bar.setValue(bar.maximum())
