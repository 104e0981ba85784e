from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import cv2
import pytest

from inference.commands import inspect as command
from inference.home import Home
from tests.inference.records.permissions import not_root
from tests.inference.review.reviewing import DEF, OK, UNSURE, labelled_folder, loader, write_grey
from tests.inference.tiny_package import write_tiny_type_maps_package


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    loader(tmp_path)
    return labelled_folder(tmp_path / "parts")


def run(home: Home, *words: object) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    model = home.folder.parent / "model"
    return command.run(parser.parse_args([*map(str, words), "--model", str(model)]), home)


def test_a_line_an_image_in_path_order(
    home: Home, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(home, folder, "--threads", 3) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["DEF", "UNSURE", "DEF", "OK", "DEF", "OK"]
    assert lines[5].endswith(str(folder / "ok" / "part10.png"))


def test_masks_are_no_parts_and_are_said(
    home: Home, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_grey(folder / "masks" / "dent" / "part3.png", OK)
    assert run(home, folder) == 0
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == 6
    assert "note: 1 folder of masks passed by" in told.err


def test_the_same_as_json_and_a_fault_in_its_place(
    home: Home, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "def" / "torn.png").write_bytes(b"")
    assert run(home, folder, "--json") == 1
    parts = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [part["outcome"] for part in parts[:4]] == ["def", "unsure", "def", "fault"]
    assert (parts[3]["probability_def"], parts[3]["error"]) == (None, "torn.png: the file is empty")
    assert {part["source"] for part in parts} == {f"files:{folder}"}
    assert parts[0]["unsure_from"] == 0.3
    [region] = parts[0]["regions"]
    assert (region["width"], region["area_px"], region["defect_type"]) == (32, 1024, None)
    assert parts[1]["regions"] == parts[3]["regions"] == []


def test_a_region_has_its_type_where_the_model_has_a_map_for_each(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_tiny_type_maps_package(tmp_path / "model")
    assert run(home, write_grey(tmp_path / "part.png", DEF), "--json") == 0
    [region] = json.loads(capsys.readouterr().out)["regions"]
    assert region["defect_type"] == "bright"


def test_pictures_with_heat_maps_one_for_each_of_one_name(home: Home, tmp_path: Path) -> None:
    loader(tmp_path)
    for name, level in (("a/p.png", DEF), ("b/p.png", UNSURE), ("c/q.png", OK)):
        write_grey(tmp_path / "parts" / name, level)
    (tmp_path / "parts" / "torn.png").write_bytes(b"")
    assert run(home, tmp_path / "parts", "--heatmaps", tmp_path / "maps") == 1
    names = sorted(path.name for path in (tmp_path / "maps").iterdir())
    assert names == ["p-2.overlay.png", "p.overlay.png", "q.overlay.png"]
    hot, cold = (cv2.imread(str(tmp_path / "maps" / f"{n}.overlay.png")) for n in "pq")
    assert len(set(hot[4, 4])) > 1  # coloured
    assert set(cold[4, 4]) == {OK}


def test_nothing_to_judge_is_said(
    home: Home, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    assert run(home, tmp_path / "empty") == 2
    assert "no image in" in capsys.readouterr().err
    assert run(home, folder, tmp_path / "nowhere") == 2
    told = capsys.readouterr()
    assert "nowhere is not there" in told.err
    assert told.out == ""  # it is said before anything is judged


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions")
def test_a_folder_that_could_not_be_read_is_said_and_counts(
    home: Home, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "shut").mkdir(mode=0o000)
    with not_root(*reversed(tmp_path.parents), tmp_path, folder):
        assert run(home, folder) == 1
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == 6
    assert told.err == "note: 1 folder that can't be read\n"
