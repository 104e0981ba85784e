"""What a newcomer types first."""

from __future__ import annotations

import json
import os
from pathlib import Path

import cv2
import pytest

from main import COMMANDS, main
from tests.e2e.program import json_lines, run, start

_WITHIN_S = 600.0


def test_help_names_every_command(tmp_path: Path) -> None:
    done = run("--help", home=tmp_path)
    assert done.returncode == 0
    for name, entry in COMMANDS.items():
        assert name in done.stdout
        assert entry.summary in done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself(command: str, tmp_path: Path) -> None:
    done = run(command, "--help", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "examples:" in done.stdout
    assert f"main.py {command}" in done.stdout


def test_without_a_screen_it_judges_and_leaves_a_picture(tmp_path: Path) -> None:
    done = run("window", "--parts", 12, home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "12 parts judged" in done.stdout
    picture = cv2.imread(str(tmp_path / "window.png"))
    assert picture.shape == (800, 1280, 3)
    assert len(json_lines(run("records", "--json", home=tmp_path).stdout)) == 12


def test_drawn_parts_are_judged_by_the_demo_model(tmp_path: Path) -> None:
    drawn = run("demo-data", tmp_path / "parts", "--parts", 40, "--seed", 77, home=tmp_path)
    assert drawn.returncode == 0
    maps = tmp_path / "maps"
    words = ("inspect", tmp_path / "parts" / "ok", tmp_path / "parts" / "def")
    done = run(*words, "--json", "--heatmaps", maps, home=tmp_path)
    lines = json_lines(done.stdout)
    assert (done.returncode, len(lines)) == (0, 40)
    wrong = [
        line
        for line in lines
        if line["outcome"] in ("ok", "def") and Path(line["path"]).parent.name != line["outcome"]
    ]
    assert len(wrong) <= 2, "at 99 % right, one draw of 40 in 130 has more"
    assert len(list(maps.glob("*.overlay.png"))) == 40


def test_the_station_ends_after_so_many_parts(tmp_path: Path) -> None:
    words = ("station", "--source", "simulated", "--parts", 15, "--archive", "all", "--json")
    done = run(*words, home=tmp_path)
    assert (done.returncode, len(json_lines(done.stdout))) == (0, 15)
    records = json_lines(run("records", "--json", home=tmp_path).stdout)
    assert len(records) == 15
    assert all((tmp_path / "images" / record["image"]).is_file() for record in records)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("inspect", "nowhere"), "nowhere"),
        (("inspect", ".", "--model", "nowhere"), "nowhere does not exist"),
        (("station", "--source", "crystal ball"), "that is no source"),
        (("station", "--model", "nowhere"), "nowhere does not exist"),
    ],
)
def test_what_cannot_be_started_is_told(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    done = run(*words, home=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_wrong_settings_are_named_by_the_window_and_by_the_station(tmp_path: Path) -> None:
    (tmp_path / "station.toml").write_text("threads = 0", "utf-8")
    window = run("window", "--parts", 3, home=tmp_path)
    assert window.returncode == 1
    assert "threads = 0" in window.stderr
    station = run("station", "--parts", 3, home=tmp_path)
    assert station.returncode == 2
    assert "threads = 0" in station.stderr


def test_a_home_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    done = run("records", home=tmp_path / "file" / "home")
    assert done.returncode == 2
    assert "home folder" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps the folder that one is in")
def test_a_home_in_a_folder_that_is_gone_is_said_without_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert main(["--home", "line1", "records"]) == 2
    assert "the home folder can't be made: No such file" in capsys.readouterr().err


def test_a_second_station_is_kept_out_of_a_home(tmp_path: Path) -> None:
    words = ("station", "--source", "simulated", "--rate", 5)
    first = start(*words, home=tmp_path)
    assert first.stdout is not None
    first.stdout.readline()  # it judges
    second = run(*words, "--parts", 2, home=tmp_path)
    first.terminate()
    _, stderr = first.communicate(timeout=_WITHIN_S)
    assert second.returncode == 2
    assert "another station is at work" in second.stderr
    assert (first.returncode, stderr) == (0, "")


def test_nobody_reading_on_ends_the_station_quietly(tmp_path: Path) -> None:
    process = start("station", "--source", "simulated", "--rate", 50, home=tmp_path)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(timeout=_WITHIN_S) == 0
    assert process.stderr.read() == ""
    process.stderr.close()


def test_the_bench_prints_one_object(tmp_path: Path) -> None:
    done = run("bench", "--only", "station", "--parts", 50, "--json", home=tmp_path)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["machine"]["cores"]
    assert len(report["rows"]) == 5
    assert report["rows"][-1]["per_s"] > 0
    assert report["rows"][-1]["more"]["dropped"] == 0
