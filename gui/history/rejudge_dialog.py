"""Judge parts once more with another model, and see which verdicts flip."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.history.desk import Desk, Trouble
from gui.history.flips_table import FlipsTable
from gui.history.rejudge_run import REFUSALS, RejudgeRun
from gui.live.picture import Picture
from gui.live.previews import Previews
from gui.pages import Surroundings
from gui.widgets.errand import Errand
from gui.words import count, counted, outcome_word, sentence
from inference.home import Home
from inference.package import package_of
from inference.records.part_record import PartFilter, PartRecord

_SIZE = (960, 600)


class RejudgeDialog(QDialog):
    """Nothing in the records changes; closing it stops what runs."""

    def __init__(self, parent: QWidget, around: Surroundings, desk: Desk) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Judge again"))
        self._home = around.home
        self._desk = desk
        self.run: RejudgeRun | None = None
        self.title, self.words = QLabel(), QLabel()
        self.title.setObjectName("title")
        self.words.setObjectName("explain")
        self.words.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.flips = FlipsTable(around.theme)
        self.picture = Picture(around.theme, Previews(self))
        self.button = QPushButton(self.tr("Cancel"))
        self.button.setMinimumWidth(140)
        self.button.clicked.connect(self._press)
        self.errand = Errand("judge again", self, (Trouble, *REFUSALS))
        self.errand.progressed.connect(self._show_progress)
        self.errand.answered.connect(lambda _: self._end(""))
        self.errand.failed.connect(self._end)
        self.opening = Errand("open flip", self, (Trouble, *REFUSALS))
        self.opening.answered.connect(self.picture.show_inspection)
        self.flips.opened.connect(self._open)
        self._lay_out()

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self.flips, 3)
        middle.addWidget(self.picture, 2)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 16)
        layout.setSpacing(10)
        for widget in (self.title, self.words, self.bar):
            layout.addWidget(widget)
        layout.addLayout(middle, 1)
        layout.addLayout(below)
        room = self.screen().availableSize()
        self.resize(min(_SIZE[0], room.width()), min(_SIZE[1], room.height()))

    def begin(
        self, package: Path, wanted: PartFilter, chosen: Sequence[PartRecord] | None, total: int
    ) -> None:
        """`chosen`: these parts only; None is for all that are wanted, `total` of them."""
        self.title.setText(self.tr("Judged again by {model}").format(model=package.stem))
        run = self.run = RejudgeRun(self._desk, self._home, package, wanted, chosen)
        self.errand.begin(lambda say: run.judge_all(lambda done: say(done, total)))
        self._show_progress(0, total)

    def _show_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, max(total, done))
        self.bar.setValue(done)
        if self.run is not None:
            self.words.setText(self._summary(self.run))
            self.flips.take(self.run)

    def _summary(self, run: RejudgeRun) -> str:
        judged, flips, left_out = run.judged, run.flips.total(), run.left_out
        sums = (
            counted(judged, self.tr("1 part judged"), self.tr("{n} parts judged")),
            counted(flips, self.tr("1 flips"), self.tr("{n} flip")),
            counted(left_out, self.tr("1 has no picture"), self.tr("{n} have no picture")),
        )
        said = [f"{', '.join(sums)}."]
        said += [
            f"{outcome_word(old)} \N{RIGHTWARDS ARROW} {outcome_word(new)}: {count(number)}"
            for (old, new), number in run.flips.most_common()
        ]
        return "   ".join(said)

    def _open(self, row: int) -> None:
        run = self.run
        if run is not None:
            record = run.listed[row].again.record
            self.opening.begin(lambda _: run.open(record))

    def _press(self) -> None:
        if self.errand.is_running:
            self.errand.cancel()
            self._end(self.tr("Stopped"))
        else:
            self.close()

    def _end(self, why: str) -> None:
        if self.run is not None:
            done = self.run.judged + self.run.left_out
            self._show_progress(done, done)
        if why:
            self.words.setText(f"{sentence(why)} {self.words.text()}")
        self.bar.hide()
        self.button.setText(self.tr("Close"))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.reject()
        super().closeEvent(event)

    def done(self, result: int) -> None:
        """However it is left."""
        self.errand.cancel()
        self.opening.cancel()
        super().done(result)


def choose_package(parent: QWidget, home: Home, chosen: Callable[[Path], None]) -> None:
    """Ask for a model package: a zip, or the manifest of a folder."""
    pattern = parent.tr("Model packages (manifest.json *.zip)")
    dialog = QFileDialog(parent, parent.tr("Judge again with"), str(home.models), pattern)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda file: chosen(package_of(Path(file))))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
