"""Step 1 in the real window: empty, looking, asked, refused, found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from gui.dropping import Dropped, look_at, offers
from gui.main_window import MainWindow
from gui.pages import Tab
from tests.gui.fake_station import FakeStation, judged

Settle = Callable[[Callable[[], bool]], None]


def _words(window: MainWindow) -> str:
    labels = window.pages.page(Tab.TRAINER).data.state.findChildren(QLabel)
    return "\n".join(label.text() for label in labels)


def test_what_has_two_labels_is_said_before_all_that_is_well(
    window: MainWindow, settle: Settle, parts: Path
) -> None:
    (parts / "def" / "copied.png").write_bytes((parts / "ok" / "part-00.png").read_bytes())
    window.train_on(parts)
    settle(lambda: "Two labels: look at 1 part" in _words(window))
    words = _words(window)
    assert words.index("Two labels: look at 1 part") < words.index("7 defective")
    assert "ok/part-00.png, def/copied.png" in words
    assert "No image is there twice" not in words


def test_live_is_shown_first_and_the_trainer_on_a_click(qtbot: QtBot, window: MainWindow) -> None:
    assert window.shows_live
    qtbot.mouseClick(window.header.tabs[tuple(Tab).index(Tab.TRAINER)], Qt.MouseButton.LeftButton)
    assert window.pages.page(Tab.TRAINER).isVisible()
    qtbot.mouseClick(window.header.tabs[0], Qt.MouseButton.LeftButton)
    assert window.live.isVisible()


def test_the_keys_of_live_do_nothing_in_the_trainer(
    qtbot: QtBot, window: MainWindow, station: FakeStation
) -> None:
    station.judge(judged(1, 0.97))
    window.bridge.pull()
    window.show_page(Tab.TRAINER)
    for key in (Qt.Key.Key_O, Qt.Key.Key_D, Qt.Key.Key_C, Qt.Key.Key_Space, Qt.Key.Key_Return):
        qtbot.keyClick(window, key)
    assert station.asked == []
    window.show_page(Tab.LIVE)
    qtbot.keyClick(window, Qt.Key.Key_O)
    assert len(station.asked) == 1


# Without a screen there is no window manager to ask; it changes nothing for the user.
@pytest.mark.qt_log_ignore(r"This plugin does not support propagateSizeHints\(\)", extend=True)
def test_a_click_on_the_empty_page_asks_for_a_folder(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page(Tab.TRAINER)
    qtbot.mouseClick(window.pages.page(Tab.TRAINER).data.empty, Qt.MouseButton.LeftButton)
    dialog = window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.close()


def test_a_dropped_folder_of_folders_can_be_trained_on(
    window: MainWindow, settle: Settle, parts: Path
) -> None:
    found = look_at([parts])
    assert isinstance(found, Dropped)
    offered = offers(found, window.operations)
    assert offered[0].text == "Train on it"
    offered[0].do()
    data = window.pages.page(Tab.TRAINER).data
    assert data.state is data.looking
    settle(lambda: data.state is data.found)
    assert "6 good, 6 defective" in _words(window)
    assert window.pages.page(Tab.TRAINER).row.buttons[0].words == "12 images, parts"


def test_which_class_is_good_is_asked_and_the_answer_is_used(
    window: MainWindow, settle: Settle, parts: Path
) -> None:
    (parts / "ok").rename(parts / "fine")
    data = window.pages.page(Tab.TRAINER).data
    window.train_on(parts)
    settle(lambda: data.state is data.ask)
    assert data.obstacle() == "Say which class is good"
    assert [button.text() for button in data.ask.buttons] == ["def", "fine"]
    data.ask.buttons[1].click()
    settle(lambda: data.state is data.found)
    assert window.pages.page(Tab.TRAINER).plan.survey is not None
    assert window.pages.page(Tab.TRAINER).plan.survey.dataset.good == "fine"


def test_none_of_the_classes_may_be_good(window: MainWindow, settle: Settle, parts: Path) -> None:
    (parts / "ok").rename(parts / "fine")
    trainer = window.pages.page(Tab.TRAINER)
    window.train_on(parts)
    settle(lambda: trainer.data.state is trainer.data.ask)
    trainer.data.ask.none.click()
    settle(lambda: trainer.data.state is trainer.data.found)
    assert trainer.plan.survey is not None
    assert trainer.plan.survey.dataset.good == "none"
    assert "tell the type only" in _words(window)


def test_an_unusable_folder_is_refused_in_words(
    window: MainWindow, settle: Settle, tmp_path: Path
) -> None:
    (tmp_path / "nothing").mkdir()
    data = window.pages.page(Tab.TRAINER).data
    window.train_on(tmp_path / "nothing")
    settle(lambda: data.state is data.trouble)
    assert "one folder of good parts" in _words(window)
    assert data.obstacle()


def test_cancel_goes_back_to_the_empty_page(window: MainWindow, parts: Path) -> None:
    data = window.pages.page(Tab.TRAINER).data
    window.train_on(parts)
    data.looking.cancel.click()
    assert data.state is data.empty
    assert not data.errand.is_running
