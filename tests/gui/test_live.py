"""The Live tab in each state: what it says, and what the keys do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.widgets.action_button import ActionButton
from inference.decide import fault
from inference.station.snapshot import Counters, SourceState, StationState
from inference.verdict import Inspection, Outcome, Thresholds
from tests.gui.fake_station import FakeStation, judged, unreadable

Pull = Callable[[], None]


def pixels(image: QImage) -> np.ndarray:
    converted = image.convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(converted.constBits(), np.uint8)
    return lines.reshape(converted.height(), converted.bytesPerLine()).copy()


def picture_pixels(window: MainWindow) -> np.ndarray:
    return pixels(window.live.area.picture.grab().toImage())


@pytest.mark.parametrize(
    ("part", "word"),
    [
        (judged(1, 0.01), "OK"),
        (judged(1, 0.97), "DEF"),
        (judged(1, 0.5), "UNSURE"),
        (unreadable(1), "FAULT"),
    ],
)
def test_the_banner_says_the_outcome_in_a_word_with_its_own_mark_and_colour(
    window: MainWindow, station: FakeStation, pull: Pull, part: Inspection, word: str
) -> None:
    station.judge(part)
    pull()
    assert window.live.banner.state.word == word
    assert word in window.live.banner.accessibleName()


def test_no_two_outcomes_share_a_mark_or_a_colour(window: MainWindow) -> None:
    from gui.live.banner_state import of_inspection

    parts = [judged(1, 0.01), judged(1, 0.97), judged(1, 0.5), unreadable(1)]
    states = [of_inspection(part) for part in parts]
    assert len({state.mark for state in states}) == 4
    assert len({state.tone for state in states}) == 4


def failed(number: int) -> Inspection:
    """A part that was seen, and that the model failed on."""
    verdict = fault("the model answered with no number", "load another model")
    return replace(judged(number, 0.5), verdict=verdict)


@pytest.mark.parametrize(
    ("part", "why", "remedy"),
    [(unreadable(2), "cut off", "quarantine"), (failed(2), "no number", "another model")],
)
def test_a_fault_says_why_and_what_to_do_now_and_when_gone_back_to(
    qtbot: QtBot,
    window: MainWindow,
    station: FakeStation,
    pull: Pull,
    part: Inspection,
    why: str,
    remedy: str,
) -> None:
    station.judge(part)
    pull()
    now = window.live.area.card.shown
    assert now is not None
    assert why in now.what
    assert remedy in now.remedy
    assert why not in window.live.banner.state.detail, "it is said once"
    station.judge(judged(3, 0.01))
    pull()
    assert window.live.area.card.shown is None
    qtbot.keyClick(window, Qt.Key.Key_Left)
    assert window.live.area.card.shown == now


@pytest.mark.parametrize("height", [116, 160, 230])
@pytest.mark.parametrize(
    "changes",
    [
        {"state": StationState.FAULT, "problem": "the model fails", "remedy": "load another"},
        {"source_state": SourceState.RETRYING, "problem": "the camera is gone"},
    ],
)
def test_the_banners_words_keep_off_its_lower_edge(
    window: MainWindow,
    station: FakeStation,
    pull: Pull,
    changes: dict[str, object],
    height: int,
) -> None:
    station.become(**changes)
    pull()
    banner = window.live.banner
    banner.setFixedHeight(height)
    drawn = banner.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    grey = pixels(drawn)[:, ::3].astype(int)
    written = np.flatnonzero((grey[:, 20:-20] > 200).any(axis=1))
    assert written.size > 0
    assert written[-1] < height - 10


def test_the_counters_stand_on_one_grid(
    window: MainWindow, station: FakeStation, pull: Pull
) -> None:
    pull()
    counters = window.live.counters
    lefts = [row.x() for row in counters.by_outcome.values()]
    assert [counters.judged.x(), counters.yield_share.x()] == lefts[::2]


def test_the_status_bars_figures_do_not_push_each_other(
    window: MainWindow, station: FakeStation, pull: Pull
) -> None:
    def lefts() -> list[int]:
        pull()
        status = window.status
        return [item.x() for item in (status.latency, status.dropped, status.records, status.disk)]

    station.become(counters=Counters(recorded=7, waiting=8), latency_ms=3.4)
    few = lefts()
    assert window.status.waiting.isHidden()
    station.become(counters=Counters(recorded=12_345, waiting=28), latency_ms=61.7)
    assert lefts() == few
    assert window.status.waiting.text() == "28 wait to be recorded"
    assert window.status.latency.text().startswith("latency 61.7")


def test_a_heat_map_that_is_on_looks_unlike_one_that_is_off(
    qtbot: QtBot, window: MainWindow, pull: Pull
) -> None:
    pull()
    button = next(b for b in window.findChildren(ActionButton) if b.text() == "Heat map")
    on = pixels(button.grab().toImage())
    qtbot.keyClick(window, Qt.Key.Key_M)
    pull()
    off = pixels(button.grab().toImage())
    accent = np.array(QApplication.palette().link().color().getRgb()[:3])

    def in_accent(lines: np.ndarray) -> int:
        colours = lines[:, : 3 * button.width()].reshape(len(lines), -1, 3).astype(int)
        return int((abs(colours - accent).max(axis=2) < 24).sum())

    assert in_accent(on) > 200
    assert in_accent(off) == 0


def test_m_takes_the_heat_map_off_a_defective_part_and_puts_it_back(
    qtbot: QtBot, window: MainWindow, station: FakeStation, pull: Pull
) -> None:
    station.judge(judged(1, 0.97))
    pull()
    with_map = picture_pixels(window)
    qtbot.keyClick(window, Qt.Key.Key_M)
    pull()
    without = picture_pixels(window)
    assert (with_map != without).any()
    qtbot.keyClick(window, Qt.Key.Key_M)
    pull()
    assert (picture_pixels(window) == with_map).all()


def test_a_good_part_does_not_glow(
    qtbot: QtBot, window: MainWindow, station: FakeStation, pull: Pull
) -> None:
    station.judge(judged(1, 0.01))
    pull()
    with_map = picture_pixels(window)
    qtbot.keyClick(window, Qt.Key.Key_M)
    pull()
    assert (picture_pixels(window) == with_map).all()


def test_the_slider_changes_how_opaque_the_map_is_and_is_remembered(
    window: MainWindow, station: FakeStation, pull: Pull
) -> None:
    station.judge(judged(1, 0.97))
    pull()
    before = picture_pixels(window)
    window.live.slider.setValue(20)
    assert (picture_pixels(window) != before).any()
    window.close()
    saved = [asked[1] for asked in station.asked if asked[0] == "set_appearance"]
    assert [appearance.overlay_opacity for appearance in saved] == [0.2]


def test_t_triggers_where_the_camera_waits_for_it(
    qtbot: QtBot, window: MainWindow, station: FakeStation, pull: Pull
) -> None:
    pull()
    qtbot.keyClick(window, Qt.Key.Key_T)
    assert station.asked == []
    station.become(triggerable=True)
    pull()
    qtbot.keyClick(window, Qt.Key.Key_T)
    assert station.asked == [("trigger",)]


def test_space_holds_and_goes_on(
    qtbot: QtBot, window: MainWindow, station: FakeStation, pull: Pull
) -> None:
    station.judge(judged(1, 0.01))
    pull()
    qtbot.keyClick(window, Qt.Key.Key_Space)
    pull()
    assert window.live.banner.state.word == "HOLD"
    assert "Space" in window.live.area.chip.text()
    qtbot.keyClick(window, Qt.Key.Key_Space)
    pull()
    assert window.live.banner.state.word == "OK"
    assert [asked[0] for asked in station.asked] == ["hold", "resume"]


@pytest.mark.parametrize(
    ("key", "asked"),
    [
        (Qt.Key.Key_C, ("confirm", "part-00001", "operator")),
        (Qt.Key.Key_Return, ("confirm", "part-00001", "operator")),
        (Qt.Key.Key_O, ("overrule", "part-00001", Outcome.OK, "operator")),
        (Qt.Key.Key_D, ("overrule", "part-00001", Outcome.DEF, "operator")),
    ],
)
def test_the_operators_word_on_a_part_is_one_key(
    qtbot: QtBot,
    window: MainWindow,
    station: FakeStation,
    pull: Pull,
    key: Qt.Key,
    asked: tuple[object, ...],
) -> None:
    station.judge(judged(1, 0.97))
    pull()
    qtbot.keyClick(window, key)
    assert station.asked == [asked]
    assert any("11:" in text or ":" in text for text in window.toasts.texts())


def test_without_a_part_nothing_can_be_confirmed(
    qtbot: QtBot, window: MainWindow, station: FakeStation, pull: Pull
) -> None:
    pull()
    qtbot.keyClick(window, Qt.Key.Key_C)
    assert station.asked == []


@pytest.mark.parametrize(
    "hidden",
    [
        {"source_state": SourceState.RETRYING, "problem": "the camera is gone"},
        {"state": StationState.OFFLINE, "source_state": SourceState.CLOSED},
        {"state": StationState.FAULT, "problem": "the model fails", "remedy": "load another"},
    ],
)
def test_a_part_behind_a_notice_is_not_overruled(
    qtbot: QtBot, window: MainWindow, station: FakeStation, pull: Pull, hidden: dict[str, object]
) -> None:
    station.judge(judged(1, 0.97), judged(2, 0.97))
    station.become(**hidden)
    pull()
    for key in (Qt.Key.Key_C, Qt.Key.Key_O, Qt.Key.Key_D):
        qtbot.keyClick(window, key)
    assert station.asked == []
    qtbot.keyClick(window, Qt.Key.Key_Left)
    pull()
    qtbot.keyClick(window, Qt.Key.Key_O)
    assert station.asked == [("overrule", "part-00001", Outcome.OK, "operator")]


def test_a_part_on_hold_and_an_unreadable_one_can_be_ruled_on(
    qtbot: QtBot, window: MainWindow, station: FakeStation, pull: Pull
) -> None:
    station.judge(unreadable(1))
    pull()
    qtbot.keyClick(window, Qt.Key.Key_D)
    station.judge(judged(2, 0.97))
    station.become(held=True)
    pull()
    qtbot.keyClick(window, Qt.Key.Key_O)
    assert [asked[1] for asked in station.asked] == ["part-00001", "part-00002"]


def test_a_click_on_the_strip_goes_back_and_esc_returns(
    qtbot: QtBot, window: MainWindow, station: FakeStation, pull: Pull
) -> None:
    station.judge(judged(1, 0.97), judged(2, 0.02), judged(3, 0.01))
    pull()
    qtbot.mouseClick(window.live.strip.cells[0], Qt.MouseButton.LeftButton)
    assert window.live.shown is station.parts[0]
    assert window.live.banner.state.word == "DEF"
    assert "Esc" in window.live.area.chip.text()
    station.judge(judged(4, 0.03))
    pull()
    assert window.live.shown is station.parts[0], "a new part must not take the old one away"
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.live.shown is station.parts[-1]
    assert window.live.area.chip.isHidden()


def test_left_and_right_go_through_the_last_parts_and_back_to_live(
    qtbot: QtBot, window: MainWindow, station: FakeStation, pull: Pull
) -> None:
    station.judge(*(judged(number, 0.01) for number in range(3)))
    pull()
    seen = []
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Right):
        qtbot.keyClick(window, key)
        seen.append(station.parts.index(window.live.shown))
    assert seen == [1, 0, 0, 1]
    qtbot.keyClick(window, Qt.Key.Key_Right)
    assert window.live.looks_back
    qtbot.keyClick(window, Qt.Key.Key_Right)
    assert not window.live.looks_back


def test_a_part_gone_back_to_is_the_one_that_is_overruled(
    qtbot: QtBot, window: MainWindow, station: FakeStation, pull: Pull
) -> None:
    station.judge(judged(1, 0.97), judged(2, 0.02))
    pull()
    qtbot.keyClick(window, Qt.Key.Key_Left)
    qtbot.keyClick(window, Qt.Key.Key_O)
    assert station.asked == [("overrule", "part-00001", Outcome.OK, "operator")]


def test_a_lost_camera_never_leaves_the_last_ok_standing(
    window: MainWindow, station: FakeStation, pull: Pull
) -> None:
    station.judge(judged(1, 0.01))
    pull()
    alive = picture_pixels(window)
    station.become(
        source_state=SourceState.RETRYING,
        problem="the camera does not answer",
        remedy="check its cable",
    )
    pull()
    assert window.live.banner.state.word == "NO FRAMES"
    assert not window.live.banner.state.is_verdict
    said = window.live.area.card.shown
    assert said is not None
    assert "The camera does not answer." in said.what
    assert "Check its cable." in said.remedy
    assert "tries again" in said.remedy
    assert abs(picture_pixels(window).astype(int) - alive).mean() > 10
    assert "retrying" in window.status.source.text()
    station.become(source_state=SourceState.RUNNING, problem=None, remedy=None)
    pull()
    assert window.live.banner.state.word == "OK"
    assert (picture_pixels(window) == alive).all()


def test_stopped_offers_a_large_start(
    qtbot: QtBot, window: MainWindow, station: FakeStation, pull: Pull
) -> None:
    station.become(state=StationState.OFFLINE, source_state=SourceState.CLOSED)
    pull()
    assert window.live.banner.state.word == "STOPPED"
    card = window.live.area.card
    assert card.shown is not None
    assert card.shown.offers_start
    assert card.start_button.isVisible()
    assert card.start_button.height() >= 64
    qtbot.mouseClick(card.start_button, Qt.MouseButton.LeftButton)
    pull()
    assert station.asked == [("start",)]
    assert not card.start_button.isVisible()


def test_before_the_first_part_it_says_what_it_waits_for(window: MainWindow, pull: Pull) -> None:
    pull()
    assert window.live.banner.state.word == "WAITING"
    said = window.live.area.card.shown
    assert said is not None
    assert "drop a folder" in said.remedy


def test_counters_bar_and_trend_show_what_the_station_counts(
    window: MainWindow, station: FakeStation, pull: Pull
) -> None:
    station.judge(*(judged(n, 0.01) for n in range(1204)), judged(2000, 0.973), unreadable(2001))
    pull()
    counters = window.live.counters
    assert counters.judged.text().replace("\N{NARROW NO-BREAK SPACE}", " ") == "1 206"
    assert counters.yield_share.text().startswith("99.9")
    assert "42/min" in counters.judged.caption.text()
    texts = {outcome: row.text() for outcome, row in counters.by_outcome.items()}
    assert texts[Outcome.DEF] == "1"
    assert texts[Outcome.FAULT] == "1"
    assert window.status.dropped.text() == "dropped 0"


def test_the_bar_marks_thresholds_where_they_are(
    window: MainWindow, station: FakeStation, pull: Pull
) -> None:
    station.judge(judged(1, 0.5))
    pull()
    before = pixels(window.live.bar.grab().toImage())
    station.become(thresholds=Thresholds(0.2, 0.9))
    pull()
    assert (pixels(window.live.bar.grab().toImage()) != before).any()


def test_every_button_is_glove_sized(window: MainWindow, pull: Pull) -> None:
    pull()
    sizes = [b.size() for b in window.findChildren(ActionButton) if b.isVisible()]
    assert len(sizes) >= 6
    assert min(size.height() for size in sizes) >= 48
    assert min(size.width() for size in sizes) >= 48


def test_everything_the_operator_reads_has_an_accessible_name(
    window: MainWindow, station: FakeStation, pull: Pull
) -> None:
    station.judge(judged(1, 0.97))
    pull()
    live = window.live
    for widget in (live.banner, live.bar, live.trend, live.strip, live.strip.cells[0], live.slider):
        assert widget.accessibleName(), type(widget).__name__


def test_wrong_settings_are_said_where_the_picture_would_be(
    window: MainWindow, station: FakeStation, pull: Pull
) -> None:
    station.become(
        state=StationState.OFFLINE, problem="threads = 0: too few", remedy="correct the file"
    )
    pull()
    said = window.live.area.card.shown
    assert said is not None
    assert "Threads = 0: too few." in said.what
    assert not said.offers_start
    assert window.live.banner.state.word == "FAULT"


def test_what_could_not_be_kept_is_told_once_while_judging_goes_on(
    window: MainWindow, station: FakeStation, pull: Pull
) -> None:
    station.judge(judged(1, 0.01))
    for _ in range(3):
        station.become(notice="the image can't be written")
        pull()
    told = [one.text for one in window.notifications.shown]
    assert told == ["The image can't be written."]
    assert window.live.banner.state.is_verdict
