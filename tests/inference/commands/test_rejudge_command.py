"""What another model says of recorded parts, from the archive and through ONNX Runtime."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from inference.commands import rejudge as command
from inference.home import Home
from inference.records.archive import ArchiveRule, ImageArchive
from inference.records.part_record import RecordedPart
from inference.records.records import Records
from tests.inference.records.parts import judged, unreadable
from tests.inference.tiny_package import grey, write_tiny_package


def run(home: Home, *arguments: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(arguments), home)


@pytest.fixture
def model(tmp_path: Path) -> str:
    """Bright is DEF: whatever was said before."""
    return str(write_tiny_package(tmp_path / "tiny").path)


@pytest.fixture
def judged_home(home: Home) -> Home:
    archive = ImageArchive(home.images, ArchiveRule.DEF_AND_UNSURE)
    inspections = [
        judged(0.1, part_id="not-kept", image=grey(250)),
        judged(0.9, part_id="dark", image=grey(20), minutes=1),
        judged(0.9, part_id="bright", image=grey(230), minutes=2),
        judged(0.5, part_id="bright-too", image=grey(230), minutes=3),
        unreadable("torn"),
    ]
    with Records(home.database) as records:
        records.add([RecordedPart(each, archive.store(each)) for each in inspections])
    return home


def test_what_flips_is_listed_and_counted(
    judged_home: Home, model: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = judged_home.database.read_bytes()
    assert run(judged_home, "--model", model) == 1, "two could not be judged"
    first, second, *summary = capsys.readouterr().out.splitlines()
    assert first.split()[2:6] == ["UNSURE", "0.5000", "->", "DEF"]
    assert first.endswith("bright-too")
    assert second.split()[2:6] == ["DEF", "0.9000", "->", "OK"]
    assert summary[:3] == [
        "3 parts judged again, 2 flip",
        "  def -> ok: 1",
        "  unsure -> def: 1",
    ]
    assert summary[3] == "2 could not be judged"
    assert {line.split(":")[0] for line in summary[4:]} == {"  1 like this"}
    assert any("the archive rule of then left this part out" in line for line in summary)
    assert any("it could not be read" in line for line in summary)
    assert judged_home.database.read_bytes() == before


def test_json_has_every_part_and_filters_choose(
    judged_home: Home, model: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(judged_home, "--model", model, "--json", "--outcome", "def") == 0
    bright, dark = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (bright["flipped"], dark["flipped"]) == (False, True)
    assert dark["new_probability_def"] < 0.01


def test_without_any_picture_nothing_was_judged(
    judged_home: Home, model: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(judged_home, "--model", model, "--outcome", "fault") == 1
    assert "0 parts judged again, 0 flip\n1 could not be judged" in capsys.readouterr().out


def test_pictures_that_are_gone_are_one_reason_whatever_their_names(
    judged_home: Home, model: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for picture in judged_home.images.rglob("bright*.png"):
        picture.unlink()
    assert run(judged_home, "--model", model) == 1
    assert "  2 like this: the archived image" in capsys.readouterr().out


def test_a_package_that_is_none_is_refused(
    judged_home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(judged_home, "--model", str(tmp_path / "none")) == 2
    assert "error:" in capsys.readouterr().err


def test_an_empty_home_says_so(home: Home, model: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, "--model", model) == 1
    assert run(home, "--model", "nowhere") == 1, "before a model is looked at"
    assert "nothing was judged yet" in capsys.readouterr().err
