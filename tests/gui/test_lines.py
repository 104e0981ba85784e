"""Several lines in the window: every verdict in sight, one line in full, one more in Setup."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.pages import Tab
from gui.setup.setup_page import SetupPage
from gui.widgets.toasts import controls_of
from inference.sources.settings import SimulatedSettings
from inference.station.settings import LineSettings, StationSettings
from inference.station.snapshot import SourceState
from tests.gui.fake_station import FakeStation, judged

pytestmark = pytest.mark.qt_log_ignore(
    r"This plugin does not support (propagateSizeHints|raise)\(\)", extend=True
)
Pull = Callable[[], None]


@pytest.fixture
def other(station: FakeStation) -> FakeStation:
    """Beside the first line a second one."""
    station.become(line="left")
    right = FakeStation(replace(station.now, line="right"))
    station.others = (right,)
    lines = (LineSettings(name="right", source=SimulatedSettings(seed=7)),)
    station.settings = StationSettings(line="left", lines=lines)
    return right


def test_one_line_looks_as_ever(window: MainWindow, pull: Pull) -> None:
    pull()
    assert window.live.lines.isHidden()
    assert not window.actions_by_id["next_line"].isVisible()


def test_every_lines_verdict_is_in_sight_and_one_is_shown_in_full(
    other: FakeStation, station: FakeStation, window: MainWindow, pull: Pull
) -> None:
    station.judge(judged(1, 0.01))
    other.judge(judged(2, 0.97), judged(3, 0.98))
    pull()
    left, right = window.live.lines.banners
    assert (left.state.word, left.state.detail) == ("OK", "left")
    assert (right.state.word, right.state.detail) == ("DEF", "right")
    assert window.live.shown is station.parts[-1]
    QTest.mouseClick(right, Qt.MouseButton.LeftButton, pos=QPoint(9, 9))
    assert (left.is_chosen, right.is_chosen) == (False, True)
    assert window.live.shown is other.parts[-1]
    assert window.live.counters.judged.text() == "2"
    assert window.status.source.text().startswith("right: ")


def test_a_line_that_lost_its_camera_is_seen_whatever_is_shown(
    other: FakeStation, station: FakeStation, window: MainWindow, pull: Pull
) -> None:
    station.judge(judged(1, 0.01))
    other.become(source_state=SourceState.RETRYING, problem="the camera is gone")
    pull()
    words = [banner.state.word for banner in window.live.lines.banners]
    assert words == ["OK", "NO FRAMES"]
    assert window.notifications.shown == ()


def test_hold_trigger_and_the_key_are_of_the_line_that_is_shown(
    other: FakeStation, station: FakeStation, window: MainWindow, pull: Pull
) -> None:
    other.become(triggerable=True)
    pull()
    window.actions_by_id["next_line"].trigger()
    assert window.bridge.chosen == 1
    window.actions_by_id["trigger"].trigger()
    window.actions_by_id["hold"].trigger()
    assert other.asked == [("trigger",), ("hold",)]
    assert station.asked == []
    window.actions_by_id["next_line"].trigger()
    assert window.bridge.chosen == 0


def test_another_line_is_no_news_of_the_station(
    other: FakeStation, window: MainWindow, pull: Pull
) -> None:
    other.become(finished=True, model_id="another")
    pull()
    window.live.choose_line(1)
    pull()
    assert window.notifications.shown == ()


def test_a_line_that_goes_leaves_the_first(
    other: FakeStation, station: FakeStation, window: MainWindow, pull: Pull
) -> None:
    pull()
    window.live.choose_line(1)
    assert window.bridge.snapshot is other.now
    station.others = ()
    pull()
    assert window.bridge.chosen == 0
    assert window.live.lines.isHidden()


def setup_page(window: MainWindow, qtbot: QtBot, pull: Pull) -> SetupPage:
    pull()
    window.show_page(Tab.SETUP)
    page = window.pages.page(Tab.SETUP)
    assert isinstance(page, SetupPage)
    qtbot.waitUntil(page.left.refresh.isEnabled)
    return page


def leave(page: SetupPage, window: MainWindow, qtbot: QtBot) -> None:
    """For the Live tab: nothing of it runs on."""
    window.show_page(Tab.LIVE)
    qtbot.waitUntil(lambda: page.desk.is_at_rest)


def test_each_line_has_its_own_source_in_setup(
    other: FakeStation, station: FakeStation, window: MainWindow, qtbot: QtBot, pull: Pull
) -> None:
    page = setup_page(window, qtbot, pull)
    bar = page.left.lines
    assert not bar.remove.isEnabled()
    bar.picked.emit(1)
    pull()
    assert bar.remove.isEnabled()
    assert page.row.fields.entered() == SimulatedSettings(seed=7)
    page.right.use.click()
    qtbot.waitUntil(lambda: bool(other.asked))
    assert other.asked == [("set_source", SimulatedSettings(seed=7))]
    bar.renamed.emit("rework")
    bar.remove.click()
    assert ("rename_line", 1, "rework") in station.asked
    assert ("remove_line", 1) in station.asked
    bar.remove.click()
    assert [asked[0] for asked in station.asked].count("remove_line") == 1
    leave(page, window, qtbot)


def test_a_line_more_is_asked_for_and_then_set_up(
    station: FakeStation, window: MainWindow, qtbot: QtBot, pull: Pull
) -> None:
    page = setup_page(window, qtbot, pull)
    assert page.left.lines.name.isHidden()
    page.left.lines.add.click()
    assert station.asked == [("add_line", LineSettings(name="line 2"))]
    station.become(line="line 1")
    station.others = (FakeStation(replace(station.now, line="line 2")),)
    station.settings = StationSettings(lines=(LineSettings(name="line 2"),))
    pull()
    assert window.bridge.chosen == 1
    assert page.left.lines.name.currentText() == "line 2"
    leave(page, window, qtbot)


def test_what_stood_in_setup_of_a_line_that_is_gone_is_not_the_next_ones(
    other: FakeStation, station: FakeStation, window: MainWindow, qtbot: QtBot, pull: Pull
) -> None:
    third = FakeStation(replace(station.now, line="line 3"))
    station.others = (other, third)
    lines = (
        LineSettings(name="line 2", source=SimulatedSettings(seed=7)),
        LineSettings(name="line 3", source=SimulatedSettings(seed=9)),
    )
    station.settings = StationSettings(lines=lines)
    page = setup_page(window, qtbot, pull)
    page.left.lines.picked.emit(1)
    pull()
    assert page.row.fields.entered() == SimulatedSettings(seed=7)
    station.others, station.settings = (third,), StationSettings(lines=lines[1:])
    pull()
    assert page.row.fields.entered() == SimulatedSettings(seed=9)
    page.left.lines.add.click()
    assert station.asked == [("add_line", LineSettings(name="line 4"))]
    leave(page, window, qtbot)


def test_the_name_that_is_kept_for_the_only_line_is_not_given_to_another(
    station: FakeStation, window: MainWindow, qtbot: QtBot, pull: Pull
) -> None:
    station.settings = StationSettings(line="line 2")
    page = setup_page(window, qtbot, pull)
    page.left.lines.add.click()
    assert station.asked == [("add_line", LineSettings(name="line 3"))]
    leave(page, window, qtbot)


def test_a_ninth_line_is_refused_each_time_with_what_to_do_instead(
    station: FakeStation, window: MainWindow, qtbot: QtBot, pull: Pull
) -> None:
    names = [f"line {number}" for number in range(2, 9)]
    station.others = tuple(FakeStation(replace(station.now, line=name)) for name in names)
    station.settings = StationSettings(lines=tuple(LineSettings(name=name) for name in names))
    page = setup_page(window, qtbot, pull)
    page.left.lines.add.click()
    page.left.lines.add.click()
    assert station.asked == []
    (told,) = window.notifications.shown
    assert told.times == 2
    assert "at most 8 lines. Remove one of them first, or start" in told.text
    words = window.toasts.geometry()
    assert not any(each.intersects(words) for each in controls_of(page)), "nor is that button hid"
    leave(page, window, qtbot)
