"""What the check of the trainer says where it can't train. That it can: `test_self_test.py`."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from gui.self_test.trained_model import check_trainer, train_apart
from inference.self_test.check import CheckFailed, State, carry_out
from training.architectures import lite0_weights
from training.runs.order import TrainingOrder


def test_a_program_without_the_trainer_skips_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tensorflow", None)
    made = carry_out("training", lambda: check_trainer(tmp_path))
    assert (made.state, list(tmp_path.iterdir())) == (State.SKIPPED, [])
    assert "Lineside Studio" in made.said


def test_weights_that_are_not_there_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lite0_weights, "_PACKAGE", "nowhere_installed")
    with pytest.raises(CheckFailed, match="pretrained weights are not installed"):
        check_trainer(tmp_path)


def test_what_the_other_process_says_is_handed_on(tmp_path: Path) -> None:
    order = TrainingOrder(tmp_path / "nowhere", tmp_path / "trained.zip")
    with pytest.raises(CheckFailed, match="nowhere can't be read"):
        train_apart(order, tmp_path / "runs")
