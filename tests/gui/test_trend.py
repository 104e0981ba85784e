from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.appearance import ChosenAppearance
from gui.live.trend import Trend
from gui.theme import Theme
from gui.tokens import LIGHT, Tone
from inference.station.settings import AppearanceSettings
from inference.verdict import Thresholds


@pytest.fixture
def trend(qtbot: QtBot, qapp: QApplication) -> Trend:
    appearance = ChosenAppearance(AppearanceSettings(theme="light"), lambda _: None)
    widget = Trend(Theme(qapp, appearance))
    qtbot.addWidget(widget)
    return widget


def dots(trend: Trend, tone: Tone) -> list[tuple[float, float]]:
    return [(age, round(height, 2)) for age, height in trend.plot.dots[tone].tolist()]


def test_each_part_is_a_dot_of_its_outcome(trend: Trend) -> None:
    values = np.array([0.1, 0.5, 0.9, np.nan], np.float32)
    trend.show_trend(values, Thresholds(0.3, 0.7))
    assert dots(trend, Tone.OK) == [(-3.5, 0.1)]
    assert dots(trend, Tone.UNSURE) == [(-2.5, 0.5)]
    assert dots(trend, Tone.DEF) == [(-1.5, 0.9)]
    [(age, height)] = dots(trend, Tone.FAULT)
    assert age == -0.5
    assert height < 0


def test_the_lines_follow_the_thresholds(trend: Trend) -> None:
    trend.show_trend(np.zeros(3, np.float32), None)
    assert trend.plot.lines == {}
    trend.show_trend(np.zeros(3, np.float32), Thresholds(0.2, 0.6))
    assert trend.plot.lines == {Tone.UNSURE: 0.2, Tone.DEF: 0.6}
    trend.show_trend(np.zeros(3, np.float32), Thresholds(0.4, 0.8))
    assert trend.plot.lines == {Tone.UNSURE: 0.4, Tone.DEF: 0.8}


def test_only_the_last_500_parts_are_drawn(trend: Trend) -> None:
    trend.show_trend(np.zeros(600, np.float32), Thresholds(0.3, 0.7))
    assert len(dots(trend, Tone.OK)) == 500


def test_a_dot_at_one_has_room(trend: Trend) -> None:
    trend.resize(320, 100)
    trend.grab()  # lays it out
    assert trend.plot.y_of(1.0) >= 6
    assert trend.plot.height() - trend.plot.y_of(0.0) >= 6


def test_the_newest_part_is_painted_at_the_right_in_its_colour(trend: Trend) -> None:
    trend.resize(320, 140)
    trend.grab()  # lays it out
    trend.show_trend(np.array([0.9], np.float32), Thresholds(0.3, 0.7))
    image = trend.plot.grab().toImage()
    assert image.pixelColor(image.width() - 3, round(trend.plot.y_of(0.9))) == QColor(
        LIGHT.marks[Tone.DEF]
    )
