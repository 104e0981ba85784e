"""Folders of drawn parts, as the simulated line makes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import pytest
from PySide6.QtWidgets import QApplication

from gui.main_window import MainWindow
from gui.pages import Tab
from gui.trainer.train import train_page
from gui.trainer.trainer_page import TrainerPage
from inference.home import Home
from inference.sources.simulated import draw_part, order_defect
from tests.gui.trainer.fake_job import FakeJob
from training.runs.order import TrainingOrder


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    """`parts/ok` and `parts/def/<type>`: 12 parts."""
    return draw_folder(tmp_path / "parts", 12)


@pytest.fixture
def settle(qtbot: object) -> Callable[[Callable[[], bool]], None]:
    """Let the window live until something is so."""

    def wait(condition: Callable[[], bool]) -> None:
        qtbot.waitUntil(condition)  # type: ignore[attr-defined]
        QApplication.processEvents()

    return wait


def draw_folder(folder: Path, parts: int, size_px: int = 160) -> Path:
    for number in range(parts):
        defect = order_defect(3, number, 1.0) if number % 2 else None
        part = draw_part(3, number, defect, size_px)
        kind = folder / "def" / str(part.truth.defect_type) if defect else folder / "ok"
        kind.mkdir(parents=True, exist_ok=True)
        assert cv2.imwrite(str(kind / f"part-{number:02d}.png"), part.image)
    return folder


@pytest.fixture
def job(monkeypatch: pytest.MonkeyPatch) -> list[FakeJob]:
    """The jobs that the Train step makes, in memory."""
    made: list[FakeJob] = []

    def make(order: TrainingOrder, home: Home) -> FakeJob:
        made.append(FakeJob(order, home))
        return made[-1]

    monkeypatch.setattr(train_page, "make_job", make)
    return made


@pytest.fixture
def surveyed(
    window: MainWindow, settle: Callable[[Callable[[], bool]], None], parts: Path
) -> TrainerPage:
    """The trainer, its data chosen."""
    window.train_on(parts)
    settle(lambda: window.pages.page(Tab.TRAINER).plan.survey is not None)
    return window.pages.page(Tab.TRAINER)
