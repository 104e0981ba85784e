from __future__ import annotations

import json
from pathlib import Path

import pytest

from inference.home import DEMO_MODEL
from main import main
from training.explanations import subject

pytestmark = pytest.mark.keeps_threads


@pytest.fixture
def parts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    folder = tmp_path / "parts"
    assert main(["demo-data", str(folder), "--parts", "12", "--seed", "31"]) == 0
    capsys.readouterr()
    return folder


def _run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = main(["explain-quality", *(str(word) for word in words)])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_with_masks_each_method_has_a_row(parts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = _run(
        capsys, DEMO_MODEL, parts, "--masks", parts / "masks", "--json",
        "--methods", "evidence,hirescam",
    )  # fmt: skip

    assert status == 0
    report = json.loads(out)
    defects = len(list((parts / "def").iterdir()))
    assert (report["n"], report["called_def"], report["live"]) == (defects, defects, "evidence")
    assert [row["method"] for row in report["rows"]] == ["evidence", "hirescam"]
    for row in report["rows"]:
        assert row["n"] == defects
        assert 0.02 < row["share_in_mask"] < 1.0
        assert row["pointing"] <= row["pointing_tolerant"] == 1.0
        assert row["ms"] > 0.0
        assert 0.05 < row["iou"] < 1.0
        assert row["called"]["share_in_mask"] == row["share_in_mask"]
        assert row["deletion"] is None


def test_parts_that_are_not_called_count_among_all_and_not_among_the_called(
    parts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two masks for good parts: they are defective then, and escape."""
    for image in sorted((parts / "ok").iterdir())[:2]:
        mask = min((parts / "masks").iterdir()).read_bytes()
        (parts / "masks" / image.name).write_bytes(mask)

    _, out, _ = _run(
        capsys, DEMO_MODEL, parts, "--masks", parts / "masks", "--json", "--methods", "evidence"
    )

    row = json.loads(out)["rows"][0]
    assert row["n"] == row["called"]["n"] + 2
    assert row["share_in_mask"] < row["called"]["share_in_mask"]
    # A part that is passed may glow a little all the same; one that is called is never dark.
    assert 0.0 < row["dark"] <= 2 / row["n"] + 1e-4


@pytest.mark.slow
def test_without_masks_there_is_deletion_insertion_and_the_randomised_model(
    parts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (parts / "def" / "broken.png").write_bytes(b"no image")

    status, out, _ = _run(capsys, DEMO_MODEL, parts, "--limit", 3, "--methods", "evidence")

    assert status == 1
    assert "3 parts called DEF" in out
    assert "broken.png" in out
    figures = next(line for line in out.splitlines() if line.startswith("evidence")).split()
    deletion, insertion, randomised = (float(word) for word in figures[1:4])
    assert deletion < 0.8
    assert insertion > deletion
    assert randomised < 0.6


def test_people_get_tables(parts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = _run(
        capsys, DEMO_MODEL, parts, "--masks", parts / "masks",
        "--methods", "evidence,gradcam_exported", "--limit", 2,
    )  # fmt: skip

    assert status == 0
    assert "2 defective parts" in out
    assert [line.split()[0] for line in out.splitlines() if line.startswith("gradcam")] == [
        "gradcam_exported"
    ] * 2


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("nowhere", "{parts}"), "does not exist"),
        (("{model}", "{parts}/nowhere"), "no folder"),
        (("{model}", "{parts}", "--masks", "{parts}/ok"), "none of the"),
        (("{model}", "{parts}/ok", "--methods", "evidence"), "is called DEF by this model"),
        (("{model}", "{parts}", "--methods", "magic"), "there is no method 'magic' here"),
    ],
)
def test_what_cannot_be_measured_is_refused_in_words(
    parts: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], error: str
) -> None:
    named = [word.format(model=DEMO_MODEL, parts=parts) for word in words]

    status, out, err = _run(capsys, *named)

    assert (status, out) == (2, "")
    assert error in err


def test_without_tensorflow_the_own_map_is_still_measured(
    parts: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subject, "has_tensorflow", lambda: False)
    masked = (DEMO_MODEL, parts, "--masks", parts / "masks", "--limit", 1)

    status, _, err = _run(capsys, *masked)
    assert status == 2
    assert "TensorFlow and tf-keras-vis are needed" in err
    assert _run(capsys, *masked, "--methods", "evidence")[0] == 0
