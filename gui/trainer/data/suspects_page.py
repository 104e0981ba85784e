"""Labels that the images speak against: found beside the window, judged by a person."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout

from gui.theme import Theme
from gui.trainer.data.suspect_pictures import Found, search
from gui.trainer.evaluate.picture_wall import PictureWall
from gui.trainer.picture_strip import PictureStrip
from gui.trainer.plan import Plan
from gui.widgets.cards import card, label
from gui.widgets.errand import Errand
from gui.words import count, defect_words, percent, probability, sentence
from training.data.dataset import UnusableDataset
from training.suspects.search import Suspect

_LARGE_PX = 300


class SuspectsPage(QFrame):
    """Takes the Data step's place until `done`. Files are never touched."""

    done = Signal()

    def __init__(self, plan: Plan, theme: Theme) -> None:
        super().__init__()
        self._plan = plan
        self._found: Found | None = None
        self.errand = Errand("suspects", self, (UnusableDataset, OSError))
        self.heading = label("title", self.tr("Suspicious labels"))
        self.words = label("explain")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.back = QPushButton(self.tr("Back to the data"))
        self.wall = PictureWall(self.tr("Images with suspicious labels, the worst first"))
        self.large = PictureStrip(theme, _LARGE_PX)
        self.name = label("className")
        self.said = label("figure")
        self.leave_out = QPushButton(self.tr("Leave it out"))
        self.leave_out.setCheckable(True)
        self.open = QPushButton(self.tr("Open the file"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(14)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.heading)
        words.addWidget(self.words)
        top.addLayout(words, 1)
        top.addWidget(self.back)
        left, right = card(), card()
        left[1].addWidget(self.wall)
        for widget in (self.large, self.name, self.said):
            right[1].addWidget(widget)
        right[1].addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        for button in (self.leave_out, self.open):
            buttons.addWidget(button)
        right[1].addLayout(buttons)
        right[0].setFixedWidth(_LARGE_PX + 36)
        self._one = right[0]
        columns = QHBoxLayout()
        columns.setSpacing(12)
        columns.addWidget(left[0], 1)
        columns.addWidget(right[0])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(top)
        layout.addWidget(self.bar)
        layout.addLayout(columns, 1)

    def _connect(self) -> None:
        self.back.clicked.connect(self._go_back)
        self.wall.chosen.connect(self._show_one)
        self.leave_out.clicked.connect(self._mark)
        self.open.clicked.connect(self._open_file)
        self.errand.progressed.connect(self._show_progress)
        self.errand.answered.connect(self._show)
        self.errand.failed.connect(self._say_trouble)

    def begin(self) -> None:
        """Search the data that was chosen."""
        survey = self._plan.survey
        if survey is None:
            return
        folder, good = survey.chosen, survey.dataset.good
        self._found = None
        self.wall.clear()
        self._one.hide()
        self.bar.setRange(0, 0)
        self.bar.show()
        self.back.setText(self.tr("Cancel"))
        self.words.setText(self.tr("Each image is compared with what the other images say"))
        self.errand.begin(lambda say: search(folder, good, say))

    def _go_back(self) -> None:
        self.errand.cancel()
        self.done.emit()

    def _show_progress(self, done: int, of: int) -> None:
        self.bar.setRange(0, 0 if done == of else of)
        self.bar.setValue(done)

    def _end(self, words: str) -> None:
        self.bar.hide()
        self.back.setText(self.tr("Back to the data"))
        self.words.setText(words)

    def _say_trouble(self, why: str) -> None:
        self._end(sentence(why))

    def _show(self, answer: object) -> None:
        assert isinstance(answer, Found)
        self._found = answer
        self._end(self._summary())
        suspects = answer.suspects.suspects
        self.wall.show_pictures(answer.pictures, self._captions(suspects))
        self._one.setVisible(bool(suspects))

    def _summary(self) -> str:
        if self._found is None:
            return ""
        found, left_out = self._found.suspects, len(self._plan.left_out)
        if not found.suspects:
            return self.tr("None of the {n} labels is suspicious.").format(n=count(found.n))
        words = self.tr(
            "{k} of {n} labels, the least believable first. Of all labels {share} are what the "
            "other images say: the fewer, the more of these are false alarms. Left out: {out}."
        )
        share = percent(found.accuracy)
        suspects = count(len(found.suspects))
        return words.format(k=suspects, n=count(found.n), share=share, out=count(left_out))

    def _captions(self, suspects: Sequence[Suspect]) -> list[str]:
        return [self._caption(one) for one in suspects]

    def _caption(self, one: Suspect) -> str:
        if one.path.absolute() in self._plan.left_out:
            return self.tr("left out")
        return f"{defect_words(one.suggested)}?"

    def _chosen(self) -> Suspect | None:
        row = self.wall.currentRow()
        return self._found.suspects.suspects[row] if self._found and row >= 0 else None

    def _show_one(self, number: int) -> None:
        if self._found is None:
            return
        one = self._found.suspects.suspects[number]
        picture: NDArray[np.uint8] | None = self._found.pictures[number]
        self.large.show_pictures([] if picture is None else [picture])
        self.name.setText(one.path.name)
        self.name.setToolTip(str(one.path))
        words = self.tr("Labelled {given}. The other images say {suggested}, with P = {p}.")
        self.said.setText(
            words.format(
                given=defect_words(one.given),
                suggested=defect_words(one.suggested),
                p=probability(one.probability),
            )
        )
        self.leave_out.setChecked(one.path.absolute() in self._plan.left_out)

    def _mark(self) -> None:
        """In the list, or out of it; kept at once."""
        one, survey = self._chosen(), self._plan.survey
        if one is None or survey is None:
            return
        path: frozenset[Path] = frozenset({one.path.absolute()})
        left_out = self._plan.left_out
        why_not = self._plan.leave_out(
            left_out | path if self.leave_out.isChecked() else left_out - path
        )
        item = self.wall.currentItem()
        if item is not None:
            item.setText(self._caption(one))
        self.words.setText(sentence(why_not) if why_not else self._summary())

    def _open_file(self) -> None:
        one = self._chosen()
        if one is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(one.path)))

    def close_down(self) -> None:
        self.errand.cancel()
