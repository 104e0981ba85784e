"""The window around the page: keys, menus, dialogs, drops, and that it goes without a trace."""

from __future__ import annotations

import gc
import importlib.util
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QSettings, Qt, QTimer, QUrl
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.actions import ACTIONS, Menu, in_menu
from gui.app import open_window
from gui.dropping import Dropped, DropQuestion, look_at, offers
from gui.main_window import MainWindow
from gui.pages import Tab
from gui.setup.thresholds_dialog import ThresholdsDialog
from gui.words import part_time
from inference.sources.settings import FilesSettings, FolderSettings
from inference.station.snapshot import SourceState, StationState
from inference.verdict import Inspection, Thresholds
from tests.gui.fake_station import FakeStation, judged

Pull = Callable[[], None]


def taken_now() -> Inspection:
    part = judged(1, 0.01)
    return replace(part, frame=replace(part.frame, captured_at=datetime.now(UTC)))


def seconds(clock: str) -> int:
    """Since midnight."""
    at = datetime.strptime(clock, "%H:%M:%S")  # noqa: DTZ007 - a time of day
    return 3600 * at.hour + 60 * at.minute + at.second


# Without a screen there is no window manager to ask; it changes nothing for the user.
pytestmark = pytest.mark.qt_log_ignore(
    r"This plugin does not support (propagateSizeHints|raise)\(\)", extend=True
)


def test_no_key_is_given_twice() -> None:
    keys = [key for info in ACTIONS for key in info.keys]
    assert len(keys) == len(set(keys))


def test_every_action_is_in_a_menu_and_in_the_key_help(window: MainWindow) -> None:
    from PySide6.QtWidgets import QLabel

    listed = {action for menu in Menu for action, _ in in_menu(window.actions_by_id, menu)}
    assert listed == set(window.actions_by_id.values())
    texts = {label.text() for label in window.key_help.findChildren(QLabel)}
    for action in window.actions_by_id.values():
        assert action.text().rstrip(".") in texts
    assert {"Space", "M", "F11"} <= texts


