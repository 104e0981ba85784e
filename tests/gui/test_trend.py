from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.appearance import ChosenAppearance
from gui.live.trend import Trend
from gui.live.trend_plot import TrendPlot
from gui.theme import Theme
from gui.tokens import Tone
from inference.station.settings import AppearanceSettings
from inference.verdict import Thresholds


@pytest.fixture
def trend(qtbot: QtBot, qapp: QApplication) -> Trend:
    appearance = ChosenAppearance(AppearanceSettings(), lambda _: None)
    widget = Trend(Theme(qapp, appearance))
    qtbot.addWidget(widget)
    return widget


def plot_of(trend: Trend, qtbot: QtBot) -> TrendPlot:
    qtbot.waitUntil(lambda: trend.plot is not None, timeout=60_000)
    assert trend.plot is not None
    return trend.plot


def dots(plot: TrendPlot, tone: Tone) -> list[tuple[float, float]]:
    ages, heights = plot.dots[tone].getData()
    return [
        (float(age), round(float(height), 2)) for age, height in zip(ages, heights, strict=True)
    ]


def test_the_caption_does_not_wait_for_the_chart(trend: Trend) -> None:
    assert trend.plot is None
    trend.show_trend(np.array([0.5], np.float32), None)


def test_each_part_is_a_dot_of_its_outcome(trend: Trend, qtbot: QtBot) -> None:
    values = np.array([0.1, 0.5, 0.9, np.nan], np.float32)
    trend.show_trend(values, Thresholds(0.3, 0.7))
    plot = plot_of(trend, qtbot)
    assert dots(plot, Tone.OK) == [(-3.5, 0.1)]
    assert dots(plot, Tone.UNSURE) == [(-2.5, 0.5)]
    assert dots(plot, Tone.DEF) == [(-1.5, 0.9)]
    [(age, height)] = dots(plot, Tone.FAULT)
    assert age == -0.5
    assert height < 0


def test_the_lines_follow_the_thresholds(trend: Trend, qtbot: QtBot) -> None:
    plot = plot_of(trend, qtbot)
    trend.show_trend(np.zeros(3, np.float32), Thresholds(0.2, 0.6))
    assert [plot.lines[tone].value() for tone in (Tone.UNSURE, Tone.DEF)] == [0.2, 0.6]
    trend.show_trend(np.zeros(3, np.float32), Thresholds(0.4, 0.8))
    assert [plot.lines[tone].value() for tone in (Tone.UNSURE, Tone.DEF)] == [0.4, 0.8]


def test_only_the_last_500_parts_are_drawn(trend: Trend, qtbot: QtBot) -> None:
    trend.show_trend(np.zeros(600, np.float32), Thresholds(0.3, 0.7))
    assert len(dots(plot_of(trend, qtbot), Tone.OK)) == 500


def test_a_dot_at_one_and_its_figure_have_room(trend: Trend, qtbot: QtBot) -> None:
    trend.resize(320, 100)
    plot = plot_of(trend, qtbot)
    (low, high) = plot.widget.getPlotItem().getViewBox().viewRange()[1]  # type: ignore[attr-defined]
    px_each = plot.widget.height() / (high - low)
    assert (high - 1.0) * px_each >= 6
