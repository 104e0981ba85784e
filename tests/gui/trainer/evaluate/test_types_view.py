"""Step Evaluate: how well the types of defects are told, with a verdict and without one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from gui.trainer.evaluate.evaluate_page import EvaluatePage
from gui.trainer.plan import Trained
from gui.trainer.trainer_page import TrainerPage
from inference.package import ModelPackage
from tests.gui.trainer.train.test_train_step import METRICS
from tests.inference.review.reviewing import write_grey
from tests.inference.tiny_package import write_tiny_package, write_tiny_types_package
from training.evaluation.type_report import TypeReport, type_report

Settle = Callable[[Callable[[], bool]], None]
Show = Callable[[ModelPackage], EvaluatePage]
NAMES = ("bright", "dim")


@pytest.fixture
def report() -> TypeReport:
    """Of 3 bright and 2 dim ones; one of the bright is taken for dim."""
    shares = np.array([[0.9, 0.1], [0.8, 0.2], [0.4, 0.6], [0.1, 0.9], [0.3, 0.7]], np.float32)
    made = type_report(NAMES, shares, ["bright"] * 3 + ["dim"] * 2)
    assert made is not None
    return made


@pytest.fixture
def show(surveyed: TrainerPage, settle: Settle) -> Show:
    """The step on what was just trained."""

    def open_step(package: ModelPackage) -> EvaluatePage:
        surveyed.plan.set_trained(Trained(package.path, package.manifest.metrics, 1.0))
        settle(lambda: surveyed.plan.facts is not None)
        surveyed.open_step(surveyed.pages.index(surveyed.evaluate))
        return surveyed.evaluate

    return open_step


@pytest.fixture
def types_only(tmp_path: Path, report: TypeReport) -> ModelPackage:
    metrics = {"n": 5, "types": report}
    return write_tiny_types_package(tmp_path / "types", knows_good=False, metrics=metrics)


def test_each_type_has_its_figures(show: Show, tmp_path: Path, report: TypeReport) -> None:
    metrics = {**METRICS, "types": report}
    page = show(write_tiny_types_package(tmp_path / "both", metrics=metrics))
    assert page.views.shown is page.verdicts
    page.views.buttons[page.types].click()
    assert page.views.shown is page.types
    assert page.types.table.rows[1:] == [
        ["bright", "1.000", "0.667", "0.800", "3"],
        ["dim", "0.667", "1.000", "0.800", "2"],
        ["Macro-F1", "", "", "0.800", "5"],
    ]
    matrix = page.types.matrix
    assert matrix.words_at(matrix.cell_middle(0, 1)) == "1 of bright told as dim"
    assert matrix.words_at(matrix.cell_middle(1, 1)) == "2 of dim told as such"
    assert matrix.accessibleName() == "1 of bright told as dim"
    assert "1 of bright told as dim" in page.types.mistakes.text()


def test_a_model_that_tells_no_types_says_so(show: Show, tmp_path: Path) -> None:
    page = show(write_tiny_package(tmp_path / "tiny", metrics=METRICS))
    button = page.views.buttons[page.types]
    assert not button.isEnabled()
    assert "tells no types" in button.toolTip()


def test_a_model_of_types_only_shows_these(
    show: Show, surveyed: TrainerPage, types_only: ModelPackage
) -> None:
    page = show(types_only)
    assert page.heading.text() == types_only.model_id
    assert "no good part" in page.figures.text()
    assert page.views.shown is page.types
    assert [view for view, button in page.views.buttons.items() if button.isEnabled()] == [
        page.types
    ]
    assert page.summary() == "types only"
    assert "types only" in page.obstacle()
    assert not surveyed.next.isEnabled()


def test_its_types_are_told_of_another_folder(
    show: Show, settle: Settle, types_only: ModelPackage, tmp_path: Path
) -> None:
    page = show(types_only)
    other = tmp_path / "other"
    write_grey(other / "bright" / "a.png", 230)
    write_grey(other / "bright" / "b.png", 60)
    write_grey(other / "dim" / "c.png", 40)
    page.judge(other)
    settle(lambda: page.evaluation.types_of == other)
    assert page.types.table.rows[1] == ["bright", "1.000", "0.500", "0.667", "2"]
    assert str(other) in page.figures.text()
    page.folder.back.click()
    assert page.types.table.rows[1][-1] == "3"


def test_another_folder_without_its_types_is_refused(
    show: Show, settle: Settle, types_only: ModelPackage, tmp_path: Path
) -> None:
    page = show(types_only)
    for name in ("scratch", "pit"):
        write_grey(tmp_path / "strange" / name / "a.png", 100)
    page.judge(tmp_path / "strange")
    settle(lambda: "bright, dim" in page.folder.words.text())
    assert page.types.table.rows[1][-1] == "3"
