from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from inference.classifier import Classifier
from inference.home import DEMO_MODEL, Home
from inference.package import read_package
from training.commands import prove as command
from training.evaluation.proof import Proof, prove

SEED = 77
"""Not the one it was trained on."""


@pytest.fixture(scope="module")
def proof() -> Proof:
    return prove(Classifier(read_package(DEMO_MODEL)), parts=400, seed=SEED, defect_share=0.5)


def test_it_is_right_on_parts_that_it_never_saw(proof: Proof) -> None:
    assert proof.metrics.n == 400
    assert proof.metrics.accuracy >= 0.97
    assert proof.metrics.auto.escapes + proof.metrics.auto.overkills <= 8
    assert proof.unsure_share < 0.05


def test_its_map_points_at_the_defect(proof: Proof) -> None:
    for name, figures in proof.types.items():
        seen = figures.called_def + figures.called_unsure
        assert figures.hit_within_a_cell >= 0.95 * seen, name


def test_it_is_small_and_was_made_by_the_trainer() -> None:
    package = read_package(DEMO_MODEL)

    assert sum(file.stat().st_size for file in DEMO_MODEL.iterdir()) < 3_000_000
    assert package.manifest.lineage["recipe"] == "demo"
    assert package.manifest.lineage["best_epoch"] >= 1


def test_the_command_says_the_same_as_json(
    proof: Proof, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)

    status = command.run(parser.parse_args(["--parts", "400", "--seed", str(SEED), "--json"]), home)

    assert status == 0
    said = json.loads(capsys.readouterr().out)
    assert said["metrics"]["confusion"] == proof.as_dict()["metrics"]["confusion"]
    assert set(said["types"]) == set(proof.types)


def test_words_and_refusals(tmp_path: Path, home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)

    assert command.run(parser.parse_args(["--parts", "40", "--seed", "78"]), home) == 0
    assert "40 parts: accuracy" in capsys.readouterr().out
    assert command.run(parser.parse_args(["--parts", "1"]), home) == 2
    assert "too few parts" in capsys.readouterr().err
    assert command.run(parser.parse_args(["--model", str(tmp_path / "no")]), home) == 2
    assert "does not exist" in capsys.readouterr().err
