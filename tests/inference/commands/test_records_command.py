from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inference.commands import records as command
from inference.commands.part_filters import moment
from inference.home import Home
from inference.records.archive import ArchiveRule, ImageArchive
from inference.records.part_record import RecordedPart
from inference.records.records import Records
from inference.verdict import Outcome
from tests.inference.records.parts import NOON, heat, judged, unreadable


def run(home: Home, *arguments: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(arguments), home)


@pytest.fixture
def judged_home(home: Home) -> Home:
    archive = ImageArchive(home.images, ArchiveRule.DEF_AND_UNSURE)
    inspections = [
        judged(0.1, part_id="good", minutes=1),
        judged(0.93, part_id="bad", minutes=2, heat_map=heat()),
        unreadable("torn"),
    ]
    with Records(home.database) as records:
        records.add([RecordedPart(each, archive.store(each)) for each in inspections])
        records.operator_verdict("bad", Outcome.OK, by="Ada")
    return home


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_json_is_one_object_a_line(judged_home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(judged_home, "--json") == 0
    bad, good, torn = (json.loads(line) for line in lines(capsys))
    assert [bad["part_id"], good["part_id"], torn["part_id"]] == ["bad", "good", "torn"]
    assert bad["outcome"] == "def"
    assert bad["probability_def"] == 0.93
    assert datetime.fromisoformat(bad["time"]) == NOON + timedelta(minutes=2)
    assert bad["source"] == "simulated"
    assert bad["model_id"] == "impeller-1"
    assert (judged_home.images / bad["image"]).is_file()
    assert (judged_home.images / bad["heat_map"]).is_file()
    assert (bad["operator_outcome"], bad["operator_by"]) == ("ok", "Ada")
    assert (good["image"], good["operator_outcome"]) == (None, None)
    assert (torn["source_path"], torn["error"]) == ("/in/Teil-ä.png", "the file is empty")
    assert torn["probability_def"] is None


def test_the_table_has_a_line_a_part_and_the_sum(
    judged_home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(judged_home) == 0
    header, bad, good, torn, total = lines(capsys)
    assert header.split()[:3] == ["time", "outcome", "P(def)"]
    assert bad.split()[2:6] == ["def", "0.9300", "ok", "bad"]
    assert good.split()[2:5] == ["ok", "0.1000", "good"]
    assert torn.endswith("/in/Teil-ä.png")
    assert total == "3 parts: 1 ok, 1 def, 0 unsure, 1 fault"


@pytest.mark.parametrize(
    ("options", "part_ids"),
    [
        (["--outcome", "def"], ["bad"]),
        (["--limit", "2"], ["bad", "good"]),
        (["--since", "2026-11-20T12:01Z"], ["bad", "good"]),
        (["--until", "2026-11-20T13:01:00+01:00"], ["torn"]),
        (["--part", "good"], ["good"]),
    ],
)
def test_options_choose_parts(
    judged_home: Home, capsys: pytest.CaptureFixture[str], options: list[str], part_ids: list[str]
) -> None:
    assert run(judged_home, "--json", *options) == 0
    assert [json.loads(line)["part_id"] for line in lines(capsys)] == part_ids


def test_a_time_without_a_zone_is_this_computers() -> None:
    local = datetime(2026, 11, 20, 6, tzinfo=UTC).astimezone().replace(tzinfo=None)
    assert moment(local.isoformat()) == datetime(2026, 11, 20, 6, tzinfo=UTC)


def test_one_part_is_told_in_full(judged_home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(judged_home, "--part", "torn") == 0
    told = dict(line.split(maxsplit=1) for line in lines(capsys))
    assert told["remedy"] == "write it again"
    assert told["outcome"] == "fault"
    assert "probability_def" not in told


def test_a_part_that_was_never_judged_is_an_error(
    judged_home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(judged_home, "--part", "ghost") == 1
    assert "no part" in capsys.readouterr().err


def test_an_empty_home_says_so_and_stays_empty(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(home) == 0
    assert "nothing was judged yet" in capsys.readouterr().out
    assert run(home, "--json") == 0
    assert capsys.readouterr().out == ""
    assert list(home.folder.iterdir()) == []


def test_a_damaged_database_is_said_with_what_to_do(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    home.database.write_bytes(b"nonsense " * 1000)
    assert run(home) == 1
    assert "restore it from a backup" in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong", [["--since", "yesterday"], ["--limit", "0"], ["--outcome", "bad"]]
)
def test_a_wrong_option_is_refused(
    home: Home, wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run(home, *wrong)
    assert wrong[1] in capsys.readouterr().err


def test_the_same_parts_go_into_a_file(
    judged_home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "parts.csv"
    assert run(judged_home, "--outcome", "def", "--csv", str(file), "--pictures") == 0
    assert "1 parts, 1 pictures" in capsys.readouterr().out
    assert len(file.read_text("utf-8-sig").splitlines()) == 2
    assert (tmp_path / "parts-pictures" / "2026-11-20" / "bad.png").is_file()


def test_a_file_of_another_kind_is_refused(
    judged_home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(judged_home, "--csv", str(tmp_path / "parts.xls")) == 1
    assert "name it so" in capsys.readouterr().err


def test_what_people_overruled_and_what_a_text_holds_is_found(
    judged_home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(judged_home, "--json", "--operator", "overruled") == 0
    assert [json.loads(line)["part_id"] for line in lines(capsys)] == ["bad"]
    assert run(judged_home, "--json", "--text", "teil") == 0
    assert [json.loads(line)["part_id"] for line in lines(capsys)] == ["torn"]
