"""Step Evaluate: what was said of each image, looked at from all sides."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from gui.trainer.evaluate.evaluate_page import EvaluatePage
from gui.trainer.plan import Trained
from gui.trainer.trainer_page import TrainerPage
from inference.package import read_package, write_package
from inference.station.threshold_book import ThresholdBook
from inference.verdict import Thresholds
from tests.gui.fake_station import FakeStation
from tests.gui.trainer.train.test_train_step import METRICS
from tests.inference.tiny_package import tiny_files, tiny_manifest
from training.evaluation.answers import ANSWERS, answers_bytes
from training.evaluation.costs import cheapest_band
from training.evaluation.ranking import Looked

Settle = Callable[[Callable[[], bool]], None]
NARROW = "\N{NARROW NO-BREAK SPACE}"
# Of 6 defective and 6 good parts: 2 escapes, 1 overkill, and a part within the band of 0.3 to 0.7.
SAID_DEF = (0.9, 0.95, 0.2, 0.8, 0.5, 0.99)
SAID_OK = (0.1, 0.05, 0.75, 0.02, 0.2, 0.01)


@pytest.fixture
def page(surveyed: TrainerPage, settle: Settle, tmp_path: Path) -> EvaluatePage:
    dataset = surveyed.plan.survey.dataset
    said = {True: iter(SAID_DEF), False: iter(SAID_OK)}
    probability = np.array([next(said[file.is_def]) for file in dataset.files], np.float32)
    content = answers_bytes(dataset.files, dataset.folder, probability)
    path = tmp_path / "models" / "tiny"
    write_package(path, {**tiny_files(), ANSWERS: content}, tiny_manifest(metrics=METRICS))
    surveyed.plan.set_trained(Trained(path, METRICS, 1.0))
    settle(lambda: surveyed.plan.facts is not None)
    surveyed.open_step(surveyed.pages.index(surveyed.evaluate))
    return surveyed.evaluate


def _texts(page: EvaluatePage, row: int) -> list[str]:
    return [text.replace(NARROW, " ") for text in page.thresholds.rates.texts(row)]


def test_the_images_behind_a_number_are_a_click_away(page: EvaluatePage, settle: Settle) -> None:
    confusion = page.verdicts.confusion
    at = confusion.cell_middle("def_ok").toPoint()
    QTest.mouseClick(confusion, Qt.MouseButton.LeftButton, pos=at)

    assert page.views.shown is page.images
    settle(lambda: page.images.wall.count() == 2)
    wall = page.images.wall
    assert [wall.item(row).text() for row in range(2)] == ["P 0.200", "P 0.500"]
    assert page.images.name.text().startswith("part-")
    assert "P 0.200" in page.images.said.text()
    wall.setCurrentRow(1)
    assert "P 0.500" in page.images.said.text()


def test_a_number_is_picked_by_key(page: EvaluatePage, settle: Settle) -> None:
    confusion = page.verdicts.confusion
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(confusion, key)
    assert page.views.shown is page.images
    assert page.images.which.currentData() is Looked.OK_DEF
    settle(lambda: page.images.wall.count() == 1)


def test_images_that_are_gone_say_so(page: EvaluatePage, settle: Settle) -> None:
    judged = page.evaluation.judgement.judged
    for file in judged.files:
        file.path.unlink()
    page.views.open(page.images)
    page.images.look_at(Looked.UNSURE)
    settle(lambda: page.images.wall.count() == 12)
    assert "can't be read" in page.images.said.text()
    assert not page.images.open.isEnabled()


def test_escapes_and_overkills_follow_the_handles(page: EvaluatePage) -> None:
    page.views.open(page.thresholds)
    assert _texts(page, 0)[:3] == ["1", "6", "16.67 %"]
    assert _texts(page, 1)[:2] == ["1", "6"]
    assert _texts(page, 2)[:2] == ["1", "12"]

    plot = page.thresholds.plot
    low = round(plot._places()[0])
    QTest.mousePress(plot, Qt.MouseButton.LeftButton, pos=QPoint(low, 100))
    QTest.mouseMove(plot, QPoint(round(plot._across(-1.6)), 100))
    QTest.mouseRelease(plot, Qt.MouseButton.LeftButton, pos=QPoint(round(plot._across(-1.6)), 100))
    # From logit -1.6, P = 0.168: the part at 0.2 is looked at, and so are two good ones.
    assert page.evaluation.band.unsure_from == pytest.approx(0.168, abs=0.01)
    assert page.evaluation.band.def_from == 0.7
    assert _texts(page, 0)[0] == "0"
    assert _texts(page, 2)[0] == "3"

    plot.setFocus()
    before = page.evaluation.band
    QTest.keyClick(plot, Qt.Key.Key_Up)
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert page.evaluation.band.def_from > before.def_from
    page.thresholds.unsure.setValue(0.9)
    assert page.evaluation.band == Thresholds(0.9, 0.9)
    assert page.verdicts.confusion.accessibleName().startswith("6 good parts called ok")
    page.thresholds.back.click()
    assert page.evaluation.band == Thresholds(0.3, 0.7)


def test_thresholds_are_kept_for_a_model_that_is_not_on_the_line(
    page: EvaluatePage, station: FakeStation
) -> None:
    page.evaluation.try_band(Thresholds(0.15, 0.6))
    page.thresholds.use.click()
    facts = page.evaluation.facts
    book = ThresholdBook(page._plan.home.thresholds)
    assert book.thresholds_of(facts.model_id) == Thresholds(0.15, 0.6)
    assert "once released" in page.thresholds.said.text()
    assert station.asked == []
    # The package is what it was.
    assert read_package(facts.path).manifest.thresholds.thresholds() == Thresholds(0.3, 0.7)


def test_thresholds_act_at_once_where_the_model_judges(
    page: EvaluatePage, station: FakeStation, pull: Callable[[], None]
) -> None:
    station.become(model_id=page.evaluation.facts.model_id)
    pull()
    page.evaluation.try_band(Thresholds(0.15, 0.6))
    page.thresholds.use.click()
    assert [each[:2] for each in station.asked] == [("set_thresholds", Thresholds(0.15, 0.6))]


def test_the_cheapest_band_is_found_from_the_costs(page: EvaluatePage) -> None:
    card = page.thresholds.costs
    card.share.setValue(50.0)
    card.escape.setValue(1000.0)
    judged = page.evaluation.judgement.judged
    cheapest = cheapest_band(judged.probability_def, judged.is_def, card.costs())
    assert card.bills.texts(2) != card.bills.texts(1)
    card.take.click()
    assert page.evaluation.band == cheapest
    assert card.bills.texts(0) == card.bills.texts(2)
    assert not card.take.isEnabled()


def test_another_folder_is_judged_and_left_again(
    page: EvaluatePage, settle: Settle, tmp_path: Path
) -> None:
    folder = tmp_path / "later"
    for kind, grey in (("ok", 60), ("def", 220)):
        (folder / kind).mkdir(parents=True)
        for number in range(3):
            assert cv2.imwrite(
                str(folder / kind / f"{number}.png"), np.full((40, 40), grey + number, np.uint8)
            )
    (folder / "ok" / "broken.png").write_bytes(b"")

    page.judge(folder)
    settle(lambda: not page.evaluation.is_on_validation)

    assert "6 images" in page.figures.text()
    assert "1 image could not be judged" in page.folder.words.text()
    assert page.verdicts.escapes.words().startswith("0 of 3")
    page.folder.back.click()
    assert page.evaluation.is_on_validation
    assert page.verdicts.escapes.words().startswith("2 of 6")
    assert not page.folder.isVisible()


def test_a_folder_that_cannot_be_judged_says_why(
    page: EvaluatePage, settle: Settle, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    page.judge(tmp_path / "empty")
    settle(lambda: not page.folder.errand.is_running)
    assert "good parts" in page.folder.words.text()
    assert page.evaluation.is_on_validation


def test_robustness_is_judged_beside_the_window(page: EvaluatePage, settle: Settle) -> None:
    view = page.robustness
    page.views.open(view)
    assert "Not looked at yet" in view.words.text()
    view.run.click()
    assert view.cancel.isVisible()
    settle(lambda: view.table.rowCount() > 20)
    assert "6 good and 6 defective of 12" in view.words.text()
    assert view.table.item(0, 0).text() == "light, % brighter"
    settle(lambda: view.charts.are_built)
    assert len(view.charts.plots[0].curve.getData()[0]) == 7


def test_the_curves_mark_where_the_model_stands(page: EvaluatePage, settle: Settle) -> None:
    page.views.open(page.curves)
    settle(lambda: page.curves.charts.are_built)
    roc, precision_recall, _ = page.curves.charts.plots
    assert (roc.here.getData()[0][0], roc.here.getData()[1][0]) == pytest.approx((1 / 6, 4 / 6))
    page.evaluation.try_band(Thresholds(0.15, 0.15))
    assert precision_recall.here.getData()[0][0] == pytest.approx(1.0)


def test_a_package_without_single_answers_shows_its_figures_alone(
    surveyed: TrainerPage, settle: Settle, tmp_path: Path
) -> None:
    path = tmp_path / "models" / "old"
    write_package(path, tiny_files(), tiny_manifest(metrics=METRICS))
    surveyed.plan.set_trained(Trained(path, METRICS, 1.0))
    settle(lambda: surveyed.plan.facts is not None)
    page = surveyed.evaluate
    assert not page.views.buttons[page.images].isEnabled()
    assert page.verdicts.escapes.words().startswith("1 of 30")
