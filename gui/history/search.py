"""One search at a time: its pages, its counts, and how many parts came since. Nothing waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QElapsedTimer, QObject, Signal

from gui.history.desk import Desk, Trouble
from gui.history.figures import read_figures
from gui.history.parts_model import PartsModel
from gui.widgets.errand import Errand
from inference.records.history import PAGE, Choices, HistoryPage
from inference.records.part_record import PartFilter
from inference.records.records import Records
from inference.records.steps import Key
from inference.verdict import Outcome

_NEWS_EVERY_MS = 1000
MANY = 1000
"""So many new parts are not counted further."""

Counts = dict[Outcome, int]


class Search(QObject):
    """Fills the model. Late answers to an earlier search are dropped."""

    moved_on = Signal()
    """More parts were found, or it has looked further back, or all was looked through."""
    counted = Signal(object)
    """`Counts` over all outcomes; None where nothing but the search itself can tell."""
    offered = Signal(object)
    """`Choices`."""
    news = Signal(int)
    """So many parts came since; MANY stands for as many or more."""
    figured = Signal(object)
    """`Figures`, or None without parts."""
    troubled = Signal(str)

    def __init__(self, desk: Desk, parts: PartsModel, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._parts = parts
        self.wanted = PartFilter()
        self._newest: Key = (datetime.now(UTC), "")
        self._is_first = False
        self._asked_for = 0
        self._recorded = -1
        self._since_news = QElapsedTimer()
        self._pages = self._errand("history page", self._take_page)
        self._counts = self._errand("history counts", self._take_counts)
        self._news = self._errand("history news", self._take_news)
        self._charts = self._errand("history charts", self.figured.emit)
        parts.more_wanted.connect(self.more)

    def _errand(self, name: str, answered: object) -> Errand:
        errand = Errand(name, self, (Trouble,))
        errand.answered.connect(answered)
        errand.failed.connect(self.troubled)
        return errand

    @property
    def is_running(self) -> bool:
        """Parts may still be found without anybody asking."""
        return self._pages.is_running

    def begin(self, wanted: PartFilter) -> None:
        """Another search. The rows of the last one stay until the first page of this one."""
        self.wanted = wanted
        self._is_first, self._asked_for = True, PAGE
        self._newest = (datetime.now(UTC), "")
        self._since_news.start()
        self._read(None)
        desk = self._desk
        self._counts.begin(lambda _: desk.ask(lambda records: _counts(records, wanted)))

    @property
    def is_drawing(self) -> bool:
        """The charts' figures are on their way."""
        return self._charts.is_running

    def draw(self) -> None:
        """The charts of this search."""
        desk, wanted = self._desk, self.wanted
        self._charts.begin(lambda _: desk.ask(lambda records: read_figures(records, wanted)))

    def more(self) -> None:
        """Another page, as one scrolls."""
        if not self._pages.is_running and self._parts.reached is not None:
            self._asked_for = len(self._parts.parts) + PAGE
            self._read(self._parts.reached)

    def look_for_news(self, recorded: int) -> None:
        """Comes often; looks at most once a second, and only when parts were recorded."""
        due = self._since_news.isValid() and self._since_news.hasExpired(_NEWS_EVERY_MS)
        if not due or recorded == self._recorded or self.is_running or self._news.is_running:
            return
        self._recorded = recorded
        self._since_news.start()
        desk, wanted, than = self._desk, self.wanted, self._newest
        self._news.begin(
            lambda _: desk.ask(lambda records: records.history().newer(wanted, than, MANY))
        )

    def close_down(self) -> None:
        for errand in (self._pages, self._counts, self._news, self._charts):
            errand.cancel()

    def _read(self, behind: Key | None) -> None:
        desk, wanted = self._desk, self.wanted
        self._pages.begin(
            lambda _: desk.ask(lambda records: records.history().page(wanted, behind))
        )

    def _take_page(self, answer: object) -> None:
        page = answer if isinstance(answer, HistoryPage) else HistoryPage((), None)
        if self._is_first:
            self._is_first = False
            self._parts.begin_anew(page)
            self._newest = self._parts.newest or self._newest
        else:
            self._parts.add(page)
        if page.reached is not None and len(self._parts.parts) < self._asked_for:
            self._read(page.reached)  # what is looked for is rare: look on
        self.moved_on.emit()

    def _take_counts(self, answer: object) -> None:
        counts, choices = answer if isinstance(answer, tuple) else ({}, Choices())
        self.counted.emit(counts)
        self.offered.emit(choices)

    def _take_news(self, answer: object) -> None:
        self.news.emit(answer if isinstance(answer, int) else 0)


def _counts(records: Records, wanted: PartFilter) -> tuple[Counts | None, Choices]:
    history = records.history()
    return history.counts(replace(wanted, outcome=None)), history.choices()
