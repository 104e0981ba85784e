"""The images behind the figures: the worst first, each with what the model saw in it."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from gui.theme import Theme
from gui.trainer.evaluate.evaluation import Evaluation
from gui.trainer.evaluate.gallery import Gallery, Picture
from gui.trainer.evaluate.picture_wall import PictureWall
from gui.trainer.picture_strip import PictureStrip
from gui.widgets.cards import card, label
from gui.widgets.errand import Errand
from gui.words import count, counted, probability, sentence
from inference.package import PackageError
from training.data.dataset import kind_of
from training.evaluation.ranking import Indices, Looked, ranked

_MOST = 60
_LARGE_PX = 250


class ImagesView(QWidget):
    """Which images, the wall of them, and one large: as it is, and with its heat map."""

    def __init__(self, evaluation: Evaluation, theme: Theme) -> None:
        super().__init__()
        self._evaluation = evaluation
        self._gallery: Gallery | None = None
        self._is_due = True
        self._indices: Indices | None = None
        self._pictures: tuple[Picture, ...] = ()
        self.errand = Errand("pictures", self, (PackageError, OSError))
        self.which = QComboBox()
        self.which.setAccessibleName(self.tr("Which images"))
        for looked, words in self._choices().items():
            self.which.addItem(words, looked)
        self.how_many = label("explain")
        self.wall = PictureWall(self.tr("Images, the worst first"))
        self.large = PictureStrip(theme, _LARGE_PX)
        self.name = label("className")
        self.said = label("explain")
        self.open = QPushButton(self.tr("Open the file"))
        self._lay_out()
        self._connect()

    def _choices(self) -> dict[Looked, str]:
        return {
            Looked.WRONG: self.tr("Worst errors"),
            Looked.UNSURE: self.tr("Most unsure"),
            Looked.DEF_OK: self.tr("Escapes: defective, called OK"),
            Looked.OK_DEF: self.tr("Overkills: good, called DEF"),
            Looked.OK_OK: self.tr("Good, called OK"),
            Looked.DEF_DEF: self.tr("Defective, called DEF"),
        }

    def _lay_out(self) -> None:
        left, right = card(), card()
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(self.which)
        top.addWidget(self.how_many, 1)
        left[1].addLayout(top)
        left[1].addWidget(self.wall, 1)
        for widget in (self.large, self.name, self.said):
            right[1].addWidget(widget)
        right[1].addStretch(1)
        right[1].addWidget(self.open)
        right[0].setFixedWidth(2 * _LARGE_PX + 48)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(left[0], 1)
        layout.addWidget(right[0])

    def _connect(self) -> None:
        self.which.currentIndexChanged.connect(self._fetch)
        self.wall.chosen.connect(self._show_large)
        self.open.clicked.connect(self._open_file)
        self.errand.answered.connect(self._show)
        self.errand.failed.connect(self._say_trouble)
        self._evaluation.judgement_changed.connect(self._forget)
        self._evaluation.band_changed.connect(self._band_moved)

    def look_at(self, looked: Looked) -> None:
        """Show these, the first one large."""
        self.which.setCurrentIndex(self.which.findData(looked))

    def showEvent(self, _: object) -> None:
        if self._is_due:
            self._fetch()

    def _band_moved(self) -> None:
        """Other errors; fetched once somebody looks."""
        self._is_due = True

    def _forget(self) -> None:
        facts = self._evaluation.facts
        self._gallery = Gallery(facts.package) if facts else None
        self._is_due = True

    def _fetch(self) -> None:
        judgement, gallery = self._evaluation.judgement, self._gallery
        if judgement is None or gallery is None or not self.isVisible():
            return
        self._is_due = False
        judged = judgement.judged
        looked = self.which.currentData()
        found = ranked(looked, judged.probability_def, judged.is_def, self._evaluation.band)
        self._indices = found[:_MOST]
        files = [judged.files[index] for index in self._indices]
        self.how_many.setText(self._how_many_words(len(found)))
        self.errand.begin(lambda say: gallery.pictures(files, say))

    def _how_many_words(self, found: int) -> str:
        if not found:
            return self.tr("There are none.")
        if found > _MOST:
            return self.tr("The first {n} of {of}").format(n=count(_MOST), of=count(found))
        return counted(found, self.tr("1 image"), self.tr("{n} images"))

    def _say_trouble(self, why: str) -> None:
        self.how_many.setText(sentence(why))

    def _show(self, answer: object) -> None:
        assert isinstance(answer, tuple)
        self._pictures = answer
        self.wall.show_pictures(
            [picture.hot for picture in self._pictures],
            [self._probability(number) for number in range(len(self._pictures))],
        )
        has_some = bool(self._pictures)
        for widget in (self.large, self.name, self.said, self.open):
            widget.setVisible(has_some)

    def _probability(self, number: int) -> str:
        judgement = self._evaluation.judgement
        if judgement is None or self._indices is None:
            return ""
        return f"P {probability(float(judgement.judged.probability_def[self._indices[number]]))}"

    def _show_large(self, number: int) -> None:
        picture = self._pictures[number]
        both = [each for each in (picture.plain, picture.hot) if each is not None]
        self.large.show_pictures(both)
        self.name.setText(picture.file.path.name)
        self.name.setToolTip(str(picture.file.path))
        words = self.tr("Labelled {kind}. {p}").format(
            kind=kind_of(picture.file), p=self._probability(number)
        )
        self.said.setText(f"{words}. {sentence(picture.why_not)}")
        self.open.setEnabled(not picture.why_not)

    def _open_file(self) -> None:
        row = self.wall.currentRow()
        if 0 <= row < len(self._pictures):
            path = self._pictures[row].file.path
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def close_down(self) -> None:
        self.errand.cancel()
