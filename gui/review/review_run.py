"""One review as the window sees it: looked at by a timer, closed on a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from inference.home import Home
from inference.review.progress import Progress, ReviewState
from inference.review.results import Results
from inference.review.review import Review
from inference.right_of_way import right_of_way, step_back
from inference.station.model_loading import load_judge
from inference.station.threshold_book import ThresholdBook

_LOOK_EVERY_MS = 100
_NO_MODEL = (ReviewState.LOADING, ReviewState.FAILED, ReviewState.CANCELLED)


class ReviewRun(QObject):
    """`advanced` comes a few times a second while it runs, and once when it is over."""

    advanced = Signal()

    def __init__(self, home: Home, parent: QObject) -> None:
        super().__init__(parent)
        self._home = home
        self._review: Review | None = None
        self._closing: list[threading.Thread] = []
        self.paths: tuple[Path, ...] = ()
        self.model: Path | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    @property
    def review(self) -> Review | None:
        return self._review

    @property
    def is_loaded(self) -> bool:
        """The model is there, and with it the thresholds that it was released with."""
        progress = self.progress
        return progress is not None and (progress.judged > 0 or progress.state not in _NO_MODEL)

    @property
    def results(self) -> Results | None:
        return self._review.results if self._review else None

    @property
    def progress(self) -> Progress | None:
        return self._review.progress() if self._review else None

    @property
    def is_running(self) -> bool:
        progress = self.progress
        return progress is not None and not progress.state.is_over

    def begin(self, paths: Sequence[Path], model: Path | None) -> None:
        """Judge these with this model (None: the demo model); what ran before ends."""
        self.forget()
        self.paths, self.model = tuple(paths), model
        book = ThresholdBook(self._home.thresholds)
        judge = partial(load_judge, model, book)
        after = partial(_join, tuple(self._closing))
        self._review = Review(
            self.paths, judge, self._home.reviews, after=after, begin_thread=step_back
        )
        self._review.start()
        self._timer.start()
        self.advanced.emit()

    def cancel(self) -> None:
        """Stop judging; what is judged stays."""
        if self._review is not None:
            self._review.cancel()

    def forget(self) -> None:
        """Close what there is. Its last image may take a moment, so nobody waits for it here."""
        self._timer.stop()
        if self._review is not None:
            closing = threading.Thread(target=self._review.close, name="close review")
            closing.start()
            self._closing = [*(each for each in self._closing if each.is_alive()), closing]
        self._review = None

    def close_down(self) -> None:
        """The same, and wait for it: nothing may outlive the window."""
        self.forget()
        _join(self._closing)

    @right_of_way()
    def _look(self) -> None:
        if not self.is_running:
            self._timer.stop()
        self.advanced.emit()


def _join(threads: Sequence[threading.Thread]) -> None:
    for thread in threads:
        thread.join()
