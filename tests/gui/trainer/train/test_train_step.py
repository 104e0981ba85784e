"""Step 3: the order, the run under way, and each of its ends."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.pages import Tab
from gui.trainer.train import train_page
from gui.trainer.trainer_page import TrainerPage
from gui.widgets.question import Question
from inference.package import write_package
from tests.gui.trainer.conftest import draw_folder
from tests.gui.trainer.fake_job import FakeJob
from tests.inference.tiny_package import tiny_files, tiny_manifest
from training.augmentation.parameters import PRESETS
from training.data import split_file
from training.events import (
    CheckpointFailed,
    DatasetFound,
    DatasetSplit,
    EpochFinished,
    Failed,
    FindingNoted,
    Finished,
    LabelsContradicted,
    LearningFinished,
)
from training.runs.run_folder import RunFolder
from training.runs.snapshot import JobState

Settle = Callable[[Callable[[], bool]], None]

SPLIT = DatasetSplit(training=10, validation=2, groups=12)
METRICS = {
    "n": 60,
    "accuracy": 0.95,
    "escapes": {"count": 1, "of": 30, "rate": 1 / 30, "low": 0.0008, "high": 0.172},
    "overkills": {"count": 2, "of": 30, "rate": 2 / 30, "low": 0.008, "high": 0.221},
    "precision_def": 29 / 31,
    "recall_def": 29 / 30,
    "f1_def": 58 / 61,
    "roc_auc": 0.991,
    "ece": 0.031,
    "confusion": {"ok_ok": 28, "ok_def": 2, "def_ok": 1, "def_def": 29},
    "auto": {"share": 0.92, "escapes": 0, "overkills": 1},
}


def epoch(number: int, of: int = 4) -> EpochFinished:
    return EpochFinished(number, of, 1 / number, 0.7, 1.2 / number, 0.8, True, 2.0, 95.0)


@pytest.fixture
def running(surveyed: TrainerPage, job: list[FakeJob]) -> TrainerPage:
    surveyed.open_step(3)
    surveyed.train.order.start.click()
    return surveyed


def test_the_step_is_shut_with_its_reason_until_there_is_data(window: MainWindow) -> None:
    window.show_page(Tab.TRAINER)
    button = window.pages.page(Tab.TRAINER).row.buttons[3]
    assert not button.isEnabled()
    assert button.words == "Choose the data first"
    window.pages.page(Tab.TRAINER).open_step(3)
    assert window.pages.page(Tab.TRAINER).shown is window.pages.page(Tab.TRAINER).data


def test_what_the_steps_settled_is_what_is_ordered(
    running: TrainerPage, job: list[FakeJob], parts: Path
) -> None:
    [made] = job
    assert made.asked == ["start"]
    assert (made.order.folder, made.order.good) == (parts, "ok")
    assert made.order.out == running.plan.home.models / "parts"
    assert made.order.epochs is None
    assert not running.train.order.name.isEnabled()


def test_the_recipe_that_promises_seconds_is_ordered_so(
    surveyed: TrainerPage, job: list[FakeJob]
) -> None:
    card = surveyed.train.order
    surveyed.plan.set_augmentation(PRESETS["gentle"])
    surveyed.open_step(3)
    assert card.epochs.isVisible(), "of the recommended recipe all learns"
    surveyed.plan.set_recipe("transfer")
    assert (card.mode.isVisible(), card.epochs.isVisible()) == (True, False)
    card.epochs.setValue(7)
    quick = card.order()
    assert quick is not None
    assert (quick.mode, quick.epochs, quick.augmentation) == ("quick", None, None)
    card.mode.box.setCurrentIndex(card.mode.box.findData("full"))
    assert card.epochs.isVisible()
    card.start.click()
    full = job[0].order
    assert (full.mode, full.epochs, full.augmentation) == ("full", 7, PRESETS["gentle"])
    surveyed.plan.set_recipe("demo")
    assert card.mode.isHidden()


def test_in_a_low_window_the_form_scrolls_and_nothing_lies_upon_another(
    window: MainWindow, running: TrainerPage, qtbot: QtBot
) -> None:
    window.resize(960, 540)
    card = running.train.order
    qtbot.waitUntil(lambda: window.height() == 540 and card.cancel.isVisible())
    rows = [card.name, card.epochs, card.balance, card.events]
    tops = [each.mapTo(card, each.rect().topLeft()).y() for each in rows]
    assert all(
        top + each.height() <= below for each, top, below in zip(rows, tops, tops[1:], strict=False)
    )
    assert card.cancel.visibleRegion().boundingRect().height() == card.cancel.height()


def test_a_run_shows_its_curves_its_words_and_the_time_left(
    running: TrainerPage, job: list[FakeJob], settle: Settle
) -> None:
    view = running.train.run
    job[0].tell(SPLIT, epoch(1), epoch(2))
    settle(lambda: view.words.text().startswith("Epoch 2 of 4"))
    assert view.left.text() == "about 2 min left"
    assert "checking on 2" in view.log.toPlainText()
    settle(lambda: len(view.curves.plots) == 2)
    loss = view.curves.plots["loss"]
    settle(loss.widget.isVisible)
    assert loss.curves["val_"].getData()[1].tolist() == [1.2, 0.6]
    assert running.train.obstacle() == "Training is under way"


def test_what_was_noted_of_the_data_stays_in_the_log_not_in_the_headline(
    running: TrainerPage, job: list[FakeJob], settle: Settle
) -> None:
    view = running.train.run
    assert view.words.text() == "Starting"
    twice = LabelsContradicted(("ok/a.png", "def/a.png"), ("def", "ok"))
    full = CheckpointFailed("No space left on device")
    job[0].tell(DatasetFound("parts", "ok", {"ok": 6, "def": 6}, 0), twice)
    settle(lambda: view.words.text() == "Reading the images and comparing them")
    job[0].tell(FindingNoted("Of the type dent there is only 1 image"), SPLIT)
    settle(lambda: view.words.text() == "Learning from 10 images, checking on 2")
    job[0].tell(epoch(1), full, epoch(2), full)
    settle(lambda: view.words.text().startswith("Epoch 2 of 4"))
    job[0].tell(LearningFinished())  # before the last epoch: it had settled
    settle(lambda: view.words.text().startswith("Learnt. Now it is exported"))
    assert (view.left.text(), view.bar.maximum()) == ("", 0), "how long that takes nobody knows"
    assert not running.train.order.stop.isEnabled()
    log = view.log.toPlainText()
    assert "so a label is wrong: ok/a.png, def/a.png" in log
    assert "only 1 image" in log
    assert log.count("No space left") == 1


def test_stop_waits_for_something_to_keep(
    running: TrainerPage, job: list[FakeJob], settle: Settle
) -> None:
    order = running.train.order
    assert not order.stop.isEnabled()
    job[0].tell(epoch(1))
    settle(order.stop.isEnabled)
    order.stop.click()
    settle(lambda: running.train.run.words.text() == "Ending")
    assert job[0].asked == ["start", "stop"]


def test_after_a_cancel_another_run_can_begin(
    running: TrainerPage, job: list[FakeJob], settle: Settle
) -> None:
    running.train.order.cancel.click()
    settle(running.train.order.start.isVisible)
    assert "nothing was written" in running.train.run.words.text()
    assert running.train.obstacle() == "Train a model first"
    running.train.order.start.click()
    assert len(job) == 2


def test_a_second_model_is_checked_on_the_images_of_the_first(
    surveyed: TrainerPage, job: list[FakeJob], settle: Settle, parts: Path
) -> None:
    card, home = surveyed.train.order, surveyed.plan.home
    surveyed.open_step(3)
    assert not card.same_split.isVisible()
    dataset = surveyed.plan.survey.dataset
    lineage = {"folder": str(dataset.folder), "good": dataset.good}
    files = {**tiny_files(), split_file.SPLIT: split_file.split_bytes(())}
    write_package(home.models / "first", files, tiny_manifest(lineage=lineage))
    other = {**lineage, "folder": str(parts.parent)}
    write_package(home.models / "of-others", files, tiny_manifest(lineage=other))

    surveyed.train_on(parts)
    settle(lambda: surveyed.plan.survey is not None)
    surveyed.open_step(3)
    assert card.same_split.isVisible()
    assert "where they were for first" in card.same_split.toolTip()
    form = card.name.parentWidget()
    assert form is not None
    assert form.width() <= form.parentWidget().width(), "a long name widens no form"
    assert card.order().split == home.models / "first"
    card.same_split.setChecked(False)
    assert card.order().split is None

    card.same_split.setChecked(True)
    card.start.click()
    job[0].tell(Finished(str(home.models / "first"), METRICS, 1.0))
    settle(lambda: surveyed.plan.trained is not None)
    assert surveyed.plan.survey.earlier == home.models / "first"


def test_a_failure_is_told_in_its_own_words(
    running: TrainerPage, job: list[FakeJob], settle: Settle
) -> None:
    job[0].tell(Failed("the disk is full"))
    settle(running.train.order.trouble.isVisible)
    assert running.train.order.trouble.text() == "The disk is full."
    assert running.train.order.start.isEnabled()


def test_a_finished_run_opens_the_next_step(
    running: TrainerPage, job: list[FakeJob], settle: Settle, tmp_path: Path
) -> None:
    job[0].tell(epoch(1), Finished(str(tmp_path / "models" / "parts"), METRICS, 12.0))
    settle(lambda: running.plan.trained is not None)
    assert running.train.obstacle() == ""
    assert running.row.buttons[3].words == "parts"


def test_a_name_that_is_taken_or_no_name_is_refused(surveyed: TrainerPage) -> None:
    order = surveyed.train.order
    (surveyed.plan.home.models / "taken").mkdir(parents=True)
    for name in ("taken", "", "../elsewhere", ".."):
        order.name.setText(name)
        assert not order.start.isEnabled()
        assert order.order() is None
    order.name.setText("free")
    assert order.start.isEnabled()


def _question(window: MainWindow) -> Question:
    found = window.findChild(Question)
    assert isinstance(found, Question)
    return found


# Without a screen there is no window manager to ask; it changes nothing for the user.
@pytest.mark.qt_log_ignore(r"This plugin does not support propagateSizeHints\(\)", extend=True)
def test_closing_the_window_on_a_run_asks_first(
    running: TrainerPage, window: MainWindow, job: list[FakeJob], settle: Settle
) -> None:
    job[0].tell(epoch(1), epoch(2))
    assert not window.close()
    question = _question(window)
    assert "Nothing is lost of the 2 epochs" in question.words.text()
    assert question.no.isDefault(), "Return goes on"
    question.no.click()
    settle(lambda: window.findChild(Question) is None)
    assert window.isVisible()
    assert window.bridge is not None
    assert running.train.is_running

    assert not window.close()
    _question(window).yes.click()
    settle(lambda: not window.isVisible())


def test_closing_asks_nothing_once_the_run_is_over(
    running: TrainerPage, window: MainWindow, job: list[FakeJob]
) -> None:
    assert "begins anew" in running.under_way()
    job[0].tell(Failed("the disk is full"))
    assert running.under_way() == ""
    assert window.close()


def test_class_weights_and_event_files_are_choices(
    surveyed: TrainerPage, job: list[FakeJob]
) -> None:
    surveyed.open_step(3)
    order = surveyed.train.order
    asked = order.order()
    assert asked is not None
    assert (asked.balances_classes, asked.tensorboard) == (False, None)
    order.balance.click()
    order.events.click()
    order.start.click()
    assert job[0].order.balances_classes
    assert job[0].order.tensorboard == surveyed.plan.home.logs / "tensorboard" / "parts"
    assert not order.events.isEnabled()


def test_a_run_that_was_cut_off_is_offered_and_gone_on_with(
    surveyed: TrainerPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run = RunFolder(surveyed.plan.home.runs / "20260101-000000-0000")
    run.path.mkdir(parents=True)
    order = {"folder": str(tmp_path), "out": str(tmp_path / "out"), "epochs": 7}
    (run.path / "run.json").write_text(json.dumps({"order": order}), encoding="utf-8")
    made: list[FakeJob] = []

    def resumed(found: RunFolder) -> FakeJob:
        made.append(FakeJob(found.order(), surveyed.plan.home))
        return made[-1]

    monkeypatch.setattr(train_page.TrainingJob, "resumed", resumed)
    surveyed.open_step(3)
    assert surveyed.train.order.go_on.isVisible()
    surveyed.train.order.go_on.click()
    assert (made[0].order.epochs, made[0].asked) == (7, ["start"])
    assert not surveyed.train.order.go_on.isVisible()


def test_the_trainer_brings_no_tensorflow_into_the_window_s_process() -> None:
    code = (
        "import sys, gui.trainer.trainer_page; "
        "sys.exit(any(name in sys.modules for name in ('tensorflow', 'keras', 'sqlite3')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=300).returncode == 0


@pytest.mark.slow
def test_a_real_run_ends_in_a_package(
    qtbot: QtBot, window: MainWindow, settle: Settle, tmp_path: Path
) -> None:
    window.train_on(draw_folder(tmp_path / "real", 24))
    trainer = window.pages.page(Tab.TRAINER)
    settle(lambda: trainer.plan.survey is not None)
    trainer.model.buttons["demo"].click()
    trainer.open_step(3)
    trainer.train.order.epochs.setValue(1)
    trainer.train.order.start.click()
    job = trainer.train.job
    assert job is not None
    # A nice process: on a loaded machine it waits for all others.
    qtbot.waitUntil(lambda: job.snapshot().is_over, timeout=900_000)
    settle(lambda: trainer.plan.trained is not None)
    now = job.snapshot()
    assert (now.state, now.error) == (JobState.FINISHED, None)
    assert trainer.plan.trained is not None
    assert (trainer.plan.trained.package / "manifest.json").is_file()
