"""The pages of the window, in the order of their tabs. All but Live are made when first wanted."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from gui.bridge import Bridge
from gui.notifications import Notifications
from gui.theme import Theme
from gui.widgets.beside import wait_for_all
from gui.widgets.errand import Errand
from inference.equipment import TRAINER, why_unavailable
from inference.home import Home
from inference.sources.settings import SourceSettings

_CLOSING_S = 2.0


class Tab(Enum):
    """The tabs, from left to right; the value is the title."""

    LIVE = QT_TRANSLATE_NOOP("Pages", "Live")
    REVIEW = QT_TRANSLATE_NOOP("Pages", "Review")
    TRAINER = QT_TRANSLATE_NOOP("Pages", "Trainer")
    MODELS = QT_TRANSLATE_NOOP("Pages", "Models")
    HISTORY = QT_TRANSLATE_NOOP("Pages", "History")
    SETUP = QT_TRANSLATE_NOOP("Pages", "Setup")

    @property
    def title(self) -> str:
        return QCoreApplication.translate("Pages", str(self.value))


class Ways(Protocol):
    """The ways from one page to another. Each but `use_source` shows the page it leads to."""

    def train_on(self, folder: Path) -> None: ...
    def bring_in(self, package: Path) -> None: ...
    def review(self, paths: Sequence[Path]) -> None: ...
    def use_source(self, source: SourceSettings) -> None: ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What each page is given."""

    bridge: Bridge
    theme: Theme
    home: Home
    notifications: Notifications
    ways: Ways


class Page(Protocol):
    """What a page is beside a QWidget. Made from `Surroundings` alone."""

    def refresh(self) -> None:
        """Show what the bridge pulled last. Comes with each pull while the page is shown."""

    def close_down(self) -> None:
        """The window closes: end what runs."""


class Entry(NamedTuple):
    """Where a page comes from, imported when it is first wanted: an operator never wants most."""

    module: str
    name: str
    slow_imports: tuple[str, ...] = ()
    """What is slow to import of it, for a thread beside the window. None of them may know Qt:
    a Qt class belongs to the thread that makes it."""
    needs: tuple[str, ...] = ()
    """Packages without which the page isn't offered: the packaged Station has no trainer."""


ENTRIES = {
    Tab.REVIEW: Entry(
        "gui.review.review_page",
        "ReviewPage",
        (
            "onnxruntime",  # loading its library keeps Python's lock for 60 ms
            "inference.review.review", "gui.review.second_opinion", "gui.review.exporting",
        ),
    ),
    Tab.TRAINER: Entry(
        "gui.trainer.trainer_page",
        "TrainerPage",
        (
            "training.runs.process", "gui.trainer.data.survey", "gui.trainer.model.network",
            "gui.trainer.package_facts", "gui.trainer.release.contest",
        ),
        TRAINER,
    ),
    Tab.MODELS: Entry("gui.models.models_page", "ModelsPage", ("gui.models.shelf",)),
    Tab.HISTORY: Entry(
        "gui.history.history_page",
        "HistoryPage",
        ("inference.records.records", "gui.history.rejudge_run", "gui.history.figures"),
    ),
    Tab.SETUP: Entry(
        "gui.setup.setup_page",
        "SetupPage",
        ("inference.trial.trial", "inference.trial.product_file", "inference.trial.same_camera"),
    ),
}  # fmt: skip


def offered_tabs() -> tuple[Tab, ...]:
    """Those whose pages this program can show, from left to right."""
    return tuple(
        tab for tab in Tab if tab not in ENTRIES or not why_unavailable(ENTRIES[tab].needs)
    )


class Pages(QStackedWidget):
    """One page at a time. `made` comes after each that is new."""

    made = Signal()

    def __init__(self, live: QWidget, surroundings: Callable[[], Surroundings]) -> None:
        super().__init__()
        self._surroundings = surroundings
        self._made: dict[Tab, Any] = {Tab.LIVE: live}
        self.addWidget(live)

    @property
    def tab(self) -> Tab:
        """The tab of the page that is shown."""
        shown = self.currentWidget()
        return next(tab for tab, page in self._made.items() if page is shown)

    def page(self, tab: Tab) -> Any:
        """Of a type that only its caller knows: a `Page`, and what else it can do."""
        if tab not in self._made:
            entry = ENTRIES[tab]
            make = getattr(importlib.import_module(entry.module), entry.name)
            self._made[tab] = page = make(self._surroundings())
            self.addWidget(page)
            self.made.emit()
        return self._made[tab]

    def open(self, tab: Tab) -> None:
        page = self.page(tab)
        self.setCurrentWidget(page)
        page.setFocus()

    def refresh(self) -> None:
        """Only what is shown."""
        self._made[self.tab].refresh()

    def under_way(self) -> str:
        """What closing the window would cut off, in words for a person; empty where nothing."""
        trainer = self._made.get(Tab.TRAINER)
        return str(trainer.under_way()) if trainer else ""

    def close_down(self) -> None:
        """All that runs ends together: they are not waited for one after the other."""
        until = time.monotonic() + _CLOSING_S
        for errand in self.findChildren(Errand):  # of open dialogs too
            errand.cancel()
        for tab, page in self._made.items():
            if tab is not Tab.LIVE:
                page.close_down()
        wait_for_all(until)


def import_what_is_slow() -> None:
    """On a thread, beside the window: what would hold it up when a tab is first opened."""
    for tab in offered_tabs():
        for module in ENTRIES[tab].slow_imports if tab in ENTRIES else ():
            importlib.import_module(module)
