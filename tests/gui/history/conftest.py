"""A home with real records and a real archive, and the page over them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gui.history.history_page import HistoryPage
from gui.main_window import MainWindow
from gui.pages import Tab
from inference.decide import decide
from inference.frame import Frame
from inference.home import Home
from inference.records.archive import ArchiveRule, ImageArchive
from inference.records.part_record import RecordedPart
from inference.records.records import Records
from inference.records.spans import Span
from inference.verdict import HeatMap, Inspection, Outcome, Thresholds, Timings
from tests.inference.records.parts import unreadable
from tests.inference.tiny_package import grey

START = datetime.now(UTC) - timedelta(days=2)


def part(number: int, probability_def: float, level: int = 128, model: str = "m-1") -> Inspection:
    """One of a line that began two days ago."""
    heat = np.zeros((8, 8), np.float32)
    heat[2, 2] = probability_def
    heat.flags.writeable = False
    frame = Frame(
        grey(level),
        source="simulated",
        part_id=f"part-{number:05}",
        captured_at=START + timedelta(seconds=number),
    )
    verdict = decide(probability_def, Thresholds(0.4, 0.6))
    return Inspection(frame, verdict, HeatMap(heat, "evidence"), model, "ab" * 32, Timings())


@pytest.fixture(scope="session")
def _judged_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """230 parts, each tenth DEF, one FAULT, one overruled."""
    home = Home(tmp_path_factory.mktemp("judged"))
    parts = [part(n, 0.9 if n % 10 == 0 else 0.1, 230 if n % 20 else 20) for n in range(230)]
    torn = unreadable("torn")
    # As long ago as the others: how far the charts look back says how fine they are.
    before = replace(torn.frame, captured_at=START - timedelta(minutes=1))
    _write(home, *parts, replace(torn, frame=before))
    with Records(home.database) as records:
        records.operator_verdict("part-00220", Outcome.OK, by="Ada")
    return home.folder


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """That of the window of the tests."""
    return Home(tmp_path)


@pytest.fixture
def judged(home: Home, _judged_once: Path) -> Home:
    shutil.copytree(_judged_once, home.folder, dirs_exist_ok=True)
    return home


@pytest.fixture
def record(home: Home) -> Callable[..., None]:
    """Write parts as the station does, through a connection of its own."""
    return lambda *inspections: _write(home, *inspections)


def _write(home: Home, *inspections: Inspection) -> None:
    archive = ImageArchive(home.images, ArchiveRule.DEF_AND_UNSURE)
    with Records(home.database) as records:
        records.add([RecordedPart(each, archive.store(each)) for each in inspections])


@pytest.fixture
def page(window: MainWindow, settle: Callable[[Callable[[], bool]], None]) -> HistoryPage:
    """The page, on all time, settled."""
    window.show_page(Tab.HISTORY)
    made: HistoryPage = window.pages.page(Tab.HISTORY)
    made.filters.span.setCurrentIndex(made.filters.span.findData(Span.ALL))
    settle(lambda: is_idle(made))
    return made


def is_idle(page: HistoryPage) -> bool:
    search = page.search
    return not any(
        errand.is_running
        for errand in (
            search._pages,
            search._counts,
            search._news,
            search._charts,
            page.view.errand,
        )
    )


@pytest.fixture
def settle(qtbot: QtBot) -> Callable[[Callable[[], bool]], None]:
    def wait(condition: Callable[[], bool]) -> None:
        qtbot.waitUntil(condition)

    return wait
