from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import pytest

import main
from inference.home import Home
from inference.manifest import ThresholdSection
from inference.package import read_package
from inference.station.threshold_book import ThresholdBook
from inference.verdict import Thresholds
from tests.inference.tiny_package import grey, tiny_manifest, write_tiny_package
from training.evaluation.mcnemar import paired_test

OK_LEVELS = (60, 90, 118, 124, 131)
"""P(def) of the tiny model: about 0, .06, .32, .42, .57."""
DEF_LEVELS = (110, 129, 140, 200)
"""About .24, .53, .73, 1."""


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    for kind, levels in (("ok", OK_LEVELS), ("def", DEF_LEVELS)):
        (tmp_path / "parts" / kind).mkdir(parents=True)
        for level in levels:
            cv2.imwrite(str(tmp_path / "parts" / kind / f"{level}.png"), grey(level))
    return tmp_path / "parts"


@pytest.fixture
def contenders(tmp_path: Path) -> tuple[Path, Path]:
    """The same network twice; the new one calls DEF earlier and has no band."""
    bands = {"old": (0.3, 0.7), "new": (0.5, 0.5)}
    sections = {
        name: ThresholdSection(unsure_from=low, def_from=high)
        for name, (low, high) in bands.items()
    }
    old, new = (
        write_tiny_package(tmp_path / name, name=name, thresholds=section).path
        for name, section in sections.items()
    )
    return old, new


def compare(
    capsys: pytest.CaptureFixture[str], home: Home, *words: object
) -> tuple[int, dict[str, Any], str]:
    status = main.main(["--home", str(home.folder), "compare", *map(str, words), "--json"])
    captured = capsys.readouterr()
    return status, json.loads(captured.out) if captured.out else {}, captured.err


def test_both_models_on_the_same_images(
    capsys: pytest.CaptureFixture[str], home: Home, contenders: tuple[Path, Path], parts: Path
) -> None:
    status, said, _ = compare(capsys, home, *contenders, parts)
    assert (status, said["n"]) == (0, 9)
    # At their def thresholds: the old one errs on .24 and .53, the new one on .24 and the good .57.
    assert said["old"]["metrics"]["escapes"]["count"] == 2
    assert said["old"]["metrics"]["overkills"]["count"] == 0
    assert said["new"]["metrics"]["escapes"]["count"] == 1
    assert said["new"]["metrics"]["overkills"]["count"] == 1
    # UNSURE apart: .32, .42, .57 are good, .53 is defective.
    assert (said["old"]["unsure_ok"], said["old"]["unsure_def"]) == (3, 1)
    assert (said["new"]["unsure_ok"], said["new"]["unsure_def"]) == (0, 0)
    assert said["mcnemar"]["verdicts"]["only_old"] == 1
    assert said["mcnemar"]["verdicts"]["only_new"] == 1
    assert said["mcnemar"]["escapes"]["only_new"] == 1
    assert said["mcnemar"]["verdicts"]["may_be_chance"]


def test_what_flips_is_better_or_worse_by_its_label(
    capsys: pytest.CaptureFixture[str], home: Home, contenders: tuple[Path, Path], parts: Path
) -> None:
    _, said, _ = compare(capsys, home, *contenders, parts)
    flips = {Path(flip["path"]).stem: flip for flip in said["flips"]}
    assert set(flips) == {"118", "124", "131", "129"}
    assert (flips["131"]["old"], flips["131"]["new"]) == ("unsure", "def")
    assert not flips["131"]["better"]
    assert all(flips[name]["better"] for name in ("118", "124", "129"))
    assert said["flips"][0] == flips["131"], "the worse ones come first"


def test_the_plants_own_thresholds_count(
    capsys: pytest.CaptureFixture[str], home: Home, contenders: tuple[Path, Path], parts: Path
) -> None:
    chosen = Thresholds(0.5, 0.5)
    ThresholdBook(home.thresholds).choose(read_package(contenders[0]).model_id, chosen)
    _, said, _ = compare(capsys, home, *contenders, parts)
    assert said["flips"] == []
    assert "no difference" in said["mcnemar"]["verdicts"]["words"]


def test_what_only_one_can_judge_counts_for_neither(
    capsys: pytest.CaptureFixture[str], home: Home, tmp_path: Path, parts: Path
) -> None:
    old = write_tiny_package(tmp_path / "old").path
    seen = {"brightness_from": 70.0, "brightness_to": 255.0, "contrast_from": 0.0}
    picky = tiny_manifest().model_validate({**tiny_manifest().model_dump(), "seen": seen})
    new = write_tiny_package(tmp_path / "new", seen=picky.seen).path
    (parts / "ok" / "torn.png").write_bytes(b"")
    status, said, _ = compare(capsys, home, old, new, parts)
    assert (status, said["n"]) == (1, 8)
    assert {Path(fault["path"]).name for fault in said["faults"]} == {"torn.png", "60.png"}


def test_without_one_kind_there_is_nothing_to_compare(
    capsys: pytest.CaptureFixture[str], home: Home, contenders: tuple[Path, Path], parts: Path
) -> None:
    for path in (parts / "def").iterdir():
        path.write_bytes(b"")
    status, _, error = compare(capsys, home, *contenders, parts)
    assert (status, "defective part" in error) == (2, True)


def test_for_people(
    capsys: pytest.CaptureFixture[str], home: Home, contenders: tuple[Path, Path], parts: Path
) -> None:
    words = ["--home", str(home.folder), "compare", *map(str, contenders), str(parts)]
    assert main.main(words) == 0
    text = capsys.readouterr().out
    assert "9 images" in text
    assert "may be chance" in text
    assert "3 better, 1 worse" in text


@pytest.mark.parametrize(
    ("only_old", "only_new", "p"),
    [(0, 0, 1.0), (3, 3, 1.0), (0, 5, 0.0625), (0, 6, 0.03125), (2, 10, 0.038574), (1, 0, 1.0)],
)
def test_the_exact_test_is_the_binomial_one(only_old: int, only_new: int, p: float) -> None:
    from scipy.stats import binomtest

    test = paired_test(only_old, only_new)
    assert test.p == pytest.approx(p, abs=1e-6)
    if only_old + only_new:
        theirs = binomtest(min(only_old, only_new), only_old + only_new, 0.5).pvalue
        assert test.p == pytest.approx(theirs)
    assert test.may_be_chance == (p >= 0.05)


def test_thousands_of_differences_are_no_overflow() -> None:
    assert paired_test(3000, 5000).p < 1e-90
    assert paired_test(4000, 4000).p == 1.0
