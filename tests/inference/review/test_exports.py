from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from pathlib import Path

import pytest

from inference.commands import review as command
from inference.home import Home
from inference.review import export_html
from inference.review.corrections import Corrections
from inference.review.export_folder import ExportFolder
from tests.inference.records.permissions import not_root
from tests.inference.review.reviewing import DEF, labelled_folder, loader, write_grey
from tests.inference.tiny_package import write_tiny_type_maps_package


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    loader(tmp_path)
    folder = labelled_folder(tmp_path / "parts")
    (folder / "ok" / "&torn.png").write_bytes(b"no image")
    return folder


def run(home: Home, tmp_path: Path, *words: object) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    given = [*map(str, words), "--model", str(tmp_path / "model")]
    return command.run(parser.parse_args(given), home)


def test_rows_say_what_and_where_in_both_forms(home: Home, tmp_path: Path, folder: Path) -> None:
    Corrections(home.corrections).correct(folder / "ok" / "part2.png", "def/dent", "ok")
    out = tmp_path / "out"
    assert run(home, tmp_path, folder, "--out", out, "--csv", "--jsonl") == 1  # one is a FAULT
    lines = [json.loads(line) for line in (out / "results.jsonl").read_text("utf-8").splitlines()]
    assert [line["outcome"] for line in lines[:4]] == ["def", "unsure", "def", "fault"]
    assert [line["corrected_to"] for line in lines if line["corrected_to"]] == ["def/dent"]
    first = lines[0]
    assert (first["label"], first["label_is_def"], first["width"]) == ("dent", True, 32)
    box = {"x": 0, "y": 0, "width": 32, "height": 32, "area_px": 1024}
    assert box.items() <= first["regions"][0].items()
    assert "no image" in lines[3]["error"]
    assert first["model_sha256"]
    with (out / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["path"] for row in rows] == [line["path"] for line in lines]
    assert json.loads(rows[0]["regions"]) == first["regions"]
    assert float(rows[0]["probability_def"]) == first["probability_def"]


def test_each_region_has_its_type_wherever_it_is_written(home: Home, tmp_path: Path) -> None:
    write_tiny_type_maps_package(tmp_path / "model")
    folder = labelled_folder(tmp_path / "parts")
    out = tmp_path / "out"
    assert run(home, tmp_path, folder, "--out", out, "--csv", "--jsonl", "--html") == 0
    with (out / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [json.loads(row["regions"]) for row in csv.DictReader(file)]
    lines = [json.loads(line) for line in (out / "results.jsonl").read_text("utf-8").splitlines()]
    assert [line["regions"] for line in lines] == rows
    assert [[region["defect_type"] for region in row] for row in rows] == [
        ["bright"], [], ["bright"], [], ["bright"], []
    ]  # fmt: skip
    page = (out / "report.html").read_text("utf-8")
    assert page.count("<li>bright, 32 &times; 32 px at 0, 0, 1,024 px&sup2;, peak 0.73</li>") == 3


def test_a_name_is_no_formula_in_a_spreadsheet(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loader(tmp_path)
    write_grey(tmp_path / "=cmd()" / "ok" / "a.png", DEF)
    monkeypatch.chdir(tmp_path)
    write_grey(tmp_path / "parts" / "ok" / "a.png", DEF)
    write_grey(tmp_path / "parts" / "=1+1" / "a.png", DEF)
    assert run(home, tmp_path, "parts", "--out", "out", "--csv") == 0
    text = (tmp_path / "out" / "results.csv").read_text("utf-8-sig")
    assert ",'=1+1," in text


def test_the_report_is_one_file_that_says_how_much_it_shows(
    home: Home, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_html, "MOST_SHOWN", 4)
    words = ("--out", tmp_path / "out", "--html", "--sort", "disagreement")
    assert run(home, tmp_path, folder, *words) == 1
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "4 of 7 images are shown." in page
    assert page.count("<figure>") == 4
    assert page.count("data:image/jpeg") == 2 * 3  # the FAULT has none
    assert not re.search(r'(src|href)="(?!data:)', page)
    assert "&amp;torn.png" in page
    assert "/&torn" not in page
    shown = re.findall(r'class="file" title="[^"]*">([^<]*)<', page)
    assert shown[:3] == ["&amp;torn.png", "part2.png", "part4.png"]


def test_images_by_outcome_clashes_kept_apart(home: Home, tmp_path: Path, folder: Path) -> None:
    write_grey(folder / "def" / "scratch" / "part3.png", DEF)
    out = tmp_path / "out"
    for _ in range(2):  # what is there is never written over
        assert run(home, tmp_path, folder, "--out", out, "--copy") == 1
    copies = sorted(path.relative_to(out).as_posix() for path in out.rglob("part3*"))
    assert copies == [f"def/part3{n}.png" for n in ("-2", "-3", "-4", "")]
    assert (out / "fault" / "&torn.png").read_bytes() == b"no image"
    assert (out / "unsure" / "part4.png").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own")
def test_links_instead_of_copies(home: Home, tmp_path: Path, folder: Path) -> None:
    assert run(home, tmp_path, folder, "--out", tmp_path / "out", "--link") == 1
    link = tmp_path / "out" / "unsure" / "part4.png"
    assert link.is_symlink()
    assert link.resolve() == (folder / "def" / "dent" / "part4.png").resolve()


def test_what_is_refused_is_told(
    home: Home, tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(home, tmp_path, folder, "--out", folder / "x", "--csv") == 2
    assert "reviewed" in capsys.readouterr().err
    assert run(home, tmp_path, folder, "--csv") == 2
    assert "--out" in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    assert run(home, tmp_path, tmp_path / "empty") == 2
    assert "no image" in capsys.readouterr().err
    assert not (folder / "x").exists()


def test_an_image_that_could_not_be_exported_counts(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    loader(tmp_path)
    folder = labelled_folder(tmp_path / "parts")
    gone = folder / "ok" / "part2.png"
    put = ExportFolder.put

    def put_late(to: ExportFolder, image: Path, below: str) -> Path:
        gone.unlink(missing_ok=True)
        return put(to, image, below)

    monkeypatch.setattr(ExportFolder, "put", put_late)
    assert run(home, tmp_path, folder, "--out", tmp_path / "out", "--copy") == 1
    assert f"note: {gone}: " in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions")
def test_a_folder_that_could_not_be_read_counts(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    loader(tmp_path)
    folder = labelled_folder(tmp_path / "parts")
    home.reviews.mkdir(mode=0o777)
    home.reviews.chmod(0o777)
    (folder / "shut").mkdir(mode=0o000)
    with not_root(*reversed(tmp_path.parents), tmp_path, home.folder, folder):
        assert run(home, tmp_path, folder) == 1
    assert "note: 1 folder that can't be read" in capsys.readouterr().err


def test_only_the_counts_and_then_nothing_new(
    home: Home, tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(home, tmp_path, folder) == 1
    assert "7 images: 2 ok, 3 def, 1 unsure, 1 fault; 0 known before" in capsys.readouterr().out
    assert run(home, tmp_path, folder) == 1
    assert "6 known before" in capsys.readouterr().out
