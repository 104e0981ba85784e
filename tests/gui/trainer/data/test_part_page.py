"""Step Data: which place of each picture the model sees."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.pages import Tab
from gui.trainer.data.part_page import PartPage
from gui.trainer.trainer_page import TrainerPage
from inference.part.choices import FoundPart, PartRegion
from tests.gui.trainer.fake_job import FakeJob
from tests.training.drawn_parts import draw_disc
from training.data.part_choice import FOUND, REGION, WHOLE

Settle = Callable[[Callable[[], bool]], None]


@pytest.fixture
def lying_about(tmp_path: Path) -> Path:
    """Discs that lie anywhere, and one picture of bare ground."""
    folder = tmp_path / "lying about"
    random = np.random.default_rng(1)
    for number in range(8):
        kind = folder / ("def" if number % 2 else "ok")
        kind.mkdir(parents=True, exist_ok=True)
        picture = np.full((160, 240), 180, np.uint8)
        x, y = random.integers(4, 170), random.integers(4, 90)
        picture[y : y + 64, x : x + 64] = draw_disc(number, is_def=bool(number % 2))
        assert cv2.imwrite(str(kind / f"{number}.png"), picture)
    assert cv2.imwrite(str(folder / "ok" / "bare.png"), np.full((160, 240), 180, np.uint8))
    return folder


@pytest.fixture
def trainer(window: MainWindow, settle: Settle, lying_about: Path) -> TrainerPage:
    window.train_on(lying_about)
    settle(lambda: window.pages.page(Tab.TRAINER).plan.survey is not None)
    return window.pages.page(Tab.TRAINER)


@pytest.fixture
def page(trainer: TrainerPage, settle: Settle) -> PartPage:
    """Open, and showing the whole pictures."""
    trainer.data.found.part.click()
    page = trainer.data.part
    settle(lambda: page.shown is not None)
    return page


def choose(page: PartPage, kind: str, settle: Settle) -> None:
    page.choices[kind].click()
    settle(lambda: not page.errand.is_running)


def test_at_first_it_is_the_whole_picture(trainer: TrainerPage, page: PartPage) -> None:
    assert trainer.data.state is page
    assert page.choices[WHOLE].isChecked()
    assert page.shown is not None
    assert {sample.area for sample in page.shown.samples} == {None}
    assert trainer.plan.part is None


def test_the_part_is_found_and_what_holds_none_is_named(
    trainer: TrainerPage, page: PartPage, settle: Settle
) -> None:
    choose(page, FOUND, settle)
    assert trainer.plan.part == FoundPart()
    assert page.shown is not None
    assert len(page.shown.samples) == 9
    assert [sample.file.path.name for sample in page.shown.missing] == ["bare.png"]
    assert "Not in 1 of the 9 pictures" in page.said.text()
    assert "bare.png: no part was found in the picture" in page.said.text()
    for sample in page.shown.samples:
        assert sample.area is None or 48 <= sample.area.width <= 62


def test_a_region_is_drawn_with_the_mouse(
    trainer: TrainerPage, page: PartPage, qtbot: QtBot, settle: Settle
) -> None:
    choose(page, REGION, settle)
    assert trainer.plan.part == PartRegion(24, 16, 192, 128, 240, 160)
    qtbot.waitUntil(lambda: page.canvas.width() > 200)
    drawn = page.canvas.place_of(QRectF(0.25, 0.5, 0.5, 0.25)).toRect()
    qtbot.mousePress(page.canvas, Qt.MouseButton.LeftButton, pos=drawn.bottomRight())
    qtbot.mouseMove(page.canvas, drawn.center())
    qtbot.mouseRelease(page.canvas, Qt.MouseButton.LeftButton, pos=drawn.topLeft())
    settle(lambda: not page.errand.is_running)
    part = trainer.plan.part
    assert isinstance(part, PartRegion)
    place = (part.x, part.y, part.width, part.height)
    assert place == pytest.approx((60, 80, 120, 40), abs=2)
    qtbot.mouseClick(page.canvas, Qt.MouseButton.LeftButton, pos=QPoint(90, 90))
    assert trainer.plan.part == part


def test_all_pictures_are_gone_through(page: PartPage, settle: Settle) -> None:
    names = []
    for _ in range(9):
        names.append(page.name.text())
        page.next.click()
    assert len(set(names)) == 9
    assert page.name.text() == names[0]
    page.before.click()
    assert page.name.text() == names[-1]


def test_training_is_asked_for_what_was_chosen(
    trainer: TrainerPage, page: PartPage, job: list[FakeJob], settle: Settle
) -> None:
    choose(page, FOUND, settle)
    page.finish.click()
    assert trainer.data.state is trainer.data.found
    trainer.train.order.name.setText("found")
    order = trainer.train.order.order()
    assert order is not None
    assert order.part == FoundPart()


def test_another_folder_is_looked_at_as_a_whole(
    trainer: TrainerPage, page: PartPage, lying_about: Path, settle: Settle
) -> None:
    choose(page, FOUND, settle)
    trainer.data.look_at(lying_about)
    settle(lambda: trainer.plan.survey is not None)
    assert trainer.plan.part is None
