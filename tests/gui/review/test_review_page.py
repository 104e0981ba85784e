"""The Review tab over a real folder, a real model of two lines of arithmetic, and real files."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.pages import Tab
from gui.review.arrangement import Cell
from gui.review.correction_writer import Say
from gui.review.export_dialog import ExportDialog
from gui.review.exporting import Kind
from gui.review.review_page import ReviewPage
from inference.review.corrections import Corrections
from inference.review.orders import Order
from inference.review.progress import ReviewState
from inference.station.settings import StationSettings
from inference.verdict import Outcome, Thresholds
from tests.gui.fake_station import FakeStation
from tests.inference.tiny_package import write_tiny_package
from tests.patience import PATIENCE_MS

GREYS = {"ok": (20, 60, 90, 200), "def": (150, 180, 210, 40)}
"""Bright is defective: one overkill (200), one escape (40)."""

pytestmark = pytest.mark.qt_log_ignore(
    r"This plugin does not support (propagateSizeHints|raise)\(\)", extend=True
)


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("review") / "parts"
    for label, greys in GREYS.items():
        (folder / label).mkdir(parents=True)
        for number, grey in enumerate(greys):
            image = np.full((64, 64), grey, np.uint8)
            image[8:16, 40:48] = 255  # the one hot place of a dark part
            cv2.imwrite(str(folder / label / f"part-{number}.png"), image)
    (folder / "def" / "torn.png").write_bytes(b"no picture")
    return folder


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_package(tmp_path_factory.mktemp("model") / "tiny").path


@pytest.fixture
def page(
    qtbot: QtBot, window: MainWindow, station: FakeStation, parts: Path, model: Path
) -> ReviewPage:
    station.settings = StationSettings(model=model)
    window.resize(1280, 800)
    window.review((parts,))
    opened = window.pages.page(Tab.REVIEW)
    assert isinstance(opened, ReviewPage)
    qtbot.waitUntil(lambda: is_over(opened), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: opened.wall.order.size == 9, timeout=PATIENCE_MS)
    qtbot.waitUntil(opened.insights.thresholds.isEnabled, timeout=PATIENCE_MS)
    return opened


def is_over(page: ReviewPage) -> bool:
    progress = page.run.progress
    return progress is not None and progress.state.is_over


def names(page: ReviewPage) -> list[str]:
    assert page.run.results is not None
    paths = [page.run.results.path(int(row)) for row in page.wall.order]
    return [f"{path.parent.name}/{path.stem}" for path in paths]


def choose(page: ReviewPage, name: str) -> None:
    page.wall.set_current(int(page.wall.order[names(page).index(name)]))


def wait_for_large(qtbot: QtBot, page: ReviewPage) -> None:
    qtbot.waitUntil(
        lambda: page.desk.large is not None and page.desk.large.image.row == page.wall.current,
        timeout=PATIENCE_MS,
    )


def test_where_no_image_is_shown_large_it_says_what_to_do(qtbot: QtBot, page: ReviewPage) -> None:
    assert page.large.picture.words == "Choose an image on the wall."
    assert not page.large.zoom.isVisible()
    page.pane.filters.choose_text("nowhere")
    qtbot.waitUntil(lambda: page.wall.order.size == 0, timeout=PATIENCE_MS)
    assert page.large.picture.words == ""
    page.pane.filters.choose_text("")
    qtbot.waitUntil(lambda: page.wall.order.size == 9, timeout=PATIENCE_MS)
    choose(page, "ok/part-0")
    wait_for_large(qtbot, page)
    assert page.large.picture.words == ""
    assert page.large.zoom.isVisible()


def test_every_image_is_judged_counted_and_set_against_its_folder(
    qtbot: QtBot, page: ReviewPage
) -> None:
    progress = page.run.progress
    assert progress is not None
    assert progress.state is ReviewState.FINISHED
    buttons = page.pane.filters.buttons
    assert [button.accessibleName() for button in buttons.values()] == [
        "OK: 4", "UNSURE: 0", "DEF: 4", "FAULT: 1"
    ]  # fmt: skip
    qtbot.waitUntil(lambda: "Escapes: 1 of 5" in page.insights.rates.text(), timeout=PATIENCE_MS)
    assert "Overkills: 1 of 4" in page.insights.rates.text()
    page.insights.matrix.cells[Cell("def", Outcome.OK)].click()
    assert names(page) == ["def/part-3"]
    page.insights.matrix.cells[Cell("def", Outcome.OK)].click()
    assert len(names(page)) == 9
    buttons[Outcome.FAULT].click()
    assert names(page) == ["def/torn"]
    page.pane.filters.all.click()
    page.pane.filters.choose_text("TORN")
    assert names(page) == ["def/torn"]
    page.pane.filters.choose_text("nothing is called so")
    assert page.pane.nothing.isVisible()


def test_images_judged_while_the_wall_rests_are_shown_although_nobody_comes_again(
    qtbot: QtBot, window: MainWindow, station: FakeStation, parts: Path, model: Path
) -> None:
    station.settings = StationSettings(model=model)
    window.review((parts,))
    page = window.pages.page(Tab.REVIEW)
    assert isinstance(page, ReviewPage)
    page.pane.keeper._not_before = time.monotonic() + 2.0
    qtbot.waitUntil(lambda: is_over(page) and not page.run._timer.isActive())
    qtbot.waitUntil(lambda: page.wall.order.size == 9)


def test_a_tile_is_painted_without_looking_through_all_results(
    page: ReviewPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[None] = []
    results = page.run.results
    assert results is not None
    columns = results.columns
    monkeypatch.setattr(results, "columns", lambda: (asked.append(None), columns())[1])
    page.wall.grab()
    assert not asked
    page.pane.arrange()
    assert asked


def test_the_order_is_by_what_is_asked_and_thresholds_act_at_once(
    qtbot: QtBot, page: ReviewPage
) -> None:
    page.pane.filters.choose_order(Order.MOST_DEFECTIVE)
    assert names(page)[:3] == ["def/torn", "def/part-2", "ok/part-3"]
    page.pane.filters.choose_order(Order.DISAGREEMENT)
    assert set(names(page)[1:3]) == {"ok/part-3", "def/part-3"}
    page.insights.thresholds.defect.setValue(0.999)
    assert page.run.results is not None
    assert page.run.results.thresholds == Thresholds(0.3, 0.999)
    # Both of 0.995 and of 0.998 are unsure now.
    assert page.pane.filters.buttons[Outcome.DEF].accessibleName() == "DEF: 0"
    page.insights.thresholds.reset.click()
    button = page.pane.filters.buttons[Outcome.DEF]
    qtbot.waitUntil(lambda: button.accessibleName() == "DEF: 4", timeout=PATIENCE_MS)


def test_a_limit_that_is_dragged_decides_anew_only_now_and_then(
    qtbot: QtBot, page: ReviewPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[Thresholds] = []
    results = page.run.results
    assert results is not None
    choose = results.choose_thresholds

    def use(thresholds: Thresholds) -> None:
        used.append(thresholds)
        choose(thresholds)

    monkeypatch.setattr(results, "choose_thresholds", use)
    for step in range(50):
        page.insights.thresholds.defect.setValue(0.8 + step / 1000)
    assert len(used) == 1
    qtbot.waitUntil(lambda: results.thresholds.def_from == 0.849, timeout=PATIENCE_MS)


def test_one_image_large_with_its_hot_region_and_why_one_is_a_fault(
    qtbot: QtBot, page: ReviewPage
) -> None:
    choose(page, "ok/part-0")
    wait_for_large(qtbot, page)
    assert page.desk.large is not None
    [region] = page.desk.large.regions
    assert (region.x, region.y, region.width, region.height) == (40, 8, 8, 8)
    assert page.large.regions.rows[0][4].text() == "64"
    assert page.large.banner.state.word == "OK"
    choose(page, "def/torn")
    wait_for_large(qtbot, page)
    assert page.large.banner.state.word == "FAULT"
    assert "no image" in page.large.picture.words


def test_actual_size_is_a_key_away_and_stays_for_images_of_one_size(
    qtbot: QtBot, page: ReviewPage
) -> None:
    choose(page, "ok/part-0")
    wait_for_large(qtbot, page)
    fitted = page.large.picture.scale
    assert fitted > 1.5  # 64 px in a view of some hundreds
    assert page.large.zoom.text() == f"{100 * fitted:.0f}\N{NARROW NO-BREAK SPACE}%"
    page.keys["zoom"].trigger()
    assert page.large.picture.scale == pytest.approx(1.0)
    assert page.large.zoom.isChecked()
    page.enlarge_image(True)
    qtbot.waitUntil(lambda: page.large.picture.width() > 700, timeout=PATIENCE_MS)
    assert page.large.picture.is_actual
    page.enlarge_image(False)
    qtbot.waitUntil(lambda: page.large.picture.width() < 700, timeout=PATIENCE_MS)
    choose(page, "ok/part-1")
    wait_for_large(qtbot, page)
    assert page.large.picture.scale == pytest.approx(1.0)
    page.large.views.setCurrentWidget(page.desk.second)
    page.keys["zoom"].trigger()
    assert page.desk.second.first.scale == pytest.approx(1.0)  # of another size than the picture
    page.keys["zoom"].trigger()
    assert page.desk.second.first.scale > 1.5
    page.large.views.setCurrentWidget(page.large.picture)
    assert page.large.picture.scale == pytest.approx(fitted, rel=0.2)
    page.large.picture.setFocus()
    before = page.large.picture.scale
    qtbot.keyClick(page.large.picture, Qt.Key.Key_Plus)  # not larger tiles
    assert page.large.picture.scale > before


def test_the_whole_path_of_a_long_name_is_told_and_copied(qtbot: QtBot, page: ReviewPage) -> None:
    choose(page, "ok/part-0")
    wait_for_large(qtbot, page)
    path = page.large.name.toolTip()
    assert path.endswith("part-0.png")
    [copy] = page.large.name.actions()
    copy.trigger()
    assert QApplication.clipboard().text() == path


def test_what_if_says_whether_the_verdict_rests_on_the_region(
    qtbot: QtBot, page: ReviewPage
) -> None:
    choose(page, "ok/part-0")
    wait_for_large(qtbot, page)
    page.ask_what_if()
    qtbot.waitUntil(lambda: "still OK" in page.large.what_if.text(), timeout=PATIENCE_MS)
    assert page.keys["ask_what_if"].isEnabled()


def test_two_models_say_what_they_think_of_one_image(
    qtbot: QtBot, page: ReviewPage, model: Path
) -> None:
    choose(page, "def/part-2")
    page.large.views.setCurrentWidget(page.desk.second)
    wait_for_large(qtbot, page)
    page.desk.second.use_model(model / "manifest.json")
    qtbot.waitUntil(
        lambda: "DEF, P(def)" in page.desk.second.second_words.text(), timeout=PATIENCE_MS
    )
    assert "This review: DEF" in page.desk.second.first_words.text()


def corrections_of(page: ReviewPage) -> dict[str, str]:
    page.rulings.close_down()
    assert page.rulings.corrections is not None
    standing = page.rulings.corrections.standing().values()
    return {Path(made.path).name: made.new_label for made in standing}


def test_keys_correct_go_on_and_undo_and_the_set_keeps_it(
    qtbot: QtBot, window: MainWindow, page: ReviewPage
) -> None:
    choose(page, "def/part-0")
    page.wall.setFocus()
    QApplication.processEvents()
    qtbot.keyClick(page.wall, Qt.Key.Key_O)
    assert names(page)[page.wall.place - 1] == "def/part-1"
    qtbot.keyClick(page.wall, Qt.Key.Key_D)
    assert corrections_of(page) == {"part-0.png": "ok", "part-1.png": "def"}
    assert page.pane.shelf.tile(int(page.wall.order[names(page).index("def/part-0")])).corrected
    qtbot.keyClick(page.wall, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert corrections_of(page) == {"part-0.png": "ok"}
    assert names(page)[page.wall.place - 1] == "def/part-1"
    page.pane.filters.corrected.click()
    assert names(page) == ["def/part-0"]


def test_a_correction_of_all_says_how_far_it_is_and_is_taken_back_whole(
    qtbot: QtBot, page: ReviewPage
) -> None:
    go_on = threading.Event()

    def slow(_: Corrections, say: Say) -> None:
        say(2, 9)
        go_on.wait(PATIENCE_MS / 1e3)

    page.rulings.writer.put((), slow)
    page.choose_all()
    page.rule_ok()
    assert page.rulings.count == 9
    qtbot.waitUntil(page.writing.isVisible, timeout=PATIENCE_MS)
    assert page.writing.bar.value() == 2
    page.writing.cancel.click()
    assert page.rulings.count == 0
    assert not page.keys["undo"].isEnabled()
    go_on.set()
    assert corrections_of(page) == {}
    page.rulings._look_at_it()
    assert not page.writing.isVisible()


def test_what_is_shown_is_exported_and_corrections_become_a_folder_for_the_trainer(
    qtbot: QtBot, page: ReviewPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(page, "def/part-3")
    page.rule_ok()
    page.pane.filters.buttons[Outcome.DEF].click()
    page.export()
    dialog = page.findChild(ExportDialog)
    assert isinstance(dialog, ExportDialog)
    dialog.write(Kind.JSON_LINES, tmp_path / "found.jsonl")
    qtbot.waitUntil(lambda: "4 written" in dialog.said.text(), timeout=PATIENCE_MS)
    lines = (tmp_path / "found.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["outcome"] for line in lines} == {"def"}
    dialog.write(Kind.COPIES, tmp_path / "copies")
    qtbot.waitUntil(lambda: "copies" in dialog.said.text(), timeout=PATIENCE_MS)
    assert len(list((tmp_path / "copies" / "def").iterdir())) == 4
    dialog.write(Kind.CSV, page.run.paths[0] / "inside.csv")
    qtbot.waitUntil(lambda: "which is reviewed" in dialog.said.text(), timeout=PATIENCE_MS)
    dialog.close()


def test_esc_ends_an_export(qtbot: QtBot, page: ReviewPage) -> None:
    ended = threading.Event()

    def work(say: Callable[[int, int], None]) -> None:
        try:
            while True:
                say(0, 1)
                time.sleep(0.01)
        finally:
            ended.set()

    page.export()
    dialog = page.findChild(ExportDialog)
    assert isinstance(dialog, ExportDialog)
    dialog.errand.begin(work)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(ended.is_set, timeout=PATIENCE_MS)


def test_an_empty_folder_is_said_in_words(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    window.review((tmp_path / "empty",))
    page = window.pages.page(Tab.REVIEW)
    qtbot.waitUntil(lambda: is_over(page), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: "No image in" in page.strip.words.text(), timeout=PATIENCE_MS)
    assert not page.strip.export.isEnabled()


def test_the_wall_is_walked_by_key_and_the_image_takes_the_room_and_gives_it_back(
    qtbot: QtBot, window: MainWindow, page: ReviewPage
) -> None:
    page.wall.setFocus()
    steps: list[tuple[Qt.Key, Callable[[int], int]]] = [
        (Qt.Key.Key_Home, lambda _: 1),
        (Qt.Key.Key_Right, lambda place: place + 1),
        (Qt.Key.Key_Left, lambda place: place - 1),
        (Qt.Key.Key_End, lambda _: 9),
    ]
    page.wall.set_current(int(page.wall.order[4]))
    for key, then in steps:
        before = page.wall.place
        qtbot.keyClick(page.wall, key)
        assert page.wall.place == then(before)
    qtbot.keyClick(page.wall, Qt.Key.Key_Return)
    assert not page.pane.isVisible()
    window.operations.back_to_live()
    assert page.pane.isVisible()
    assert window.pages.tab is Tab.REVIEW
