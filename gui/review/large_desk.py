"""What happens around the large image: it is read, asked about and compared beside the window."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.pages import Surroundings
from gui.review.large_image import LargeImage, read_large
from gui.review.large_view import LargeView
from gui.review.large_words import what_if_words
from gui.review.rulings import Rulings
from gui.review.second_model import SecondModel
from gui.review.second_opinion import Opinions, WhatIf, what_if_erased
from gui.widgets.errand import Errand
from gui.words import sentence
from inference.decode import UnreadableImage
from inference.home import DEMO_MODEL
from inference.package import PackageError
from inference.review.review import Review
from inference.station.threshold_book import ThresholdBook, ThresholdBookError

if TYPE_CHECKING:
    from gui.review.explanations.explanations_panel import ExplanationsPanel

OPACITY = 0.6
_EXPECTED = (UnreadableImage, PackageError, ThresholdBookError, OSError)


class LargeDesk(QObject):
    """Owns the large view and what it waits for; a late answer never shows another image's."""

    def __init__(
        self, around: Surroundings, rulings: Rulings, actions: Mapping[str, QAction]
    ) -> None:
        super().__init__(rulings)
        theme, home = around.theme, around.home
        self._around = around
        self._rulings = rulings
        self._actions = actions
        self._opinions = Opinions(ThresholdBook(home.thresholds))
        self._review: Review | None = None
        self._model: Path | None = None
        self._row: int | None = None
        self._is_erased = False
        self.large: LargeImage | None = None
        self.view = LargeView(theme, actions)
        self.explanations: ExplanationsPanel | None = None
        self._maps = QWidget()
        self._maps.setLayout(QVBoxLayout())
        self.view.add_view(self.tr("Explanations"), self._maps)
        self.second = SecondModel(theme, home, self._opinions, self.view.viewpoint)
        self.view.add_view(self.tr("Two models"), self.second)
        self.reading = Errand("large image", self, _EXPECTED)
        self.asking = Errand("what if", self, _EXPECTED)
        self.reading.answered.connect(self._show)
        self.reading.failed.connect(lambda why: self.view.picture.say(sentence(why)))
        self.asking.answered.connect(self._show_answer)
        self.asking.failed.connect(lambda why: self.view.say_what_if(sentence(why)))
        self.view.views.currentChanged.connect(lambda _: self._show_deeper())
        self.show_row(None)

    def begin(self, review: Review, model: Path | None) -> None:
        """Of another review."""
        self._review, self._model = review, model
        self.show_row(None)

    def show_row(self, row: int | None) -> None:
        """Read this image and show it; None for none."""
        self._row = row
        self.asking.cancel()
        self.second.forget()
        self._actions["ask_what_if"].setEnabled(False)
        review = self._review
        if row is None or review is None:
            self.large = None
            self.reading.cancel()
            if self.explanations is not None:
                self.explanations.clear()
            self.view.show_nothing()
            return
        self.view.begin(review.results.path(row).name)
        self.reading.begin(lambda _: read_large(review.results, row, review.boxes))

    def refresh(self) -> None:
        """The thresholds, or what a person said of it, have changed."""
        if self.large is not None and self._review is not None and self._row is not None:
            thresholds = self._review.results.thresholds
            large = self.large.judged_with(thresholds)
            self.view.show_verdict(large, self._rulings.of(self._row), thresholds)
            self.large = large

    def ask_what_if(self) -> None:
        """Judge it without its hot regions; asked again, show it as it is."""
        large = self.large
        if large is not None and self._is_erased:
            self._show(large)
            self.view.say_what_if("")
            return
        if large is None or not large.regions or large.image.probability_def is None:
            return
        image, opinions, model = large.image, self._opinions, self._model
        before, thresholds, regions = image.probability_def, image.thresholds, large.regions
        self.view.tabs.button(0).click()
        self.view.say_what_if(self.tr("Judging it without its hot regions..."))
        assert before is not None
        self.asking.begin(
            lambda _: what_if_erased(opinions, image.path, regions, model, thresholds, before)
        )

    def show_heat(self, shown: bool) -> None:
        """The maps with their boxes, or the bare pictures."""
        for picture in (self.view.picture, self.second.first, self.second.second):
            picture.set_heat(shown, OPACITY)

    def zoom(self) -> None:
        """To the actual size of what is looked at, or back to all of it."""
        shown = self.view.views.currentWidget()
        if shown is self.second:
            self.second.zoom.click()
        elif shown is self._maps and self.explanations is not None:
            self.explanations.zoom.click()
        else:
            self.view.zoom.click()

    def close_down(self) -> None:
        self.reading.cancel()
        self.asking.cancel()
        self.second.forget()
        if self.explanations is not None:
            self.explanations.close_down()

    def _show(self, answer: object) -> None:
        assert isinstance(answer, LargeImage)
        self.large = answer
        self.view.show_image(answer, self._rulings.of(answer.image.row))
        self._actions["ask_what_if"].setEnabled(bool(answer.regions))
        self._is_erased = False
        self._show_deeper()

    def _show_answer(self, answer: object) -> None:
        assert isinstance(answer, WhatIf)
        if self.large is not None:
            self._is_erased = True
            self.view.show_erased(answer.after, what_if_words(answer, self.large.image.outcome))

    def _show_deeper(self) -> None:
        """Only what is looked at: other methods and the second model cost time."""
        large, shown = self.large, self.view.views.currentWidget()
        if large is None:
            return
        if shown is self.second:
            self.second.show_image(large)
        elif shown is self._maps and large.pixels is not None:
            self._explain().show_image(large.image.path, self._model or DEMO_MODEL, large.whole)

    def _explain(self) -> ExplanationsPanel:
        """Made when it is first wanted: it has a process of its own."""
        if self.explanations is None:
            # An operator who never asks for maps in depth never waits for their imports.
            from gui.review.explanations.explanations_panel import (  # noqa: PLC0415
                ExplanationsPanel,
            )

            self.explanations = ExplanationsPanel(self._around, self.view.viewpoint)
            layout = self._maps.layout()
            assert layout is not None
            layout.setContentsMargins(0, 0, 0, 0)
            layout.addWidget(self.explanations)
        return self.explanations
