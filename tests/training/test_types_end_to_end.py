"""From folders of defect types to a package that tells them, through the real commands."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from inference.classifier import Classifier
from inference.decode import read_image
from inference.home import Home
from inference.package import read_package
from inference.preprocess import prepare
from main import main
from tests.training.drawn_parts import draw_disc, write_image

pytestmark = [pytest.mark.keeps_threads, pytest.mark.slow]

_WORDS = ("--recipe", "pooled", "--epochs", "1", "--json")


def _write_types(folder: Path, kinds: dict[str, int], start: int = 0) -> Path:
    """Discs; `dent` are turned upside down in brightness, so that a type is there to be seen."""
    for place, (kind, count) in enumerate(kinds.items()):
        for number in range(count):
            image = draw_disc(start + 1000 * place + number, is_def=kind != "fine")
            drawn = 255 - image if kind == "dent" else image
            write_image(folder / kind / f"{number:03}.png", drawn)
    return folder


def _run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, list[dict[str, Any]]]:
    status = main([str(word) for word in words])
    return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def _of_kind(events: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [event for event in events if event["event"] == name]


def test_types_beside_the_verdict_with_hostile_data_a_frozen_split_and_a_test_folder(
    tmp_path: Path, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    parts, out = tmp_path / "parts", tmp_path / "model"
    train = _write_types(parts / "train", {"fine": 8, "pit": 8, "dent": 8, "burr": 1})
    test = _write_types(parts / "test", {"fine": 3, "pit": 3, "dent": 2}, start=5000)
    write_image(test / "scratch" / "0.png", draw_disc(7000, is_def=True))
    (test / "fine" / "leaked.png").write_bytes((train / "fine" / "000.png").read_bytes())
    (train / "pit" / "also-fine.png").write_bytes((train / "fine" / "001.png").read_bytes())
    (train / "dent" / "empty.png").write_bytes(b"")
    large = cv2.resize(draw_disc(81, is_def=False), (150, 90)).astype(np.uint16) * 200
    write_image(train / "fine" / "large-16-bits.png", large)

    status, events = _run(capsys, "train", parts, "--good", "fine", "--out", out, *_WORDS)

    assert status == 0
    [wrong] = _of_kind(events, "labels_contradicted")
    assert wrong["kinds"] == ["ok", "pit"]
    assert {Path(path).name for path in wrong["paths"]} == {"also-fine.png", "001.png"}
    assert [Path(each["path"]).name for each in _of_kind(events, "file_unreadable")] == [
        "empty.png"
    ]
    notes = " ".join(event["words"] for event in _of_kind(events, "finding_noted"))
    assert "Of the type burr there is only 1 image" in notes
    manifest = read_package(out).manifest
    assert manifest.labels == ("ok", "burr", "dent", "pit")
    assert manifest.knows_good
    metrics = events[-1]["metrics"]
    assert metrics == manifest.metrics
    assert set(metrics["types"]["classes"]) == {"burr", "dent", "pit"}
    assert metrics["test"]["n"] == 10
    assert metrics["test"]["identical_to_training"] == 1
    assert metrics["test"]["types"]["unknown"] == {"scratch": 1}
    assert metrics["test"]["types"]["n"] == 5
    assert "Defect types" in (out / "report.html").read_text("utf-8")

    rows = list(csv.DictReader((out / "split.csv").read_text("utf-8").splitlines()))
    sides = {row["sha256"]: row["part"] for row in rows}
    assert len(rows) == metrics["n"] + manifest.lineage["training_images"] == 25
    assert {row["kind"] for row in rows if row["part"] == "validation"} == {"ok", "dent", "pit"}
    _write_types(train, {"fine": 8, "pit": 14})

    again = (*_WORDS, "--seed", "9")  # whose split would be another
    status, events = _run(capsys, "train", parts, "--good", "fine", "--out", out, *again)

    assert status == 0
    assert _of_kind(events, "dataset_split")[0]["frozen"] == 25
    grown = list(csv.DictReader((out / "split.csv").read_text("utf-8").splitlines()))
    assert len(grown) == 31
    assert {row["sha256"]: row["part"] for row in grown if row["sha256"] in sides} == sides

    status, [figures] = _run(capsys, "evaluate", out, parts, "--good", "fine", "--json")

    assert status == 0
    tested = events[-1]["metrics"]["test"]
    assert figures["confusion"] == tested["confusion"]
    assert figures["types"] == tested["types"]
    assert main(["evaluate", str(out), str(parts), "--good", "fine"]) == 0
    assert "macro-F1 over types" in capsys.readouterr().out


def test_where_places_tell_types_each_type_gets_a_map(
    tmp_path: Path, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = _write_types(tmp_path / "parts", {"fine": 8, "pit": 8, "dent": 8})
    out = tmp_path / "model"
    recipe = ("--recipe", "demo", "--epochs", "1", "--json")

    status, _ = _run(capsys, "train", parts, "--good", "fine", "--out", out, *recipe)

    assert status == 0
    package = read_package(out)
    assert package.manifest.type_maps
    assert package.manifest.lineage["parity"]["places_difference"] < 1e-4
    image = read_image(parts / "dent" / "000.png")
    classifier = Classifier(package)
    types, maps = classifier.run_type_maps(prepare(image, package.manifest.input.spec()))
    answer = classifier.classify(image)
    assert answer.type_shares == pytest.approx(dict(zip(("dent", "pit"), types[0], strict=True)))
    scale = package.manifest.maps[0]
    heat = (maps[0] - scale.floor) / (scale.ceiling - scale.floor)
    np.testing.assert_allclose(heat.sum(axis=0), answer.heat_map.heat, atol=1e-5)
    write_image(tmp_path / "masks" / "dent" / "000.png", np.full((64, 64), 255, np.uint8))
    methods = ("--masks", tmp_path / "masks", "--methods", "evidence,evidence_of_type", "--json")
    status, [quality] = _run(capsys, "explain-quality", out, parts, *methods)
    assert status == 0
    assert [row["method"] for row in quality["rows"]] == ["evidence", "evidence_of_type"]


def test_types_alone_say_so_everywhere(
    tmp_path: Path, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    steel, out = _write_types(tmp_path / "steel", {"pit": 8, "dent": 8}), tmp_path / "model"

    status, events = _run(capsys, "train", steel, "--good", "none", "--out", out, *_WORDS)

    assert status == 0
    assert events[0]["counts"] == {"pit": 8, "dent": 8}
    package = read_package(out)
    assert not package.manifest.knows_good
    assert "tells the type only" in package.manifest.limits
    assert set(events[-1]["metrics"]) == {"n", "types"}
    assert "has seen no good part" in (out / "report.html").read_text("utf-8")

    image = steel / "pit" / "000.png"
    assert main(["inspect", str(image), "--model", str(out), "--json"]) == 0
    captured = capsys.readouterr()
    line = json.loads(captured.out)
    assert (line["outcome"], line["probability_def"]) == ("def", 1.0)
    assert line["defect_type"] in ("pit", "dent")
    assert "tells the type only" in captured.err

    status, [figures] = _run(capsys, "evaluate", out, steel, "--good", "none", "--json")
    assert status == 0
    assert figures["knows_good"] is False
    assert figures["types"]["n"] == 16
    assert "accuracy" not in figures
    assert main(["evaluate", str(out), str(steel), "--good", "none"]) == 0
    assert "tells the type only" in capsys.readouterr().out


def test_types_alone_need_two(
    tmp_path: Path, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    steel = _write_types(tmp_path / "steel", {"pit": 3, "dent": 1})
    (steel / "dent" / "000.png").write_bytes(b"")

    status, events = _run(
        capsys, "train", steel, "--good", "none", "--out", tmp_path / "m", *_WORDS
    )

    assert status == 2
    assert "at least two types" in events[-1]["error"]
