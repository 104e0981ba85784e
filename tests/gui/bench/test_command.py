"""`main.py bench`, on the group that is measured soonest."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from gui.bench.groups import GROUPS
from gui.commands import bench
from inference.home import Home


def _run(tmp_path: Path, *words: str) -> int:
    parser = argparse.ArgumentParser()
    bench.add_arguments(parser)
    return bench.run(parser.parse_args(words), Home(tmp_path / "home"))


def test_json_is_one_object_of_the_machine_and_its_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(tmp_path, "--only", "history", "--rows", "100", "200", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert set(said) == {"machine", "rows"}
    assert {"processor", "cores", "memory_gb", "foreign_load"} <= set(said["machine"])
    assert len(said["rows"]) == 2 * 14
    for row in said["rows"]:
        assert {"group", "name", "median_ms", "p99_ms", "per_s", "ratio"} <= set(row)
        assert row["group"] == "history"
        assert 0 < row["median_ms"] <= row["p99_ms"]


def test_a_report_is_written_and_drawn_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = tmp_path / "speed.md"
    words = ("--report", str(document))
    assert _run(tmp_path, "--only", "history", "--rows", "100", *words) == 0
    assert "history: first page: 100 parts: median ms" in capsys.readouterr().out
    written = document.read_text("utf-8")
    assert "`main.py bench --only history --rows 100`" in written
    document.unlink()
    assert _run(tmp_path, "--redraw", *words) == 0
    assert document.read_text("utf-8") == written


def test_what_cannot_be_written_is_said_before_anything_is_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = tmp_path / "speed.md"
    document.write_text("<!-- bench: growth -->\n", "utf-8")
    assert _run(tmp_path, "--only", "history", "--report", str(document)) == 2
    said = capsys.readouterr()
    assert (said.out, "never closed" in said.err) == ("", True)
    assert document.read_text("utf-8") == "<!-- bench: growth -->\n"


def test_what_takes_long_has_to_be_asked_for() -> None:
    parser = argparse.ArgumentParser()
    bench.add_arguments(parser)
    by_itself = bench._chosen(parser.parse_args([]))
    assert bench._chosen(parser.parse_args(["--full"])) == list(GROUPS)
    assert set(GROUPS) - set(by_itself) == {"time to accuracy", "evidence forms"}
    assert bench._chosen(parser.parse_args(["--only", "time to accuracy"])) == ["time to accuracy"]
