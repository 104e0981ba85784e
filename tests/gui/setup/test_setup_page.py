"""Setup: what it finds, shows, sets, saves and puts on the line."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.pages import Tab
from gui.setup.setup_page import SetupPage
from gui.setup.source_pages import FolderPage, StreamPage
from inference.records.archive import ArchiveRule
from inference.sources.industrial.finding import Finding
from inference.sources.settings import (
    BaslerSettings,
    FolderSettings,
    SimulatedSettings,
    SourceSettings,
    StreamSettings,
    UsbSettings,
    VideoSettings,
)
from inference.station.settings import StationSettings
from inference.station.snapshot import SourceState, StationState
from tests.gui.fake_station import FakeStation
from tests.gui.setup.conftest import FIRST, SECOND, Open

NOTHING = Finding(troubles=("Basler's pylon library (pypylon) is not installed: get it",))
TWO = Finding((FIRST, SECOND))
SECOND_ROW = "camera:basler:0815-0001"

pytestmark = pytest.mark.qt_log_ignore(
    r"This plugin does not support (propagateSizeHints|raise)\(\)", extend=True
)


def enter(page: SetupPage, name: str, text: str) -> None:
    editor = page.right.form.rows[name].editor
    if isinstance(editor, QLineEdit):
        editor.setText(text)
        editor.editingFinished.emit()
    else:
        assert isinstance(editor, QComboBox)
        editor.setCurrentIndex(editor.findData(text))
        editor.activated.emit(editor.currentIndex())


def rows(page: SetupPage) -> list[str]:
    return [entry.key or entry.name for entry in page.left.list.entries]


def use(page: SetupPage, station: FakeStation, qtbot: QtBot) -> list[tuple[object, ...]]:
    station.asked.clear()
    page.right.use.click()
    qtbot.waitUntil(lambda: ("start",) in station.asked or page.right.wrong.isVisible())
    return station.asked


def test_a_missing_library_is_said_and_nothing_else_is_hidden(open_setup: Open) -> None:
    page = open_setup(NOTHING)
    assert page.left.troubles.text() == f"{NOTHING.troubles[0]}."
    assert rows(page)[0] == "No camera was found"
    assert {"simulated", "folder", "files", "usb", "stream", "video"} <= set(rows(page))
    assert page.left.list.key() == "simulated", "where parts come from now"


@pytest.mark.parametrize(
    "source",
    [
        SimulatedSettings(seed=12, rate_hz=None, defect_share=0.5),
        FolderSettings(path=Path("line-in"), recursive=True, scan_interval_s=3.0),
        UsbSettings(device=1, backend="v4l2", width=640, fps=15.0, exposure_us=800.0),
        StreamSettings(url="http://camera.local/stream", read_timeout_s=11.0),
        VideoSettings(path=Path("belt.mp4")),
        BaslerSettings(serial="77", exposure_us=12.5, trigger="Line2", region=(8, 0, 640, 480)),
    ],
    ids=lambda source: source.kind,
)
def test_what_was_set_by_hand_is_shown_and_comes_back_as_it_was(
    open_setup: Open, station: FakeStation, source: SourceSettings
) -> None:
    station.settings = StationSettings(source=source)
    page = open_setup(NOTHING)
    assert page.row.fields.entered() == source


def test_a_camera_of_the_line_that_is_not_found_has_its_row(
    open_setup: Open, station: FakeStation
) -> None:
    station.settings = StationSettings(source=BaslerSettings(serial="77"))
    page = open_setup(TWO)
    assert page.left.list.key() == "camera:basler:77"
    entry = next(entry for entry in page.left.list.entries if entry.key == "camera:basler:77")
    assert (entry.name, entry.used) == ("77", True)
    assert "not found" in entry.detail


def test_a_wrong_address_is_said_and_a_right_one_is_used(
    open_setup: Open, station: FakeStation, qtbot: QtBot
) -> None:
    page = open_setup(NOTHING)
    page.row.open("stream")
    fields = page.right.page()
    assert isinstance(fields, StreamPage)
    fields.url.setText("camera.local")
    assert use(page, station, qtbot) == []
    assert "http" in page.right.wrong.text()
    fields.url.setText("http://camera.local/stream")
    wanted = StreamSettings(url="http://camera.local/stream")
    assert use(page, station, qtbot) == [("set_source", wanted), ("start",)]
    assert not page.right.wrong.isVisible()


def test_what_was_typed_for_another_source_is_not_lost(open_setup: Open) -> None:
    page = open_setup(NOTHING)
    page.row.open("folder")
    fields = page.right.page()
    assert isinstance(fields, FolderPage)
    fields.path.setText("/line/in")
    page.row.open("video")
    page.row.open("folder")
    assert fields.path.text() == str(FolderSettings(path=Path("/line/in")).path)


def test_the_rule_of_what_is_kept_acts_at_once(open_setup: Open, station: FakeStation) -> None:
    page = open_setup(NOTHING)
    page.right.archive.setCurrentIndex(page.right.archive.findData(ArchiveRule.ALL))
    page.right.archive.activated.emit(page.right.archive.currentIndex())
    assert [asked[0] for asked in station.asked] == ["set_record_settings"]


def test_a_click_shows_the_picture_with_the_devices_limits(
    open_setup: Open, station: FakeStation, qtbot: QtBot
) -> None:
    pytest.importorskip("pypylon", reason="Basler's library is not on this platform")
    page = open_setup(TWO)
    page.row.open(SECOND_ROW)
    qtbot.waitUntil(lambda: page.middle.view.look is not None)
    form = page.right.form
    qtbot.waitUntil(lambda: "ExposureTime" in form.rows)
    assert form.rows["ExposureTime"].limits.text().endswith("us")
    assert "BalanceWhiteAuto" in form.missing.text()
    enter(page, "ExposureTime", "750")
    enter(page, "Width", "64")
    enter(page, "TriggerMode", "On")
    enter(page, "TriggerSource", "Line1")
    qtbot.waitUntil(lambda: shown_width(page) == 64)
    enter(page, "Gain", "999")
    qtbot.waitUntil(lambda: "it takes 0 to 48" in page.right.wrong.text())
    qtbot.waitUntil(lambda: "Gain" not in page.desk.chosen)
    enter(page, "Gain", "6")
    qtbot.waitUntil(lambda: not page.right.wrong.isVisible())
    enter(page, "Gain", "")
    asked = use(page, station, qtbot)
    wanted = asked[0][1]
    assert isinstance(wanted, BaslerSettings)
    assert (wanted.serial, wanted.exposure_us, wanted.trigger) == ("0815-0001", 750.0, "Line1")
    assert wanted.region is not None
    assert wanted.region[2] == 64
    assert wanted.gain_db is None


def shown_width(page: SetupPage) -> int | None:
    look = page.middle.view.look
    return look.width_px if look else None


def test_the_lines_own_camera_is_not_touched_and_that_is_said(
    open_setup: Open, window: MainWindow, station: FakeStation, qtbot: QtBot
) -> None:
    station.settings = StationSettings(source=BaslerSettings(serial="0815-0001", fps=5.0))
    page = open_setup(TWO)
    page.row.open(SECOND_ROW)
    qtbot.waitUntil(lambda: page.desk.status is not None)
    assert page.desk.is_line
    qtbot.waitUntil(lambda: "The line uses this camera" in page.middle.notice.text())
    assert list(page.right.form.rows) == ["AcquisitionFrameRate"]
    station.become(source_state=SourceState.CLOSED, state=StationState.OFFLINE)
    window.bridge.pull()
    qtbot.waitUntil(lambda: not page.desk.is_line)
    assert page.middle.notice.text() == ""


def test_a_product_is_saved_and_loaded_with_the_makers_own_file(
    open_setup: Open, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    pytest.importorskip("pypylon", reason="Basler's library is not on this platform")
    page = open_setup(TWO)
    page.row.open(SECOND_ROW)
    qtbot.waitUntil(lambda: "ExposureTime" in page.right.form.rows)
    enter(page, "ExposureTime", "750")
    page.right.products.name.setEditText("Lid 4711")
    page.right.products.save.click()
    folder = tmp_path / "products"
    qtbot.waitUntil((folder / "Lid 4711.toml").exists)
    assert (folder / "Lid 4711.pfs").exists(), "it is there before it is named"
    enter(page, "ExposureTime", "20")
    page.right.products.load.click()
    qtbot.waitUntil(lambda: page.desk.chosen.get("ExposureTime") == 750.0)
    loaded = page.row.fields.entered()
    assert isinstance(loaded, BaslerSettings)
    assert loaded.features == folder / "Lid 4711.pfs"
    assert any("Lid 4711 is loaded" in told.text for told in window.notifications.shown)


def test_out_of_sight_no_camera_is_held(open_setup: Open, window: MainWindow, qtbot: QtBot) -> None:
    page = open_setup(NOTHING)
    page.go_live(wanted=True)
    qtbot.waitUntil(lambda: page.middle.view.look is not None)
    window.show_page(Tab.LIVE)
    assert page.desk.status is None
    qtbot.waitUntil(lambda: page.desk.is_at_rest)


def test_the_menu_leads_here(window: MainWindow, open_setup: Open) -> None:
    open_setup(NOTHING)
    window.show_page(Tab.LIVE)
    window.operations.choose_source()
    assert window.pages.tab is Tab.SETUP
