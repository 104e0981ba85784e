"""The History tab over real records: what is found, shown, announced, exported, judged again."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.history import export_row
from gui.history.history_page import HistoryPage
from gui.history.rejudge_dialog import RejudgeDialog
from gui.main_window import MainWindow
from gui.pages import Tab
from gui.setup.settings_column import SettingsColumn
from inference.home import Home
from inference.records.archive import ArchiveRule, ImageArchive
from inference.records.export import Exported, export_parts
from inference.records.part_record import Ruling
from inference.records.spans import Span
from inference.verdict import Outcome, Timings
from tests.gui.fake_station import FakeStation
from tests.gui.history.conftest import is_idle, part
from tests.inference.tiny_package import write_tiny_package
from tests.patience import PATIENCE_S

Settle = Callable[[Callable[[], bool]], None]

# Without a screen there is no window manager to ask; it changes nothing for the user.
pytestmark = pytest.mark.qt_log_ignore(
    r"This plugin does not support (propagateSizeHints|raise)\(\)", extend=True
)


def ids(page: HistoryPage) -> list[str]:
    return [record.part_id for record in page.parts.parts]


def choose(combo: object, value: object) -> None:
    combo.setCurrentIndex(combo.findData(value))


def recorded(station: FakeStation, number: int) -> None:
    counters = replace(station.now.counters, recorded=number)
    station.become(counters=counters)


def test_the_newest_parts_come_first_and_more_as_one_scrolls(
    judged: Home, page: HistoryPage, settle: Settle
) -> None:
    assert len(page.parts.parts) == 200
    assert ids(page)[0] == "part-00229"
    while page.parts.reached is not None:
        page.table.scrollToBottom()
        page.parts.fetchMore(page.parts.index(-1, -1))
        settle(lambda: is_idle(page))
    assert ids(page)[:-1] == [f"part-{n:05}" for n in reversed(range(230))]
    assert ids(page)[-1] == "torn"


def test_outcomes_are_counted_over_all_parts_and_choose(
    judged: Home, page: HistoryPage, qtbot: QtBot, settle: Settle
) -> None:
    buttons = page.outcomes.buttons
    assert buttons[None].accessibleName().endswith("231")
    assert buttons[Outcome.DEF].accessibleName().endswith("23")
    qtbot.waitUntil(lambda: all(b.width() >= b.sizeHint().width() for b in buttons.values()))
    qtbot.mouseClick(buttons[Outcome.FAULT], Qt.MouseButton.LeftButton)
    settle(lambda: ids(page) == ["torn"])
    assert buttons[Outcome.DEF].accessibleName().endswith("23")


def test_filters_restrict_each_in_its_way(
    judged: Home, page: HistoryPage, record: Callable[..., None], settle: Settle
) -> None:
    record(part(900, 0.1, model="m-2"))
    page.begin()
    settle(lambda: page.filters.model.findData("m-2") > 0)
    choose(page.filters.model, "m-2")
    settle(lambda: ids(page) == ["part-00900"])
    choose(page.filters.model, None)
    choose(page.filters.operator, Ruling.OVERRULED)
    settle(lambda: ids(page) == ["part-00220"])
    choose(page.filters.operator, None)
    page.filters.text.setText("part-0010")
    settle(lambda: ids(page) == [f"part-{n:05}" for n in reversed(range(100, 110))])
    assert page.outcomes.total == 10


def test_a_row_opens_the_part_with_its_picture_and_who_overruled_it(
    judged: Home, page: HistoryPage, settle: Settle
) -> None:
    page.table.open_row(ids(page).index("part-00220"))
    settle(page.view.picture.isVisible)
    assert page.view.picture.has_heat()
    facts = dict(page.view.facts.rows)
    assert facts["Part"] == "part-00220"
    assert facts["Thresholds"] == "UNSURE from 0.40, DEF from 0.60"
    assert facts["Operator"].startswith("OK · Ada")


def test_a_triggered_part_tells_the_time_from_its_trigger(
    judged: Home, page: HistoryPage, record: Callable[..., None], settle: Settle
) -> None:
    record(replace(part(901, 0.1), timings=Timings(total_ms=4.5, trigger_to_verdict_ms=23.25)))
    page.begin()
    settle(lambda: ids(page)[:1] == ["part-00901"])
    page.table.open_row(0)
    settle(lambda: dict(page.view.facts.rows).get("Part") == "part-00901")
    assert dict(page.view.facts.rows)["Trigger to verdict"].startswith("23.2")
    page.table.open_row(1)
    settle(lambda: dict(page.view.facts.rows).get("Part") == "part-00229")
    assert "Trigger to verdict" not in dict(page.view.facts.rows)


def test_a_part_without_a_picture_says_why_and_what_keeps_the_next(
    judged: Home, page: HistoryPage, settle: Settle, tmp_path: Path, qtbot: QtBot
) -> None:
    page.table.open_row(1)
    settle(lambda: bool(page.view.missing.text()))
    assert "archive rule" in page.view.missing.text()
    column = SettingsColumn(tmp_path)
    qtbot.addWidget(column)
    box = column.archive
    assert f'"{box.itemText(box.findData(ArchiveRule.ALL))}"' in page.view.missing.text()
    assert not page.view.picture.isVisible()
    ImageArchive(judged.images).delete(f"{page.parts.parts[9].time:%Y-%m-%d}/part-00220.png")
    page.table.open_row(9)
    settle(lambda: "deleted by hand" in page.view.missing.text())


def test_a_fault_says_what_happened_and_what_to_do(
    judged: Home, page: HistoryPage, settle: Settle
) -> None:
    page.outcomes.buttons[Outcome.FAULT].click()
    settle(lambda: ids(page) == ["torn"])
    page.table.open_row(0)
    assert page.view.fault.text() == "The file is empty. Write it again."
    settle(lambda: "could not be read" in page.view.missing.text())


def test_new_parts_are_announced_and_come_in_on_a_click(
    window: MainWindow,
    station: FakeStation,
    judged: Home,
    page: HistoryPage,
    record: Callable[..., None],
    qtbot: QtBot,
    settle: Settle,
) -> None:
    page.table.open_row(3)
    opened = page.view.part.part_id
    record(*(part(1000 + n, 0.1) for n in range(3)))
    recorded(station, 3)

    def announced() -> bool:
        window.bridge.pull()
        return page.new.isVisible()

    settle(announced)
    assert page.new.text() == "3 new"
    assert ids(page)[0] == "part-00229"
    qtbot.mouseClick(page.new, Qt.MouseButton.LeftButton)
    settle(lambda: ids(page)[0] == "part-01002")
    assert not page.new.isVisible()
    assert page.view.part.part_id == opened
    assert [one.part_id for one in page.table.chosen()] == [opened]


def test_charts_draw_the_yield_and_what_is_out_of_control(
    judged: Home, page: HistoryPage, record: Callable[..., None], settle: Settle
) -> None:
    record(*(part(7200 + n, 0.9) for n in range(60)))
    page.begin()
    page.show_charts.setChecked(True)
    settle(lambda: page.charts.plots is not None and is_idle(page))
    good, chart = page.charts.plots
    _, values = good.line.getData()
    assert len(values) > 20
    outside, _ = chart.outside.getData()
    assert len(outside) >= 1
    assert "outside 3 sigma" in page.charts.p_card.words.text()
    assert page.charts.faults.rows[0][:2] == ("the file is empty", 1)
    assert page.charts.defects.rows[0][:2] == ("type not known", 83)


def test_without_records_it_says_what_to_do(
    window: MainWindow, page: HistoryPage, settle: Settle
) -> None:
    settle(page.notice.isVisible)
    assert page.notice.title.text() == "No part was judged yet"
    page.filters.span.setCurrentIndex(page.filters.span.findData(Span.TODAY))
    settle(page.notice.isVisible)
    assert page.notice.title.text() == "No part was judged yet", "no other day has any"
    assert not page.notice.button.isVisible()
    assert not page.export.button.isEnabled()


def test_an_empty_search_leads_back_to_all_parts(
    judged: Home, page: HistoryPage, qtbot: QtBot, settle: Settle
) -> None:
    page.filters.text.setText("nothing like this")
    settle(page.notice.isVisible)
    assert page.notice.title.text() == "No part is like that"
    qtbot.mouseClick(page.notice.button, Qt.MouseButton.LeftButton)
    settle(lambda: len(page.parts.parts) == 200)
    assert page.table.isVisible()


def test_a_damaged_database_is_said_and_read_again_when_it_was_put_right(
    window: MainWindow, home: Home, record: Callable[..., None], qtbot: QtBot, settle: Settle
) -> None:
    home.database.write_bytes(b"no database at all " * 500)
    window.show_page(Tab.HISTORY)
    page = window.pages.page(Tab.HISTORY)
    settle(lambda: page.notice.is_trouble)
    assert "restore it from a backup" in page.notice.words.text()
    settle(lambda: is_idle(page))
    home.database.unlink()
    record(part(0, 0.9))
    page.filters.clear()
    qtbot.mouseClick(page.notice.button, Qt.MouseButton.LeftButton)
    settle(lambda: ids(page) == ["part-00000"])


def test_what_was_found_is_exported_with_its_pictures(
    window: MainWindow, judged: Home, page: HistoryPage, tmp_path: Path, settle: Settle
) -> None:
    page.outcomes.buttons[Outcome.DEF].click()
    settle(lambda: is_idle(page) and page.parts.parts[0].outcome is Outcome.DEF)
    file = tmp_path / "out" / "parts.jsonl"
    file.parent.mkdir()
    page.export.begin(file, page.search.wanted, None, 23, pictures=True)
    settle(lambda: not page.export.errand.is_running)
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert len(lines) == 23
    assert all((file.parent / line["image"]).is_file() for line in lines)
    assert window.toasts.isVisible()


@pytest.mark.parametrize("is_late", [False, True])
def test_a_cancelled_export_says_what_became_of_it(
    window: MainWindow,
    judged: Home,
    page: HistoryPage,
    tmp_path: Path,
    settle: Settle,
    is_late: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def export(*given: Any, say: Callable[[int], None], **more: Any) -> Exported:
        if not is_late:
            begun.set()
            go_on.wait(PATIENCE_S)
        exported = export_parts(*given, say=say, **more)
        begun.set()
        go_on.wait(PATIENCE_S)
        return exported

    monkeypatch.setattr(export_row, "export_parts", export)
    told: list[str] = []
    window.notifications.changed.connect(
        lambda: told.extend(note.text for note in window.notifications.shown)
    )
    file = tmp_path / "parts.csv"
    page.export.begin(file, page.search.wanted, None, 9, pictures=False)
    settle(begun.is_set)
    page.export.stop.click()
    assert told == []
    go_on.set()
    settle(lambda: not page.export.errand.is_running)
    assert file.exists() is is_late
    assert ("nothing was written" in told[-1]) is not is_late


def test_an_export_that_can_not_be_written_is_said(
    window: MainWindow, judged: Home, page: HistoryPage, tmp_path: Path, settle: Settle
) -> None:
    told: list[str] = []
    window.notifications.changed.connect(
        lambda: told.extend(note.text for note in window.notifications.shown)
    )
    page.export.begin(tmp_path / "no" / "parts.csv", page.search.wanted, None, 9, pictures=False)
    settle(lambda: not page.export.errand.is_running)
    assert any("can't be written" in text for text in told)
    assert page.export.button.isEnabled()


def test_parts_are_judged_again_and_the_flips_are_listed(
    window: MainWindow, judged: Home, page: HistoryPage, tmp_path: Path, settle: Settle
) -> None:
    package = write_tiny_package(tmp_path / "tiny").path
    before = judged.database.read_bytes()
    dialog = RejudgeDialog(page, page._around, page.desk)
    dialog.begin(package, page.search.wanted, None, page.outcomes.total)
    dialog.open()
    settle(lambda: not dialog.errand.is_running)
    # Of the 23 DEF each second is dark, which this model calls OK.
    assert "23 parts judged, 12 flip, 208 have no picture" in dialog.words.text()
    assert "DEF → OK: 12" in dialog.words.text()
    assert dialog.flips.model().rowCount() == 12
    assert dialog.flips.flips.said(0, 2)[0] is Outcome.DEF
    assert dialog.flips.flips.said(0, 3)[0] is Outcome.OK
    dialog.flips.selectRow(0)
    settle(lambda: dialog.picture.inspection is not None)
    assert judged.database.read_bytes() == before
    dialog.close()


def test_a_package_that_is_none_is_said(
    judged: Home, page: HistoryPage, tmp_path: Path, settle: Settle
) -> None:
    dialog = RejudgeDialog(page, page._around, page.desk)
    dialog.begin(tmp_path / "none.zip", page.search.wanted, None, 1)
    dialog.open()
    settle(lambda: not dialog.errand.is_running)
    assert dialog.words.text().strip()
    assert dialog.button.text() == "Close"
    dialog.close()


def test_a_window_closed_in_the_middle_leaves_nothing_behind(
    judged: Home, page: HistoryPage
) -> None:
    page.show_charts.setChecked(True)
    page.begin()
    page.table.open_row(0)
    assert page.search.is_running
    page.close_down()
    assert not page.search.is_running
