"""Frames of twenty megapixels: the window's own thread never touches them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gui.live.previews import DIRECT_PX
from gui.main_window import MainWindow
from inference.frame import frozen_copy
from inference.verdict import Inspection
from tests.gui.fake_station import FakeStation, judged

Pull = Callable[[], None]


def large(number: int, probability_def: float = 0.01) -> Inspection:
    """20 megapixels, all of the shade `number`."""
    part = judged(number, probability_def)
    image = frozen_copy(np.full((3648, 5472, 3), number, np.uint8))
    return replace(part, frame=replace(part.frame, image=image))


@pytest.fixture
def resized(monkeypatch: pytest.MonkeyPatch) -> list[tuple[bool, int]]:
    """For each call of OpenCV's resize: whether on this thread, and of how many pixels."""
    calls: list[tuple[bool, int]] = []
    here, resize = threading.current_thread(), cv2.resize

    def noting(image: np.ndarray, *args: object, **named: object) -> object:
        calls.append((threading.current_thread() is here, image.shape[0] * image.shape[1]))
        return resize(image, *args, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(cv2, "resize", noting)
    return calls


def test_a_large_frame_is_shrunk_once_and_elsewhere(
    qtbot: QtBot,
    window: MainWindow,
    station: FakeStation,
    pull: Pull,
    resized: list[tuple[bool, int]],
) -> None:
    station.judge(large(90, 0.97))
    qtbot.waitUntil(lambda: pull() or window.live.shown is station.parts[-1])
    for width in (1000, 1500, 1280):
        window.resize(width, 760)
        pull()
    middle = window.live.strip.cells[0].grab().toImage().pixelColor(38, 38)
    assert middle.red() == 90
    assert [here for here, pixels in resized if pixels > DIRECT_PX] == [False]
    assert any(here for here, _ in resized), "the small ones are fitted at once"


def test_a_verdict_never_stands_over_another_parts_picture(
    qtbot: QtBot, window: MainWindow, station: FakeStation, pull: Pull
) -> None:
    station.judge(judged(1, 0.97))
    pull()
    station.judge(large(2), large(3))
    pull()
    assert window.live.shown is station.parts[0]
    assert window.live.banner.state.word == "DEF"
    qtbot.waitUntil(lambda: pull() or window.live.shown is station.parts[2])
    assert window.live.banner.state.word == "OK"
    assert window.live.area.picture.inspection is station.parts[2]


def test_a_small_frame_is_there_at_once(
    window: MainWindow, station: FakeStation, pull: Pull
) -> None:
    station.judge(judged(1, 0.01))
    pull()
    assert window.live.area.picture.inspection is station.parts[0]
    assert window.live.strip.cells[0].inspection is station.parts[0]
