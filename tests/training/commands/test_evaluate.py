from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from inference.home import DEMO_MODEL
from inference.package import read_package
from inference.verdict import Thresholds
from main import main
from training.data.dataset import find_dataset
from training.data.loading import load_images
from training.evaluation import robustness
from training.evaluation.costs import Costs, cheapest_band
from training.evaluation.curves import expected_calibration_error, reliability
from training.evaluation.evaluate import evaluate, further_to_prove, rate
from training.evaluation.judging import judge_files


@pytest.fixture
def parts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    folder = tmp_path / "parts"
    assert main(["demo-data", str(folder), "--parts", "40", "--seed", "901"]) == 0
    capsys.readouterr()
    return folder


def _evaluate(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = main(["evaluate", *(str(word) for word in words)])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_one_json_object_holds_every_figure(
    parts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (parts / "ok" / "broken.png").write_bytes(b"not an image")

    status, out, _ = _evaluate(capsys, DEMO_MODEL, parts, "--json")

    assert status == 1
    figures: dict[str, Any] = json.loads(out)
    wanted = "n accuracy escapes overkills precision_def recall_def f1_def roc_auc ece confusion"
    assert {*wanted.split(), "auto"} <= set(figures)
    assert set(figures["auto"]) == {"share", "escapes", "overkills"}
    assert figures["n"] == 40 == sum(figures["confusion"].values())
    assert figures["accuracy"] >= 0.9
    confusion, rates = figures["confusion"], figures["rates"]
    assert figures["escapes"] == confusion["def_ok"] == rates["escapes"]["count"]
    assert figures["overkills"] == confusion["ok_def"] == rates["overkills"]["count"]
    assert [Path(fault["path"]).name for fault in figures["faults"]] == ["broken.png"]
    assert figures["classes"]["def"]["recall"] == pytest.approx(figures["recall_def"])


def test_the_files_are_judged_as_the_line_judges_them(
    parts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = find_dataset(parts).files
    judged = judge_files(read_package(DEMO_MODEL), files)

    assert main(["inspect", *(str(file.path) for file in judged.files), "--json"]) == 0

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    said = {line["path"]: line["probability_def"] for line in lines}
    assert [said[str(file.path)] for file in judged.files] == pytest.approx(
        judged.probability_def.tolist(), abs=1e-6
    )


def test_people_get_a_classification_report(
    parts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = _evaluate(capsys, DEMO_MODEL, parts)

    assert status == 0
    lines = {line.split()[0]: line.split() for line in out.splitlines() if line}
    assert lines["ok"][1:4] == [f"{float(word):.3f}" for word in lines["ok"][1:4]]
    assert int(lines["ok"][4]) + int(lines["def"][4]) == 40
    assert {"accuracy", "macro", "weighted", "escapes", "overkills"} <= set(lines)
    assert "more without one would prove 0.1%" in out


def test_a_test_folder_is_what_is_judged(parts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (parts / "ok").rename(parts.with_name("ok"))
    (parts / "test").mkdir()
    (parts.with_name("ok")).rename(parts / "test" / "ok")
    (parts / "def").rename(parts / "test" / "def")

    status, out, _ = _evaluate(capsys, DEMO_MODEL, parts, "--json")

    assert (status, json.loads(out)["folder"]) == (0, str(parts / "test"))


@pytest.mark.parametrize(
    ("words", "error"),
    [((), "does not exist"), (("--good", "Free"), "no class folder 'Free'")],
)
def test_what_cannot_be_judged_is_refused_in_words(
    parts: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], error: str
) -> None:
    package = DEMO_MODEL if words else parts / "no-model"

    status, _, err = _evaluate(capsys, package, parts, *words)

    assert status == 2
    assert error in err


def test_a_folder_without_one_readable_good_part_is_refused(
    parts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (parts / "ok").iterdir():
        path.write_bytes(b"")

    status, _, err = _evaluate(capsys, DEMO_MODEL, parts)

    assert status == 2
    assert "none of the images of good parts can be read" in err


def test_a_16_bit_file_is_learnt_from_as_the_line_sees_it(tmp_path: Path) -> None:
    for kind in ("ok", "def"):
        (tmp_path / kind).mkdir()
        for number, level in enumerate((0, 20_000)):
            image = np.full((300, 300), level, np.uint16)
            cv2.imwrite(str(tmp_path / kind / f"{number}.png"), image)

    spec = read_package(DEMO_MODEL).manifest.input.spec()
    images = load_images(find_dataset(tmp_path).files, spec)

    assert images.fitted[1].max() == round(20_000 / 65_535 * 255)


def test_calibration_error_is_the_mean_gap_between_said_and_true() -> None:
    probability = np.array([0.05, 0.05, 0.95, 0.95], np.float32)
    is_def = np.array([False, True, True, True])

    assert [(each.n, each.share_def) for each in reliability(probability, is_def)] == [
        (2, 0.5),
        (2, 1.0),
    ]
    assert expected_calibration_error(probability, is_def) == pytest.approx((0.45 + 0.05) / 2)
    metrics = evaluate(probability, is_def, Thresholds())
    assert metrics.ece == pytest.approx(0.25)


def test_what_is_still_to_be_proven_is_the_least_that_proves_it() -> None:
    more = further_to_prove(1, 192, 0.001)

    assert rate(1, 192 + more).high <= 0.001 < rate(1, 192 + more - 1).high
    assert further_to_prove(0, 4000, 0.001) == 0


_COSTS = ("--escape-cost", 100, "--overkill-cost", 5, "--review-cost", 1, "--defect-share", 0.02)


def test_the_cheapest_band_is_told_beside_the_packages_own(
    parts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = _evaluate(capsys, DEMO_MODEL, parts, "--json", *_COSTS)
    judged = judge_files(read_package(DEMO_MODEL), find_dataset(parts).files)

    costs = Costs(100, 5, 1, 0.02)
    told = json.loads(out)["costs"]
    band = cheapest_band(judged.probability_def, judged.is_def, costs)
    assert told["given"] == asdict(costs)
    assert told["cheapest"]["thresholds"] == asdict(band)
    assert told["cheapest"]["cost"] <= told["present"]["cost"]
    own = read_package(DEMO_MODEL).manifest.thresholds.thresholds()
    assert told["present"]["thresholds"] == asdict(own)

    _, words, _ = _evaluate(capsys, DEMO_MODEL, parts, *_COSTS)
    assert "with the cheapest band" in words


def test_half_the_costs_are_refused(parts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = _evaluate(capsys, DEMO_MODEL, parts, "--escape-cost", 3)

    assert status == 2
    assert "--overkill-cost" in err


def test_robustness_is_told_for_each_level(
    parts: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(robustness, "MOST_IMAGES", 8)

    _, out, _ = _evaluate(capsys, DEMO_MODEL, parts, "--json", "--robustness")

    told = json.loads(out)["robustness"]
    assert (told["good"] + told["defective"], told["of"]) == (8, 40)
    names = {point["disturbance"] for point in told["points"]}
    assert names == {"light", "blur", "noise", "shift", "rotation"}
    light = [point["level"] for point in told["points"] if point["disturbance"] == "light"]
    assert (min(light), max(light)) == (-30, 30)


def test_names_in_any_case_sizes_of_all_sorts_and_a_covered_lens(
    parts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (parts / "ok").rename(parts / "OK")
    (parts / "def").rename(parts / "Def_Front")
    first = min((parts / "OK").rglob("*.png"))
    image = cv2.imread(str(first))
    cv2.imwrite(str(first), cv2.resize(image, (640, 480)))
    cv2.imwrite(str(parts / "OK" / "black.png"), np.zeros((300, 300), np.uint8))

    status, out, _ = _evaluate(capsys, DEMO_MODEL, parts, "--json")

    figures = json.loads(out)
    assert (status, figures["n"]) == (1, 40)
    (fault,) = figures["faults"]
    assert Path(fault["path"]).name == "black.png"
    assert "far darker" in fault["error"]
