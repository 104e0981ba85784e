"""The same image by the model of the review and by another one, side by side."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QLabel, QPushButton, QWidget

from gui.review.large_image import LargeImage
from gui.review.large_words import opinion_words, review_words
from gui.review.region_picture import RegionPicture
from gui.review.second_opinion import Opinions
from gui.review.viewpoint import Viewpoint
from gui.review.zoom_button import ZoomButton
from gui.theme import Theme
from gui.widgets.errand import Errand
from gui.words import sentence
from inference.decode import UnreadableImage, read_image
from inference.home import Home
from inference.package import PackageError, package_of
from inference.review.regions import Region
from inference.sources.image_file import frame_of_file
from inference.station.threshold_book import ThresholdBookError
from inference.verdict import Inspection

_EXPECTED = (UnreadableImage, PackageError, ThresholdBookError, OSError)


class _Opinion(NamedTuple):
    """What the other model says, and where it sees it."""

    said: Inspection
    regions: tuple[Region, ...]


class SecondModel(QWidget):
    """Asks the second model only once one was chosen; each image is judged when it is looked at."""

    def __init__(self, theme: Theme, home: Home, opinions: Opinions, viewpoint: Viewpoint) -> None:
        super().__init__()
        self._home = home
        self._opinions = opinions
        self._large: LargeImage | None = None
        self.model: Path | None = None
        self.first, self.second = (RegionPicture(theme, viewpoint) for _ in range(2))
        self.zoom = ZoomButton(self.first)
        self.first_words, self.second_words = _words(), _words()
        self.choose = QPushButton(self.tr("Choose the other model..."))
        self.choose.setProperty("low", True)
        self.choose.clicked.connect(self.choose_model)
        self.errand = Errand("second model", self, _EXPECTED)
        self.errand.answered.connect(self._show)
        self.errand.failed.connect(self._say_trouble)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        for column, (picture, words) in enumerate(
            ((self.first, self.first_words), (self.second, self.second_words))
        ):
            grid.addWidget(picture, 0, column)
            grid.addWidget(words, 1, column)
            grid.setColumnStretch(column, 1)
        grid.addWidget(self.zoom, 2, 0)
        grid.addWidget(self.choose, 2, 1)
        grid.setRowStretch(0, 1)
        self.second.say(self.tr("No other model is chosen yet."))

    def choose_model(self) -> None:
        """By its manifest or its zip, as on the line."""
        pattern = self.tr("Model packages (manifest.json *.zip)")
        start = str(self._home.models) if self._home.models.is_dir() else ""
        dialog = QFileDialog(self, self.tr("The other model"), start, pattern)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda chosen: self.use_model(Path(chosen)))
        dialog.open()

    def use_model(self, chosen: Path) -> None:
        """A package: its folder, its manifest or its zip."""
        self.model = package_of(chosen)
        if self._large is not None:
            self._ask(self._large)

    def show_image(self, large: LargeImage) -> None:
        """Judge this one too, if another model was chosen."""
        if large is self._large:
            return
        self._large = large
        if large.pixels is None or large.whole is None:
            self.first.say(sentence(large.problem or large.image.error))
        else:
            self.first.show_image(large.pixels, large.whole, large.heat, large.regions)
        self.first_words.setText(review_words(large.image))
        if self.model is not None:
            self._ask(large)

    def forget(self) -> None:
        """Another image comes: an answer on this one is not wanted any more."""
        self.errand.cancel()
        self._large = None

    def _ask(self, large: LargeImage) -> None:
        path, model, opinions = large.image.path, self.model, self._opinions

        def judge(_: object) -> _Opinion:
            frame = frame_of_file(read_image(path), str(path), "review")
            said = opinions.judge(frame, model, None)
            return _Opinion(said, opinions.regions(frame, model, said))

        self.second.say(self.tr("Judging..."))
        self.second_words.setText("")
        self.errand.begin(judge)

    def _show(self, answer: object) -> None:
        assert isinstance(answer, _Opinion)
        said, large = answer.said, self._large
        if large is None:
            return
        self.second_words.setText(f"{said.model_id}: {opinion_words(said)}")
        if large.pixels is None or large.whole is None:
            self.second.say(opinion_words(said))
            return
        heat = said.heat_map.heat if said.heat_map else None
        self.second.show_image(large.pixels, large.whole, heat, answer.regions)

    def _say_trouble(self, why: str) -> None:
        self.second.say(sentence(why))


def _words() -> QLabel:
    label = QLabel()
    label.setObjectName("figure")
    label.setWordWrap(True)
    return label
