"""Another labelled folder through the model: on another thread, with progress and a way back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton

from gui.trainer.evaluate.evaluation import Evaluation
from gui.trainer.evaluate.judgement import JudgedTypes, Judgement, of_folder
from gui.widgets.cards import label
from gui.widgets.errand import Errand
from gui.words import counted, sentence
from inference.package import PackageError
from training.data.dataset import UnusableDataset


class JudgedFolder(QFrame):
    """A bar below the heading; hidden as long as the validation images are looked at."""

    def __init__(self, evaluation: Evaluation) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._evaluation = evaluation
        self.errand = Errand("judge folder", self, (UnusableDataset, PackageError, OSError))
        self.words = label("explain")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.back = QPushButton(self.tr("Back to the validation images"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 10, 8)
        layout.setSpacing(14)
        layout.addWidget(self.words, 2)
        layout.addWidget(self.bar, 1)
        layout.addWidget(self.cancel)
        layout.addWidget(self.back)
        self.cancel.clicked.connect(self.forget)
        self.back.clicked.connect(self._go_back)
        self.errand.progressed.connect(self._show_progress)
        self.errand.answered.connect(self._take)
        self.errand.failed.connect(self._say_trouble)
        self.hide()

    def judge(self, folder: Path, good: str | None) -> None:
        """`good`: the good class of the data it was trained on, where this folder has it too."""
        facts = self._evaluation.facts
        if facts is None:
            return
        package = facts.package
        self.errand.begin(lambda say: of_folder(package, folder, good, say))
        self.words.setText(self.tr("Judging {folder}").format(folder=folder.name))
        self._show_parts(runs=True)

    def forget(self) -> None:
        """Stop judging; what was looked at before stays."""
        self.errand.cancel()
        self._show_parts(runs=False)

    def _go_back(self) -> None:
        facts = self._evaluation.facts
        if facts is not None:
            self._evaluation.show_judgement(facts.judgement)
        self.forget()

    def _show_progress(self, done: int, of: int) -> None:
        self.bar.setRange(0, of)
        self.bar.setValue(done)

    def _take(self, answer: object) -> None:
        if isinstance(answer, JudgedTypes):
            self._evaluation.show_types(answer)
            faults = answer.faults
        else:
            assert isinstance(answer, Judgement)
            self._evaluation.show_judgement(answer)
            faults = len(answer.judged.faults)
        words = self.tr("Another folder: {folder}.").format(folder=answer.folder)
        if faults:
            left_out = counted(
                faults,
                self.tr("1 image could not be judged and is counted nowhere."),
                self.tr("{n} images could not be judged and are counted nowhere."),
            )
            words = f"{words} {left_out}"
        self.words.setText(words)
        self._show_parts(runs=False)

    def _say_trouble(self, why: str) -> None:
        self.words.setText(sentence(why))
        self._show_parts(runs=False)
        self.show()

    def _show_parts(self, *, runs: bool) -> None:
        self.bar.setVisible(runs)
        self.cancel.setVisible(runs)
        self.back.setVisible(not runs and not self._evaluation.is_on_validation)
        self.setVisible(runs or not self._evaluation.is_on_validation)

    def close_down(self) -> None:
        self.errand.cancel()
