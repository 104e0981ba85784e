"""What happens around the large image: it is read, asked about and compared beside the window."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from gui.review.large_image import LargeImage, read_large
from gui.review.large_view import LargeView
from gui.review.large_words import what_if_words
from gui.review.rulings import Rulings
from gui.review.second_model import SecondModel
from gui.review.second_opinion import Opinions, WhatIf, what_if_erased
from gui.theme import Theme
from gui.widgets.errand import Errand
from gui.words import sentence
from inference.decode import UnreadableImage
from inference.home import Home
from inference.package import PackageError
from inference.review.results import Results
from inference.station.threshold_book import ThresholdBook, ThresholdBookError

OPACITY = 0.6
_EXPECTED = (UnreadableImage, PackageError, ThresholdBookError, OSError)


class LargeDesk(QObject):
    """Owns the large view and what it waits for; a late answer never shows another image's."""

    def __init__(
        self, theme: Theme, home: Home, rulings: Rulings, actions: Mapping[str, QAction]
    ) -> None:
        super().__init__(rulings)
        self._rulings = rulings
        self._actions = actions
        self._opinions = Opinions(ThresholdBook(home.thresholds))
        self._results: Results | None = None
        self._model: Path | None = None
        self._row: int | None = None
        self.large: LargeImage | None = None
        self.view = LargeView(theme, actions)
        self.second = SecondModel(theme, home, self._opinions)
        self.view.add_view(self.tr("Two models"), self.second)
        self.reading = Errand("large image", self, _EXPECTED)
        self.asking = Errand("what if", self, _EXPECTED)
        self.reading.answered.connect(self._show)
        self.reading.failed.connect(lambda why: self.view.picture.say(sentence(why)))
        self.asking.answered.connect(self._show_answer)
        self.asking.failed.connect(lambda why: self.view.say_what_if(sentence(why)))
        self.view.views.currentChanged.connect(lambda _: self._compare())
        self.show_row(None)

    def begin(self, results: Results, model: Path | None) -> None:
        """Of another review."""
        self._results, self._model = results, model
        self.show_row(None)

    def show_row(self, row: int | None) -> None:
        """Read this image and show it; None for none."""
        self._row = row
        self.asking.cancel()
        self.second.forget()
        self._actions["ask_what_if"].setEnabled(False)
        results = self._results
        if row is None or results is None:
            self.large = None
            self.reading.cancel()
            self.view.show_nothing()
            return
        self.view.begin(results.path(row).name)
        self.reading.begin(lambda _: read_large(results, row))

    def refresh(self) -> None:
        """The thresholds, or what a person said of it, have changed."""
        if self.large is not None and self._results is not None and self._row is not None:
            thresholds = self._results.thresholds
            large = self.large.judged_with(thresholds)
            self.view.show_verdict(large, self._rulings.of(self._row), thresholds)
            self.large = large

    def ask_what_if(self) -> None:
        """Judge it without its hot regions."""
        large = self.large
        if large is None or not large.regions or large.image.probability_def is None:
            return
        image, opinions, model = large.image, self._opinions, self._model
        before, thresholds, regions = image.probability_def, image.thresholds, large.regions
        self.view.say_what_if(self.tr("Judging it without its hot regions..."))
        assert before is not None
        self.asking.begin(
            lambda _: what_if_erased(opinions, image.path, regions, model, thresholds, before)
        )

    def show_heat(self, shown: bool) -> None:
        """The maps with their boxes, or the bare pictures."""
        for picture in (self.view.picture, self.second.first, self.second.second):
            picture.set_heat(shown, OPACITY)

    def close_down(self) -> None:
        self.reading.cancel()
        self.asking.cancel()
        self.second.close_down()

    def _show(self, answer: object) -> None:
        assert isinstance(answer, LargeImage)
        self.large = answer
        self.view.show_image(answer, self._rulings.of(answer.image.row))
        self._actions["ask_what_if"].setEnabled(bool(answer.regions))
        self._compare()

    def _show_answer(self, answer: object) -> None:
        assert isinstance(answer, WhatIf)
        if self.large is not None:
            self.view.show_erased(answer.after, what_if_words(answer, self.large.image.outcome))

    def _compare(self) -> None:
        """Only while both models are looked at: the second one costs time."""
        if self.large is not None and self.view.views.currentWidget() is self.second:
            self.second.show_image(self.large)
