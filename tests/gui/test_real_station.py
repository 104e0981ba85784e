"""The window over a real station: real source, model, records and threads."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from pytestqt.qtbot import QtBot

from gui.app import open_window
from gui.bench.heartbeat import Heartbeat
from gui.tour import offscreen_tour
from gui.waiting import delete_now
from inference.home import Home
from inference.sources.settings import SimulatedSettings
from inference.station.line import _QUEUE_CAPACITY
from inference.station.settings import StationSettings
from inference.station.station import Station
from tests.inference.tiny_package import write_tiny_package

WORK_MS = 500.0
"""What the window's thread may compute in one go. A person notices 100 ms; this is for machines
that are far slower than a station's."""
HUNG_MS = 30_000.0
"""It waits for something, whatever else the machine does."""


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return write_tiny_package(tmp_path / "tiny").path


def settings(model: Path, **line: object) -> StationSettings:
    return StationSettings(source=SimulatedSettings.model_validate(line), model=model)


def test_a_tour_judges_all_parts_and_leaves_a_picture(
    qtbot: QtBot, home: Home, model: Path, tmp_path: Path
) -> None:
    picture = tmp_path / "pictures" / "window.png"
    with Station(home, settings(model, parts=12, rate_hz=None)) as station:
        assert offscreen_tour(station, 12, picture, home.folder / "window.ini") == 0
        assert station.snapshot().counters.judged == 12
    assert cv2.imread(str(picture)).shape == (800, 1280, 3)


def test_a_tour_without_a_model_says_so(qtbot: QtBot, home: Home, tmp_path: Path) -> None:
    with Station(home, settings(tmp_path / "nothing")) as station:
        status = offscreen_tour(station, 3, tmp_path / "window.png", home.folder / "window.ini")
    assert status == 1


def waiting(station: Station) -> int:
    """Parts that nobody judges yet."""
    return len(station._control.lines.first.queue)


def under_way(station: Station) -> int:
    """Those, and the ones that are judged or recorded just now."""
    return len(station._control.lines.first.in_flight)


def test_hold_overrule_and_look_follow_the_real_station(
    qtbot: QtBot, home: Home, model: Path
) -> None:
    with Station(home, settings(model, rate_hz=20.0)) as station:
        window = open_window(station, home.folder / "window.ini")
        station.start()
        qtbot.waitUntil(lambda: window.live.shown is not None)
        qtbot.keyClick(window, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: window.live.banner.state.word == "HOLD")
        qtbot.waitUntil(lambda: waiting(station) == under_way(station))
        window.bridge.pull()  # the part that was being judged still came
        shown = window.live.shown
        assert shown is not None
        qtbot.keyClick(window, Qt.Key.Key_O)
        more = waiting(station) + 4
        qtbot.waitUntil(lambda: waiting(station) >= min(more, _QUEUE_CAPACITY))
        window.bridge.pull()
        assert window.live.shown is shown, "on hold the screen stands still"
        qtbot.keyClick(window, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: window.live.shown is not shown)
        assert station.snapshot().problem is None
        window.close()
        window.deleteLater()
        delete_now()


@pytest.fixture
def heart(qtbot: QtBot) -> Iterator[Heartbeat]:
    parent = QObject()
    yield Heartbeat(parent)
    parent.deleteLater()
    delete_now()


def test_a_thread_that_waits_for_a_lock_is_seen_to_be_blocked(
    qtbot: QtBot, heart: Heartbeat
) -> None:
    """What the next test measures with."""
    heart.begin()
    QTimer.singleShot(20, heart, lambda: threading.Event().wait(0.15))
    qtbot.waitUntil(lambda: heart.longest_block_ms >= 140)
    assert heart.longest_work_ms < heart.longest_block_ms


@pytest.mark.slow
def test_the_window_is_never_blocked_for_long_at_thirty_parts_a_second(
    qtbot: QtBot, home: Home, model: Path, heart: Heartbeat
) -> None:
    """How long by the clock is for the bench to say: here other programs may be in the way."""
    with Station(home, settings(model, rate_hz=30.0)) as station:
        window = open_window(station, home.folder / "window.ini")
        window.resize(1920, 1080)
        station.start()
        qtbot.waitUntil(lambda: window.bridge.snapshot.counters.judged > 20)
        heart.begin()
        qtbot.waitUntil(lambda: window.bridge.snapshot.counters.judged > 120)
        heart.stop()
        window.close()
        window.deleteLater()
        delete_now()
    assert heart.longest_work_ms < WORK_MS
    assert heart.longest_block_ms < HUNG_MS
