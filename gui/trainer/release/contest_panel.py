"""Old model against new: asked for, under way, and how it went."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gui.theme import Theme
from gui.trainer.release.contest import Challenge, Contest, run_contest
from gui.trainer.release.contest_words import arena_words, figure_rows, verdict_words
from gui.trainer.release.flip_wall import FlipWall
from gui.widgets.cards import label
from gui.widgets.errand import Errand
from gui.widgets.scrolling import scrolling
from gui.words import sentence
from inference.package import PackageError
from inference.station.threshold_book import ThresholdBookError
from training.data.dataset import UnusableDataset

_EXPECTED = (PackageError, ThresholdBookError, UnusableDataset, OSError)
_AT_RIGHT = Qt.AlignmentFlag.AlignRight

Ask = Callable[[Path | None], Challenge | None]


class ContestPanel(QFrame):
    """`asks` gives the challenge for the images at a path, or for the usual ones."""

    finished = Signal()

    def __init__(self, theme: Theme, asks: Ask) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._asks = asks
        self.contest: Contest | None = None
        self.errand = Errand("compare models", self, _EXPECTED)
        self.explain = label("explain")
        self.words = label("figure")
        self.begin = QPushButton(self.tr("Compare"))
        self.others = QPushButton(self.tr("On other images..."))
        self.cancel = QPushButton(self.tr("Cancel"))
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.figures = QWidget()
        self._grid = QGridLayout(self.figures)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(0, 1)
        self.wall = FlipWall(theme)
        self._lay_out()
        self._connect()
        self.forget()

    def _lay_out(self) -> None:
        title = label("title")
        title.setText(self.tr("Old against new, on the same images"))
        acts = QHBoxLayout()
        acts.setSpacing(10)
        for widget in (self.begin, self.others, self.cancel):
            acts.addWidget(widget)
        acts.addWidget(self.progress, 1)
        acts.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 16)
        column.setSpacing(10)
        for each in (title, self.explain):
            column.addWidget(each)
        column.addLayout(acts)
        column.addWidget(self._scrolled(), 1)

    def _scrolled(self) -> QScrollArea:
        """All that came of it: there is never room for everything."""
        inside = QWidget()
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(0, 0, 10, 0)
        inner.setSpacing(12)
        for each in (self.figures, self.words, self.wall):
            inner.addWidget(each)
        inner.addStretch(1)
        return scrolling(inside)

    def _connect(self) -> None:
        self.begin.clicked.connect(lambda: self.compare(None))
        self.others.clicked.connect(self.choose_images)
        self.cancel.clicked.connect(self.forget)
        self.errand.progressed.connect(self._show_progress)
        self.errand.answered.connect(self._show)
        self.errand.failed.connect(self._say_trouble)

    # What the engineer does

    def compare(self, images: Path | None) -> None:
        """On class folders at `images`; None: the test folder, else the validation images."""
        challenge = self._asks(images)
        if challenge is None:
            return
        self.contest = None
        self._show_progress(0, 0)
        self.explain.setText(self.tr("Both models judge the same images."))
        self.errand.begin(lambda say: run_contest(challenge, say))
        self._show_state()

    def choose_images(self) -> None:
        dialog = QFileDialog(self, self.tr("A folder of class folders"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda chosen: self.compare(Path(chosen)))
        dialog.open()

    def forget(self) -> None:
        """Back to the beginning: another model, or nobody waits any more."""
        self.errand.cancel()
        self.contest = None
        self.explain.setText(
            self.tr(
                "Let the line's model and the new one judge the same images before you release: "
                "those of the test folder, or else those that the new one was checked on."
            )
        )
        self._show_state()

    def allow(self, possible: bool) -> None:
        """Whether there are two models to compare."""
        self.begin.setEnabled(possible)
        self.others.setEnabled(possible)

    # What is shown

    def _show_progress(self, done: int, of: int) -> None:
        self.progress.setRange(0, of)
        self.progress.setValue(done)

    def _show(self, contest: object) -> None:
        assert isinstance(contest, Contest)
        self.contest = contest
        self.explain.setText(arena_words(contest))
        self.words.setText(verdict_words(contest.comparison.verdicts))
        self._show_figures(contest)
        self.wall.show_flips(contest)
        self._show_state()
        self.finished.emit()

    def _say_trouble(self, why: str) -> None:
        self.explain.setText(sentence(why))
        self._show_state()

    def _show_state(self) -> None:
        running, known = self.errand.is_running, self.contest is not None
        self.begin.setVisible(not running)
        self.others.setVisible(not running)
        self.cancel.setVisible(running)
        self.progress.setVisible(running)
        self.figures.setVisible(known)
        self.words.setVisible(known)
        self.wall.setVisible(self.contest is not None and bool(self.contest.comparison.flips))

    def _show_figures(self, contest: Contest) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        heads = ("", self.tr("old"), self.tr("new"))
        for row, texts in enumerate([heads, *figure_rows(contest)]):
            for column, text in enumerate(texts):
                cell = QLabel(text)
                cell.setObjectName("caption" if row == 0 or column == 0 else "figure")
                side = Qt.AlignmentFlag.AlignLeft if column == 0 else _AT_RIGHT
                self._grid.addWidget(cell, row, column, side)
