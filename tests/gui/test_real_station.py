"""The window over a real station: real source, model, records and threads."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import pytest
from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

from gui.app import open_window
from gui.tour import offscreen_tour
from gui.waiting import delete_now
from inference.home import Home
from inference.sources.settings import SimulatedSettings
from inference.station.settings import StationSettings
from inference.station.station import Station
from tests.inference.tiny_package import write_tiny_package

BLOCK_MS = 100.0
"""From here on a person notices."""


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


def test_hold_overrule_and_look_follow_the_real_station(
    qtbot: QtBot, home: Home, model: Path
) -> None:
    with Station(home, settings(model, rate_hz=20.0)) as station:
        window = open_window(station, home.folder / "window.ini")
        station.start()
        qtbot.waitUntil(lambda: window.live.shown is not None, timeout=10_000)
        qtbot.keyClick(window, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: window.live.banner.state.word == "HOLD", timeout=5000)
        qtbot.wait(200)  # the part that was being judged still comes
        shown = window.live.shown
        assert shown is not None
        qtbot.keyClick(window, Qt.Key.Key_O)
        qtbot.wait(300)
        assert window.live.shown is shown, "on hold the screen stands still"
        qtbot.keyClick(window, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: window.live.shown is not shown, timeout=5000)
        assert station.snapshot().problem is None
        window.close()
        window.deleteLater()
        delete_now()


class Heart:
    """Beats on the window's thread. `gaps_ms` are by the clock on the wall: waiting counts too."""

    def __init__(self) -> None:
        self.gaps_ms: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(5)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps_ms.append(1000 * (now - self._last))
        self._last = now

    def stop(self) -> float:
        self._timer.stop()
        return max(self.gaps_ms)


@contextmanager
def foreign_load() -> Iterator[list[float]]:
    """How long the machine keeps a process waiting that wants next to nothing: the longest, in ms.

    A process of its own: it shares no interpreter with the window that is measured.
    """
    longest: list[float] = []
    asleep = subprocess.Popen(
        [sys.executable, "-c", _SLEEPER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert asleep.stdout is not None
    asleep.stdout.readline()
    yield longest
    longest.append(float(asleep.communicate("stop")[0]))


_SLEEPER = """
import sys, threading, time
over = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
print("ready", flush=True)
longest = 0.0
while not over.is_set():
    before = time.perf_counter()
    time.sleep(0.005)
    longest = max(longest, 1000 * (time.perf_counter() - before))
print(longest)
"""


def test_a_thread_that_waits_for_a_lock_is_seen_to_be_blocked(qtbot: QtBot) -> None:
    """What the next test measures with."""
    heart = Heart()
    QTimer.singleShot(20, lambda: threading.Event().wait(0.15))
    qtbot.wait(300)
    assert heart.stop() >= 140


@pytest.mark.slow
def test_the_window_is_never_blocked_for_long_at_thirty_parts_a_second(
    qtbot: QtBot, home: Home, model: Path
) -> None:
    with Station(home, settings(model, rate_hz=30.0)) as station:
        window = open_window(station, home.folder / "window.ini")
        window.resize(1920, 1080)
        station.start()
        qtbot.waitUntil(lambda: window.bridge.snapshot.counters.judged > 20, timeout=10_000)
        with foreign_load() as load_ms:
            heart = Heart()
            qtbot.wait(6000)
            longest_ms = heart.stop()
        judged = window.bridge.snapshot.counters.judged
        window.close()
        window.deleteLater()
        delete_now()
    assert judged > 120
    # Other programs hold up this one as they hold up the one that only sleeps.
    assert longest_ms < BLOCK_MS + 2 * load_ms[0]
