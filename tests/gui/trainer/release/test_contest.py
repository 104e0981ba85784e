"""Old model against new on the same images, with real graphs and real pictures."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from gui.trainer.plan import Trained
from gui.trainer.release.contest import Arena
from gui.trainer.release.contest_panel import ContestPanel
from gui.trainer.release.contest_words import arena_words, figure_rows, verdict_words
from gui.trainer.trainer_page import TrainerPage
from inference.manifest import ThresholdSection
from inference.package import write_package
from inference.station.settings import StationSettings
from tests.gui.fake_station import FakeStation
from tests.gui.trainer.conftest import draw_folder
from tests.gui.trainer.train.test_train_step import METRICS
from tests.inference.tiny_package import tiny_files, tiny_manifest
from training.evaluation.answers import ANSWERS, answers_bytes

Settle = Callable[[Callable[[], bool]], None]
NARROW = "\N{NARROW NO-BREAK SPACE}"


def tiny(path: Path, def_from: float, **files: bytes) -> Path:
    section = ThresholdSection(unsure_from=def_from, def_from=def_from)
    manifest = tiny_manifest(name=path.name, thresholds=section, metrics=METRICS)
    write_package(path, {**tiny_files(), **files}, manifest)
    return path


@pytest.fixture
def panel(
    surveyed: TrainerPage, station: FakeStation, tmp_path: Path, settle: Settle
) -> ContestPanel:
    """The model on the line calls every part OK, the new one every part DEF."""
    survey = surveyed.plan.survey
    assert survey is not None
    files = survey.dataset.files
    said = answers_bytes(files, survey.dataset.folder, np.zeros(len(files), np.float32))
    station.settings = StationSettings(model=tiny(tmp_path / "old", 1.0))
    new = tiny(tmp_path / "new", 1e-6, **{ANSWERS: said})
    surveyed.plan.set_trained(Trained(new, METRICS, 12.0))
    settle(lambda: surveyed.plan.facts is not None)
    surveyed.open_step(len(surveyed.pages) - 1)
    surveyed.release.refresh()
    return surveyed.release.contest


def test_both_judge_the_validation_images_and_what_flips_is_shown(
    panel: ContestPanel, settle: Settle
) -> None:
    assert not panel.figures.isVisible()
    panel.begin.click()
    assert panel.cancel.isVisible()
    settle(lambda: panel.contest is not None)
    contest = panel.contest
    assert contest is not None
    assert contest.arena is Arena.VALIDATION
    assert "12 images" in panel.explain.text()
    assert "a little better than it is" in arena_words(contest)
    rows = {caption: (old.replace(NARROW, " "), new) for caption, old, new in figure_rows(contest)}
    assert rows["Escapes"][0].startswith("6 / 6")
    assert rows["Escapes"][1].startswith("0 / 6")
    assert rows["Overkills"][0].startswith("0 / 6")
    assert "may be chance" in verdict_words(contest.comparison.verdicts)
    assert len(contest.worse) == len(contest.better) == 6
    assert len(panel.wall.cards) == 12
    first = contest.worse[0]
    assert (first.flip.old.value, first.flip.new.value) == ("ok", "def")
    assert first.old.shape == first.new.shape == (160, 160, 3)
    assert panel.figures.isVisible()
    assert panel.wall.isVisible()


def test_a_test_folder_goes_first_and_chosen_images_before_it(
    panel: ContestPanel, settle: Settle, parts: Path, tmp_path: Path
) -> None:
    draw_folder(parts / "test", 4)
    panel.begin.click()
    settle(lambda: panel.contest is not None)
    assert panel.contest is not None
    assert (panel.contest.arena, panel.contest.comparison.n) == (Arena.TEST, 4)
    panel.compare(draw_folder(tmp_path / "mine", 6))
    settle(lambda: panel.contest is not None)
    assert panel.contest is not None
    assert (panel.contest.arena, panel.contest.comparison.n) == (Arena.GIVEN, 6)


def test_cancelled_nothing_is_shown(panel: ContestPanel) -> None:
    panel.begin.click()
    panel.cancel.click()
    assert panel.contest is None
    assert not panel.errand.is_running
    assert panel.begin.isVisible()


def test_images_that_are_gone_are_said(panel: ContestPanel, settle: Settle, parts: Path) -> None:
    shutil.rmtree(parts)
    panel.begin.click()
    settle(lambda: not panel.errand.is_running)
    assert "are not there: choose others" in panel.explain.text()
    assert not panel.figures.isVisible()


def test_another_model_forgets_the_comparison(
    panel: ContestPanel, settle: Settle, surveyed: TrainerPage, tmp_path: Path
) -> None:
    panel.begin.click()
    settle(lambda: panel.contest is not None)
    surveyed.plan.set_trained(Trained(tiny(tmp_path / "newer", 0.5), METRICS, 1.0))
    assert panel.contest is None