def test_f1_shows_the_keys_and_esc_takes_them_away(
    qtbot: QtBot, window: MainWindow, pull: Pull
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert window.key_help.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.key_help.isVisible()


def test_a_click_takes_the_keys_away_and_f1_brings_them_back(
    qtbot: QtBot, window: MainWindow, pull: Pull
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    qtbot.mouseClick(window.key_help, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert not window.key_help.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert window.key_help.isVisible()


def test_the_kiosk_gives_a_maximised_window_back_as_it_was(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.showMaximized()
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert not window.isFullScreen()
    assert window.isMaximized()


def test_the_time_of_day_is_never_behind_the_parts(
    window: MainWindow, station: FakeStation, pull: Pull
) -> None:
    start = time.monotonic()
    while time.monotonic() - start < 1.2:
        station.judge(taken_now())
        pull()
        ahead = seconds(window.header.time) - seconds(part_time(station.parts[-1]))
        assert ahead % 86_400 < 43_200, "it may be midnight"
        time.sleep(0.05)


def test_a_station_that_was_stopped_lacks_nothing(
    window: MainWindow, station: FakeStation, pull: Pull
) -> None:
    station.become(state=StationState.OFFLINE, source_state=SourceState.CLOSED, model_id=None)
    pull()
    assert not window.status.model.alerts
    station.become(state=StationState.FAULT, problem="no model")
    pull()
    assert window.status.model.alerts


def test_f11_is_the_kiosk(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    assert not window.header.menu_bar.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert not window.isFullScreen()
    assert window.header.menu_bar.isVisible()


@pytest.mark.parametrize(("theme", "dark"), [("light", False), ("dark", True)])
def test_the_theme_changes_the_window_at_once(window: MainWindow, theme: str, dark: bool) -> None:
    window.appearance.change(theme=theme)
    assert (window.grab().toImage().pixelColor(4, 200).lightness() < 80) is dark
    assert (QApplication.palette().window().color().lightness() < 80) is dark


def test_thresholds_act_at_once_and_keep_their_order(
    qtbot: QtBot, window: MainWindow, station: FakeStation, pull: Pull
) -> None:
    station.judge(judged(1, 0.01), judged(2, 0.45), judged(3, 0.97))
    pull()
    window.operations.open_thresholds()
    dialog = window.findChild(ThresholdsDialog)
    assert isinstance(dialog, ThresholdsDialog)
    dialog.defect.spin.setValue(0.44)
    assert station.asked[-1] == ("set_thresholds", Thresholds(0.4, 0.44), "operator")
    assert "1 OK, 0 UNSURE, 2 DEF" in dialog.effect.text()
    dialog.unsure.spin.setValue(0.8)
    assert station.now.thresholds == Thresholds(0.8, 0.8)
    dialog.close()


def test_before_the_first_part_a_threshold_counts_none(
    window: MainWindow, station: FakeStation, pull: Pull
) -> None:
    window.operations.open_thresholds()
    dialog = window.findChild(ThresholdsDialog)
    assert isinstance(dialog, ThresholdsDialog)
    assert "0" not in dialog.effect.text()
    station.judge(judged(1, 0.97))
    pull()
    assert dialog.effect.text() == "The last part: 0 OK, 0 UNSURE, 1 DEF"
    dialog.close()


def test_a_dragged_threshold_is_set_once_when_it_is_let_go(
    window: MainWindow, station: FakeStation, pull: Pull
) -> None:
    window.operations.open_thresholds()
    dialog = window.findChild(ThresholdsDialog)
    assert isinstance(dialog, ThresholdsDialog)
    slider = dialog.defect.slider
    slider.setSliderDown(True)
    for position in (650, 700, 750):
        slider.setValue(position)
    assert station.asked == []
    slider.setSliderDown(False)
    assert station.asked == [("set_thresholds", Thresholds(0.4, 0.75), "operator")]
    dialog.close()


def looked_at(path: Path) -> Dropped:
    found = look_at([path])
    assert isinstance(found, Dropped)
    return found


def test_a_dropped_folder_can_be_watched_or_judged_once(
    window: MainWindow, station: FakeStation, tmp_path: Path
) -> None:
    choices = offers(looked_at(tmp_path), window.operations)
    assert len(choices) == 3
    for choice in choices:
        choice.do()
    sources = [asked[1] for asked in station.asked if asked[0] == "set_source"]
    assert sources == [
        FolderSettings(path=tmp_path),
        FolderSettings(path=tmp_path, existing="new"),
        FilesSettings(paths=(tmp_path,)),
    ]


def test_a_dropped_package_is_offered_as_a_model(
    window: MainWindow, station: FakeStation, tmp_path: Path
) -> None:
    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    release, keep = offers(looked_at(tmp_path), window.operations)
    assert "among the models" in keep.text
    release.do()
    assert station.asked == [("set_model", tmp_path)]


@pytest.fixture
def without_trainer(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in the packaged Station."""
    find = importlib.util.find_spec

    def find_others(name: str) -> object:
        return None if name == "tensorflow" else find(name)

    monkeypatch.setattr("inference.equipment.importlib.util.find_spec", find_others)


def test_without_the_trainer_its_tab_is_left_out(
    without_trainer: None, window: MainWindow, tmp_path: Path
) -> None:
    titles = [tab.text() for tab in window.header.tabs]
    assert titles == [tab.title for tab in Tab if tab is not Tab.TRAINER]
    window.header.tabs[titles.index(Tab.MODELS.title)].click()
    assert window.pages.tab is Tab.MODELS
    (tmp_path / "ok").mkdir()
    choices = offers(looked_at(tmp_path), window.operations)
    assert "Train on it" not in [choice.text for choice in choices]


def drop(window: MainWindow, *paths: Path) -> None:
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QDropEvent

    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        dropped,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)


def test_a_dropped_package_is_asked_about_before_anything_is_done(
    qtbot: QtBot, window: MainWindow, station: FakeStation, tmp_path: Path
) -> None:
    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    drop(window, tmp_path)
    qtbot.waitUntil(lambda: window.findChild(DropQuestion) is not None)
    question = window.findChild(DropQuestion)
    assert isinstance(question, DropQuestion)
    qtbot.waitUntil(lambda: bool(question.buttons))
    assert station.asked == []
    assert window.shows_live
    qtbot.mouseClick(question.buttons[0], Qt.MouseButton.LeftButton)
    assert ("set_model", tmp_path) in station.asked


def test_a_dropped_folder_is_reviewed_at_once_and_the_other_meanings_are_offered(
    qtbot: QtBot, window: MainWindow, station: FakeStation, tmp_path: Path
) -> None:
    folder = tmp_path / "dropped"
    (folder / "ok").mkdir(parents=True)
    drop(window, folder)
    qtbot.waitUntil(lambda: window.pages.tab is Tab.REVIEW)
    page = window.pages.page(Tab.REVIEW)
    assert page.run.paths == (folder,)
    qtbot.waitUntil(lambda: len(page.offers.buttons) == 4)
    assert page.offers.buttons[0].text() == "Train on it"
    assert station.asked == []
    qtbot.mouseClick(page.offers.buttons[1], Qt.MouseButton.LeftButton)
    assert station.asked[0] == ("set_source", FolderSettings(path=folder))
    assert not page.offers.isVisible()


def test_a_slow_folder_is_looked_at_beside_the_window(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A share on a network that is asleep: what reads it waits, and the window does not.
    folder = tmp_path / "dropped"
    folder.mkdir()
    wakes, read = threading.Event(), Path.iterdir
    monkeypatch.setattr(Path, "iterdir", lambda path: read(path) if wakes.wait(60) else None)
    drop(window, folder)
    qtbot.waitUntil(lambda: window.pages.tab is Tab.REVIEW)
    page = window.pages.page(Tab.REVIEW)
    qtbot.wait(100)
    assert page.offers.buttons == []
    wakes.set()
    qtbot.waitUntil(lambda: bool(page.offers.buttons))


def test_a_folder_that_may_not_be_read_is_said_to_be_so(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A builder may run as root, who may read everything: what the system would say is put here.
    def refuse(_: object) -> Iterator[object]:
        raise PermissionError(13, "Permission denied")

    folder = tmp_path / "dropped"
    folder.mkdir()
    monkeypatch.setattr("os.scandir", refuse)
    monkeypatch.setattr("os.listdir", refuse)
    drop(window, folder)
    qtbot.waitUntil(lambda: window.pages.tab is Tab.REVIEW)
    page = window.pages.page(Tab.REVIEW)
    qtbot.waitUntil(lambda: "Permission denied" in page.strip.words.text())
    assert not page.offers.isVisible()


def test_the_same_again_is_counted_not_stacked(window: MainWindow) -> None:
    for _ in range(3):
        window.notifications.tell("the camera is back")
    assert window.toasts.texts() == ["the camera is back  \N{MULTIPLICATION SIGN}3"]


def test_a_refused_model_is_told(window: MainWindow, station: FakeStation, pull: Pull) -> None:
    station.become(model_problem="model.onnx has another hash")
    pull()
    assert any("another hash" in text for text in window.toasts.texts())
    assert "refused" in window.status.model.text()


def test_geometry_alone_is_remembered_beside_the_settings(
    qtbot: QtBot, station: FakeStation, tmp_path: Path
) -> None:
    ini = tmp_path / "window.ini"
    first = open_window(station, ini)
    first.resize(900, 640)
    first.close()
    first.deleteLater()
    assert QSettings(str(ini), QSettings.Format.IniFormat).allKeys() == ["geometry"]
    second = open_window(station, ini)
    assert second.height() == 640
    second.close()
    second.deleteLater()


def test_a_window_that_is_closed_at_once_begins_nothing(
    qtbot: QtBot, station: FakeStation, tmp_path: Path
) -> None:
    window = open_window(station, tmp_path / "window.ini")
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.wait(50)  # an exception in the event loop fails the test


def test_it_goes_without_a_trace(qtbot: QtBot, station: FakeStation, tmp_path: Path) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    widgets, threads = set(application.allWidgets()), set(threading.enumerate())
    station.judge(judged(1, 0.97))
    window = open_window(station, tmp_path / "window.ini")
    qtbot.wait(120)
    gone = weakref.ref(window.live)
    window.operations.open_thresholds()
    window.notifications.tell("one thing")
    window.close()
    running = [timer for timer in window.bridge.findChildren(QTimer) if timer.isActive()]
    assert running == []
    window.deleteLater()
    del window
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert set(application.allWidgets()) - widgets == set()
    assert gone() is None
    qtbot.waitUntil(lambda: set(threading.enumerate()) <= threads)
