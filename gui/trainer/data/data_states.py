"""What the Data step shows once there is a folder: progress, a question, trouble, or the survey."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gui.theme import Theme
from gui.trainer.data.class_rows import class_row
from gui.trainer.data.findings import finding_cards
from gui.trainer.data.survey import GoodUnknown, Survey
from gui.trainer.picture_strip import PictureStrip
from gui.widgets.cards import label
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.scrolling import scrolling
from gui.words import count, place, sentence
from training.data.dataset import NO_GOOD

_CARD_PX = 560
_FINDINGS_PX = 372
_ASKED_PX = 66
_ASKED_AT_MOST_PX = 330


class _Centred(QFrame):
    """A card in the middle of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.card = QFrame()
        self.card.setObjectName("notice")
        self.card.setFixedWidth(_CARD_PX)
        self.column = QVBoxLayout(self.card)
        self.column.setContentsMargins(28, 24, 28, 24)
        self.column.setSpacing(12)
        self.heading = label("title")
        self.words = label("explain")
        self.column.addWidget(self.heading)
        self.column.addWidget(self.words)
        layout = QVBoxLayout(self)
        layout.addWidget(self.card, 0, Qt.AlignmentFlag.AlignCenter)

    def _add_button(self, text: str, name: str = "") -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        self.column.addSpacing(4)
        self.column.addWidget(button)
        return button


class Looking(_Centred):
    """The images are being read."""

    def __init__(self) -> None:
        super().__init__()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.column.addWidget(self.bar)
        self.cancel = self._add_button(self.tr("Cancel"))

    def begin(self, folder: Path) -> None:
        self.heading.setText(self.tr("Looking at {folder}").format(folder=folder.name))
        self.show_progress(0, 0)

    def show_progress(self, done: int, of: int) -> None:
        """All are read: then they are compared, and how long that takes is not known."""
        compares = done == of
        self.bar.setRange(0, 0 if compares else of)
        self.bar.setValue(done)
        if of == 0:
            self.words.setText(self.tr("Finding the images"))
        elif compares:
            self.words.setText(self.tr("Comparing {n} images with each other").format(n=count(of)))
        else:
            read = self.tr("{done} of {of} images read").format(done=count(done), of=count(of))
            self.words.setText(read)


class Trouble(_Centred):
    """The folder can't be trained on, and why."""

    def __init__(self) -> None:
        super().__init__()
        self.heading.setText(self.tr("This folder can't be trained on"))
        self.other = self._add_button(self.tr("Choose another folder"), "primary")

    def say(self, why: str) -> None:
        self.words.setText(sentence(why))
        self.setAccessibleName(f"{self.heading.text()}. {why}")


class AskGood(_Centred):
    """No name tells which class is good: nothing is guessed."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.buttons: list[QPushButton] = []
        self.card.setFixedWidth(_CARD_PX + 160)
        self.heading.setText(self.tr("Which class holds the good parts?"))
        self.words.setText(self.tr("The folders' names don't tell. All others are defects then."))
        self._rows = scrolling()
        self.column.addWidget(self._rows)
        self.none = self._add_button(self.tr("None of them: all are types of defects"))
        self.none.setToolTip(
            self.tr("The model will tell the type only, and call each part defective")
        )
        self.none.clicked.connect(lambda: self.chosen.emit(NO_GOOD))
        self.other = self._add_button(self.tr("Choose another folder"))

    def show_classes(self, asked: GoodUnknown) -> None:
        """One row each: pictures, and a button with its name."""
        self.buttons = []
        rows = [self._row(name, pictures) for name, pictures in asked.classes]
        _fill(self._rows, rows)
        self._rows.setFixedHeight(min(_ASKED_AT_MOST_PX, len(rows) * (_ASKED_PX + 10)))

    def _row(self, name: str, pictures: Sequence[NDArray[np.uint8]]) -> QFrame:
        row = QFrame()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        strip = PictureStrip(self._theme, _ASKED_PX)
        strip.show_pictures(pictures)
        button = QPushButton(name)
        button.setMinimumWidth(220)
        button.clicked.connect(lambda: self.chosen.emit(name))
        self.buttons.append(button)
        layout.addWidget(strip, 1)
        layout.addWidget(button)
        return row


class SurveyView(QFrame):
    """Classes on the left, what is worth knowing on the right."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._where, self._path = ElidedLabel("title"), ElidedLabel("explain")
        self.other = QPushButton(self.tr("Another folder"))
        self.suspects = QPushButton(self.tr("Find suspicious labels"))
        self.suspects.setToolTip(self.tr("Images that look more like the other class"))
        self.masks = QPushButton(self.tr("Draw masks"))
        self.masks.setToolTip(self.tr("Show where the defects are, on a few images"))
        self.part = QPushButton(self.tr("What the model sees"))
        self.part.setToolTip(self.tr("The whole picture, a region of it, or the part found"))
        top = QHBoxLayout()
        top.setSpacing(14)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._where)
        names.addWidget(self._path)
        top.addLayout(names, 1)
        top.addWidget(self.part)
        top.addWidget(self.suspects)
        top.addWidget(self.masks)
        top.addWidget(self.other)
        self._classes, self._findings = scrolling(), scrolling()
        self._findings.setFixedWidth(_FINDINGS_PX)
        columns = QHBoxLayout()
        columns.setSpacing(12)
        columns.addWidget(self._classes, 1)
        columns.addWidget(self._findings)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(top)
        layout.addLayout(columns, 1)

    def show_survey(self, survey: Survey) -> None:
        self._where.setText(survey.chosen.name)
        self._path.setText(place(survey.dataset.folder))
        self._path.setToolTip(str(survey.dataset.folder))
        rows = [class_row(found, survey, self._theme) for found in survey.classes]
        _fill(self._classes, rows)
        _fill(self._findings, list(finding_cards(survey, self._theme)))


def _fill(area: QScrollArea, cards: list[QFrame]) -> None:
    holder = QWidget()
    holder.setObjectName("scrolled")
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 6, 0)
    column.setSpacing(10)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    area.setWidget(holder)  # which deletes the last one
