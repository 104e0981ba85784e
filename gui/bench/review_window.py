"""Review over very many small images: how soon it can be used, and the window's longest block."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import psutil

from gui.app import application, open_window
from gui.bench.events import run_events, run_events_until
from gui.bench.heartbeat import Heartbeat
from gui.main_window import MainWindow
from gui.pages import Tab
from gui.review.review_page import ReviewPage
from gui.short_waits import keep_waits_short
from gui.waiting import delete_now, process_until
from inference.bench.row import Row
from inference.home import DEMO_MODEL, Home
from inference.package import read_package
from inference.review.journal import Journal
from inference.review.judged_image import JudgedImage, JudgingModel
from inference.review.orders import Order
from inference.review.review_folder import review_id
from inference.sources.folder_scan import stamp_of
from inference.station.settings import StationSettings
from inference.station.station import Station
from inference.verdict import Thresholds

GROUP = "review window"
_SIDE_PX = 64
_SIZE = (1280, 800)
_WARM_UP_S = 3.0
_JUDGE_S = 20.0
_STILL_S = 60.0
"""A wall on which nothing new is shown for so long stands still, on a busy machine too."""
_WRITTEN_S = 600.0
_SCROLLS = 200
_SEED = 30


def measure_review_window(folder: Path, images: int) -> Iterator[Row]:
    """Judged anew for some seconds; then known from before, walked through, and all corrected."""
    parts = folder / "parts"
    (folder / "home").mkdir()
    names = _write_images(parts, images)
    with _window(folder / "home") as window:
        page: ReviewPage = window.pages.page(Tab.REVIEW)
        measured = _Measured(window, page)
        yield measured.anew(parts)
        page.run.close_down()
        _judge_before(folder / "home", parts, names)
        yield measured.known(parts, images)
        yield measured.walk()
        yield measured.correct()


@contextmanager
def _window(home: Path) -> Iterator[MainWindow]:
    """Over a station of its own, with nothing left to do."""
    application()
    with Station(Home(home), StationSettings()) as station:
        window = open_window(station, home / "window.ini")
        keep_waits_short(window)
        try:
            window.resize(*_SIZE)
            window.show_page(Tab.REVIEW)
            run_events(_WARM_UP_S)
            yield window
        finally:
            window.close()
            window.deleteLater()
            delete_now()


class WallStoodStill(Exception):
    """The window did not show in time what it was waited for. `str()` says how far it came."""


class _Measured:
    """The window under the bench, and how long it was held up since the last row began."""

    def __init__(self, window: MainWindow, page: ReviewPage) -> None:
        self._window = window
        self._page = page
        self._heart = Heartbeat(window)

    def anew(self, parts: Path) -> Row:
        """The model judges them: from the drop to the first results, and how it streams in."""
        opened_ms = self._open(parts)
        started = time.monotonic()
        self._wait_for(1)
        first_s = time.monotonic() - started
        judged = self._judged()
        started = time.monotonic()
        run_events(_JUDGE_S)
        rate = (self._judged() - judged) / (time.monotonic() - started)
        return self._row("opened anew", opened_ms, rate, first_result_s=first_s)

    def known(self, parts: Path, images: int) -> Row:
        """As fast as results can come at all."""
        opened_ms = self._open(parts)
        started = time.monotonic()
        self._wait_for(images)
        seconds = time.monotonic() - started
        return self._row("known from before", opened_ms, images / seconds, seconds=seconds)

    def walk(self) -> Row:
        """Scrolled, sorted, searched, filtered, and the thresholds dragged."""
        self._heart.begin()
        started = time.monotonic()
        bar, filters = self._page.wall.verticalScrollBar(), self._page.pane.filters
        for share in np.linspace(0.0, 1.0, _SCROLLS):
            self._do(partial(bar.setValue, round(float(share) * bar.maximum())))
        for order in Order:
            self._do(partial(filters.choose_order, order))
        for text in ("9", "99", ""):
            self._do(partial(filters.choose_text, text))
        changed = self._page.insights.thresholds.changed
        for limit in np.linspace(0.1, 0.9, 40):
            self._do(partial(changed.emit, Thresholds(0.5 * float(limit), float(limit))))
        steps = _SCROLLS + len(Order) + 43
        return self._row("walked through", None, steps / (time.monotonic() - started))

    def correct(self) -> Row:
        """All of them at once, until the set has them; then taken back."""
        page, rulings = self._page, self._page.rulings
        self._heart.begin()
        started = time.monotonic()
        self._do(page.choose_all)
        self._do(page.rule_ok)
        run_events_until(lambda: rulings.writer.is_idle, _WRITTEN_S)
        images, seconds = rulings.count, time.monotonic() - started
        self._do(page.undo)
        run_events_until(lambda: rulings.writer.is_idle, _WRITTEN_S)
        return self._row("all corrected, taken back", None, images / seconds, seconds=seconds)

    def _wait_for(self, images: int) -> None:
        """Until the wall shows so many. Raises `WallStoodStill`."""
        while (shown := self._shown) < images:
            if not run_events_until(partial(self._has_moved_from, shown), _STILL_S):
                raise WallStoodStill(
                    f"nothing new for {_STILL_S:.0f} s: the wall shows {shown:,} of {images:,} "
                    f"images; the review says: {self._page.run.progress}"
                )

    def _has_moved_from(self, before: int) -> bool:
        return self._shown != before

    @property
    def _shown(self) -> int:
        return self._page.wall.order.size

    def _open(self, parts: Path) -> float:
        """How long the window was held up by it."""
        self._heart.begin()
        started = time.perf_counter()
        self._page.open_paths((parts,))
        return 1e3 * (time.perf_counter() - started)

    def _do(self, step: Callable[[], object]) -> None:
        step()
        process_until(_once(), 1.0)

    def _judged(self) -> int:
        progress = self._page.run.progress
        return progress.judged if progress else 0

    def _row(self, name: str, opened_ms: float | None, rate: float, **more: float) -> Row:
        memory = psutil.Process().memory_info().rss / 1e6
        figures = {
            "shown": float(self._shown),
            "longest_block_ms": self._heart.longest_block_ms,
            "longest_work_ms": self._heart.longest_work_ms,
            "memory_mb": memory,
        }
        return Row(GROUP, name, median_ms=opened_ms, per_s=rate, more={**more, **figures})


def _once() -> Callable[[], bool]:
    """True when it is asked for the second time: once round the event loop."""
    asked: list[None] = []

    def has_been() -> bool:
        asked.append(None)
        return len(asked) > 1

    return has_been


def _write_images(parts: Path, images: int) -> list[str]:
    """Two labels, sixteen different small pictures."""
    rng = np.random.default_rng(_SEED)
    noise = [rng.normal(128, 30, (_SIDE_PX, _SIDE_PX)).clip(0, 255) for _ in range(16)]
    contents = [bytes(cv2.imencode(".jpg", each.astype(np.uint8))[1]) for each in noise]
    names = []
    for label in ("ok", "def"):
        (parts / label).mkdir(parents=True)
    for number in range(images):
        name = f"{'def' if number % 2 else 'ok'}/part-{number:06d}.jpg"
        (parts / name).write_bytes(contents[number % len(contents)])
        names.append(name)
    return names


def _judge_before(home: Path, parts: Path, names: list[str]) -> None:
    """A journal as of a review that was cut off at its last image, every P(def) drawn at random."""
    package = read_package(DEMO_MODEL)
    model = JudgingModel(package.model_id, package.sha256, package.manifest.maps[0].method)
    journal = Journal(Home(home).reviews / review_id([parts], model))
    rng = np.random.default_rng(_SEED)
    heat = np.zeros((28, 28), np.uint8) if journal.maps is None else journal.maps.read(0)
    assert heat is not None
    for name in names:
        path = parts / name
        judged = JudgedImage(
            stamp_of(path.stat()), float(rng.beta(0.3, 0.3)), None, heat, (_SIDE_PX, _SIDE_PX)
        )
        journal.keep(str(path), judged)
    journal.sync()
    journal.close()
