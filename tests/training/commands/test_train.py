from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.classifier import Classifier, ImplausibleImage
from inference.home import Home
from inference.package import read_package
from inference.part.choices import FoundPart
from inference.self_test.answers import check_answers
from tests.training.drawn_parts import draw_disc, write_image, write_parts
from training.commands import train

pytestmark = pytest.mark.keeps_threads


def _run(home: Home, *words: object) -> int:
    parser = argparse.ArgumentParser()
    train.add_arguments(parser)
    return train.run(parser.parse_args([str(word) for word in words]), home)


def _events(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_without_a_recipe_the_images_say_which(tmp_path: Path) -> None:
    """Most of them longer than 300 px; one that can't be read has no say."""
    parser = argparse.ArgumentParser()
    train.add_arguments(parser)
    words = [str(write_parts(tmp_path / "parts", 4)), "--out", str(tmp_path / "out")]
    assert train._order(parser.parse_args(words)).recipe == "evidence"
    (tmp_path / "parts" / "def" / "broken.png").write_bytes(b"no image")
    for path in (tmp_path / "parts").rglob("*.png"):
        if path.name != "broken.png":
            write_image(path, np.zeros((40, 301), np.uint8))
    assert train._order(parser.parse_args(words)).recipe == "evidence-300"
    assert train._order(parser.parse_args([*words, "--recipe", "demo"])).recipe == "demo"


@pytest.mark.slow
def test_a_folder_becomes_a_package_that_judges(
    tmp_path: Path, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = write_parts(tmp_path / "parts", 16), tmp_path / "models" / "discs.zip"
    (folder / "def" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n")

    status = _run(
        home, folder, "--out", out, "--recipe", "pooled", "--epochs", 2, "--seed", 3, "--json"
    )

    assert status == 0
    events = _events(capsys.readouterr().out)
    names = [event["event"] for event in events if event["event"] != "batch_finished"]
    assert names == [
        "dataset_found",
        "file_unreadable",
        "dataset_split",
        "run_started",
        "epoch_finished",
        "epoch_finished",
        "learning_finished",
        "finished",
    ]
    assert events[1]["path"] == str(folder / "def" / "broken.png")
    assert set(events[-1]) == {"event", "package", "metrics", "seconds"}
    package = read_package(out)
    assert events[-1]["package"] == str(out)
    assert events[-1]["metrics"] == package.manifest.metrics
    assert package.manifest.name == "discs"
    assert "reference parts" in check_answers(out)
    assert package.manifest.lineage["recipe"] == "pooled"
    assert package.manifest.lineage["seed"] == 3
    assert package.manifest.lineage["calibration"]["temperature"] > 0
    assert "report.html" in package.manifest.files
    judged = Classifier(package).classify(draw_disc(5, is_def=True))
    assert 0.0 <= judged.probability_def <= 1.0
    assert judged.heat_map.heat.ndim == 2


@pytest.mark.slow
def test_a_model_learns_from_the_part_found_and_looks_for_it(tmp_path: Path, home: Home) -> None:
    """The parts lie anywhere in pictures six times as large."""
    folder, out = tmp_path / "parts", tmp_path / "found"
    random = np.random.default_rng(1)
    for number in range(24):
        x, y = random.integers(4, 120), random.integers(4, 90)
        picture = _lying_at(draw_disc(number, is_def=number % 2 == 0), int(x), int(y))
        write_image(folder / ("def" if number % 2 == 0 else "ok") / f"{number}.png", picture)
    words = ("--recipe", "pooled", "--epochs", 1, "--part", "found")

    assert _run(home, folder, "--out", out, *words) == 0

    package = read_package(out)
    part = package.manifest.input.spec().part
    assert isinstance(part, FoundPart)
    assert 0.15 < part.size_from < 51 / 192 < part.size_to < 0.45
    assert "reference parts" in check_answers(out)
    classifier = Classifier(package)
    said = [
        classifier.classify(_lying_at(draw_disc(5, is_def=True), *place)).probability_def
        for place in ((8, 8), (110, 70))
    ]
    assert said[0] == pytest.approx(said[1], abs=0.1)
    with pytest.raises(ImplausibleImage, match="no part was found"):
        classifier.classify(np.full((160, 192), 180, np.uint8))


def _lying_at(part: np.ndarray, x: int, y: int) -> np.ndarray:
    picture = np.full((160, 192), 180, np.uint8)
    picture[y : y + 64, x : x + 64] = part
    return picture


@pytest.mark.slow
def test_the_same_seed_gives_the_same_model(tmp_path: Path, home: Home) -> None:
    folder = write_parts(tmp_path / "parts", 12)

    def answers(seed: int, out: str) -> float:
        words = (folder, "--out", tmp_path / out, "--recipe", "pooled", "--epochs", 1)
        assert _run(home, *words, "--seed", seed) == 0
        classifier = Classifier(read_package(tmp_path / out))
        return classifier.classify(draw_disc(5, is_def=True)).probability_def

    first = answers(1, "first")
    assert answers(1, "again") == pytest.approx(first, abs=1e-6)
    assert answers(2, "other") != pytest.approx(first, abs=1e-6)


@pytest.mark.slow
def test_pits_are_learnt_and_the_schedules_last_epoch_is_kept(tmp_path: Path, home: Home) -> None:
    folder, out = write_parts(tmp_path / "parts", 100), tmp_path / "discs"

    assert _run(home, folder, "--out", out, "--recipe", "demo", "--epochs", 3, "--batch", 16) == 0

    package = read_package(out)
    history = json.loads((out / "history.json").read_text(encoding="utf-8"))
    assert len(history["val_loss"]) == 3
    assert package.manifest.lineage["best_epoch"] == 3
    classifier = Classifier(package)
    fresh = [(number, is_def) for number in range(2000, 2020) for is_def in (False, True)]
    verdicts = [
        classifier.classify(draw_disc(number, is_def=is_def)).probability_def
        >= package.manifest.thresholds.def_from
        for number, is_def in fresh
    ]
    assert (
        np.mean([said == is_def for said, (_, is_def) in zip(verdicts, fresh, strict=True)]) > 0.9
    )


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("--recipe", "resnet"), "no recipe 'resnet'"),
        (("--epochs", "0"), "epochs must be at least 1"),
        (("--batch", "-3"), "batch must be at least 1"),
        (("--seed", "-1"), "seed must not be negative"),
        (("--name", "a/b"), "can't be the model's name"),
        (("--good", "Free"), "no class folder 'Free'"),
        (("--part", "circle"), "--part: 'circle' is none of: whole, found"),
        (("--part", "40,0,30,30"), "not inside the picture, 64 x 64 px"),
    ],
)
def test_an_impossible_order_is_refused_in_words(
    tmp_path: Path,
    home: Home,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    error: str,
) -> None:
    folder = write_parts(tmp_path / "parts", 2)

    assert _run(home, folder, "--out", tmp_path / "out", *words) == 2

    assert error in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_what_is_no_package_is_never_overwritten(
    tmp_path: Path, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_parts(tmp_path / "parts", 2)

    assert _run(home, folder, "--out", folder) == 2

    assert "will not be overwritten" in capsys.readouterr().err
    assert len(list(folder.rglob("*.png"))) == 4


def test_a_place_that_cannot_be_written_is_told_before_the_work(
    tmp_path: Path, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")

    assert _run(home, tmp_path / "nowhere", "--out", tmp_path / "file" / "package") == 2

    assert "can't be written to" in capsys.readouterr().err


def test_too_few_readable_images_are_named_and_refused(
    tmp_path: Path, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_parts(tmp_path / "parts", 2)
    (folder / "ok" / "000.png").write_bytes(b"")

    assert _run(home, folder, "--out", tmp_path / "out", "--json") == 2

    events = _events(capsys.readouterr().out)
    assert [event["event"] for event in events] == ["dataset_found", "file_unreadable", "failed"]
    assert events[1]["error"] == "the file is empty"
    assert "only 1 of the images of good parts can be read" in events[2]["error"]


def test_ctrl_c_leaves_nothing_behind(
    tmp_path: Path,
    home: Home,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = write_parts(tmp_path / "parts", 6)
    write_image(folder / "ok" / "extra.png", draw_disc(99, is_def=False))

    def interrupted(event: object) -> None:
        if type(event).__name__ == "EpochFinished":
            raise KeyboardInterrupt
        print(event)

    monkeypatch.setattr(train, "_say_words", _until_failed(interrupted))
    words = ("--out", tmp_path / "models" / "out", "--recipe", "pooled", "--epochs", 3)

    assert _run(home, folder, *words) == 130

    assert "nothing was written" in capsys.readouterr().out
    assert list((tmp_path / "models").iterdir()) == []
    assert list(home.runs.iterdir()) == []


def _until_failed(listener: Any) -> Any:
    return lambda event: print(event) if type(event).__name__ == "Failed" else listener(event)
