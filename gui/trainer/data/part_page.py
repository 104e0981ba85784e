"""Which place of each picture the model sees: all of it, a region, or the part found."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from gui.theme import Theme
from gui.trainer.data.part_canvas import PartCanvas
from gui.trainer.data.part_samples import PartSample, PartSamples, look_for_part
from gui.trainer.picture_strip import PictureStrip
from gui.trainer.plan import Plan
from gui.widgets.cards import card, label
from gui.widgets.errand import Errand
from gui.widgets.scrolling import scrolling
from gui.words import count, sentence
from inference.decode import UnreadableImage
from inference.part.choices import FoundPart, PartChoice, PartRegion
from training.data.part_choice import FOUND, REGION, WHOLE, kind_of_choice

_TOOLS_PX = 340
_SEEN_PX = 84
_FIRST_REGION = QRectF(0.1, 0.1, 0.8, 0.8)
_REASONS_SHOWN = 4


class PartPage(QFrame):
    """Takes the Data step's place until `done`. What is chosen is in the plan at once."""

    done = Signal()

    def __init__(self, plan: Plan, theme: Theme) -> None:
        super().__init__()
        self._plan = plan
        self._place = 0
        self.shown: PartSamples | None = None
        self.errand = Errand("part", self, (UnreadableImage, OSError))
        self.canvas = PartCanvas(theme)
        self.strip = PictureStrip(theme, _SEEN_PX)
        self.name, self.said = label("explain"), label("figure")
        self._group = QButtonGroup(self)
        self.choices = {
            WHOLE: QRadioButton(self.tr("The whole picture")),
            FOUND: QRadioButton(self.tr("The part, wherever it lies")),
            REGION: QRadioButton(self.tr("A region of the picture")),
        }
        self.before = QPushButton(self.tr("Previous"))
        self.next = QPushButton(self.tr("Next"))
        self.finish = QPushButton(self.tr("Done"))
        self.finish.setObjectName("primary")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        left = card()
        left[1].addWidget(self.canvas, 1)
        left[1].addWidget(self.name)
        left[1].addWidget(label("caption", self.tr("What the model sees of some pictures")))
        left[1].addWidget(self.strip)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(left[0], 1)
        row.addWidget(self._tools())

    def _tools(self) -> QFrame:
        """On a small screen what is above the buttons scrolls."""
        frame, column = card()
        frame.setFixedWidth(_TOOLS_PX)
        steps = QHBoxLayout()
        steps.addWidget(self.before)
        steps.addWidget(self.next)
        column.addWidget(scrolling(self._chooser()), 1)
        column.addLayout(steps)
        column.addWidget(self.finish)
        return frame

    def _chooser(self) -> QWidget:
        explained = {
            WHOLE: self.tr("As the camera shows it."),
            FOUND: self.tr("Searched for on plain ground. Where none is found, it is a FAULT."),
            REGION: self.tr("Draw it on the picture: always the same place."),
        }
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(4)
        column.addWidget(label("title", self.tr("What the model sees")))
        for kind, button in self.choices.items():
            self._group.addButton(button)
            column.addWidget(button)
            column.addWidget(label("explain", explained[kind]))
        column.addSpacing(8)
        column.addWidget(self.said)
        column.addWidget(label("explain", self.tr("The line does the same as training.")))
        column.addStretch(1)
        return holder

    def _connect(self) -> None:
        for kind, button in self.choices.items():
            button.clicked.connect(partial(self._choose, kind))
        self.canvas.drawn.connect(self._take_region)
        self.before.clicked.connect(lambda: self._go(-1))
        self.next.clicked.connect(lambda: self._go(1))
        self.finish.clicked.connect(self._finish)
        self.errand.answered.connect(self._show)
        self.errand.failed.connect(lambda why: self.said.setText(sentence(why)))
        for key, pressed in (("PgUp", self.before), ("PgDown", self.next), ("Esc", self.finish)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(pressed.click)

    # What the engineer does

    def open(self) -> None:
        """With what the plan says, on the pictures of its survey."""
        self._place, self.shown = 0, None
        self.canvas.show_picture(None, None)
        self.strip.show_pictures([])
        self.choices[kind_of_choice(self._plan.part)].setChecked(True)
        self._look(self._plan.part)

    def close_down(self) -> None:
        self.errand.cancel()

    def _choose(self, kind: str) -> None:
        if kind == REGION:
            self._take_region(_FIRST_REGION)
        else:
            self._look(FoundPart() if kind == FOUND else None)

    def _take_region(self, shares: QRectF) -> None:
        sample = self._sample()
        if sample is not None:
            self._look(_region(shares, *sample.size))

    def _go(self, step: int) -> None:
        if self.shown is not None:
            self._place = (self._place + step) % len(self.shown.samples)
            self._show_picture()

    def _finish(self) -> None:
        self.errand.cancel()
        self.done.emit()

    # What comes of it

    def _look(self, part: PartChoice | None) -> None:
        self._plan.set_part(part)
        survey = self._plan.survey
        if survey is None:
            return
        self.canvas.set_takes_region(isinstance(part, PartRegion))
        files = survey.read
        self.errand.begin(lambda say: look_for_part(files, part, say))

    def _show(self, answer: object) -> None:
        assert isinstance(answer, PartSamples)
        self.shown = answer
        self._place = min(self._place, len(answer.samples) - 1)
        seen = [sample.seen for sample in answer.samples if sample.seen is not None]
        self.strip.show_pictures(seen)
        self.said.setText(self._words_for(answer))
        self._show_picture()

    def _show_picture(self) -> None:
        sample = self._sample()
        if sample is None:
            return
        self.canvas.show_picture(sample.picture, _shares(sample))
        path = sample.file.path
        name = f"{path.parent.name}/{path.name}"
        self.name.setText(f"{name}: {sample.why_not}" if sample.why_not else name)

    def _sample(self) -> PartSample | None:
        return self.shown.samples[self._place] if self.shown else None

    def _words_for(self, answer: PartSamples) -> str:
        missing = answer.missing
        if not missing:
            found = isinstance(answer.part, FoundPart)
            every = self.tr("Found in each of the {n} pictures looked at.") if found else ""
            return every.format(n=count(len(answer.samples)))
        words = self.tr("Not in {n} of the {all} pictures looked at. Training leaves such out:")
        names = [f"{one.file.path.name}: {one.why_not}" for one in missing[:_REASONS_SHOWN]]
        more = len(missing) - len(names)
        rest = [self.tr("and {n} more").format(n=count(more))] if more else []
        heading = words.format(n=count(len(missing)), all=count(len(answer.samples)))
        return "\n".join([heading, *names, *rest])


def _region(shares: QRectF, width: int, height: int) -> PartRegion:
    left, top = round(shares.left() * width), round(shares.top() * height)
    right = min(width, max(left + 1, round(shares.right() * width)))
    bottom = min(height, max(top + 1, round(shares.bottom() * height)))
    return PartRegion(left, top, right - left, bottom - top, width, height)


def _shares(sample: PartSample) -> QRectF | None:
    if sample.area is None:
        return None
    width, height = sample.size
    area = sample.area
    return QRectF(area.x / width, area.y / height, area.width / width, area.height / height)
