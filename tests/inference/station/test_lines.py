"""Several lines in one station: own sources, counters and faults; one model, one database."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from pydantic import ValidationError

from inference.commands.given_settings import with_several
from inference.home import Home
from inference.records.part_record import PartFilter
from inference.records.records import Records
from inference.sources.protocol import SourceInvalid
from inference.sources.settings import FilesSettings, FolderSettings, SimulatedSettings
from inference.station.settings import (
    AppearanceSettings,
    LineSettings,
    SettingsError,
    StationSettings,
    read_settings,
    write_settings,
)
from inference.station.snapshot import SourceState, StationState
from inference.station.station import Station
from inference.verdict import Inspection, Thresholds
from main import main
from tests.inference.tiny_package import write_tiny_package
from tests.patience import PATIENCE_S


def several(folder: Path, *sources: SimulatedSettings | FilesSettings) -> StationSettings:
    write_tiny_package(folder / "tiny")
    lines = tuple(
        LineSettings(name=f"line {number}", source=source)
        for number, source in enumerate(sources[1:], 2)
    )
    return StationSettings(source=sources[0], lines=lines, model=folder / "tiny")


def simulated(parts: int, seed: int = 0) -> SimulatedSettings:
    return SimulatedSettings(parts=parts, rate_hz=None, seed=seed, size_px=64)


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_each_line_counts_and_records_its_own_parts(tmp_path: Path) -> None:
    home, told = Home(tmp_path), list[Inspection]()
    settings = several(tmp_path, simulated(5), simulated(3, seed=1), simulated(4, seed=2))
    with Station(home, settings, line_output=told.append) as station:
        station.start()
        until(lambda: all(line.snapshot().finished for line in station.lines))
        snapshots = [line.snapshot() for line in station.lines]
        assert [now.line for now in snapshots] == ["line 1", "line 2", "line 3"]
        assert [now.counters.judged for now in snapshots] == [5, 3, 4]
        assert [now.counters.recorded for now in snapshots] == [5, 3, 4]
        assert len(station.lines[1].trend()) == 3
        assert {part.line for part in station.lines[2].recent()} == {"line 3"}
        assert station.snapshot().counters == snapshots[0].counters
    assert sorted(part.line for part in told) == 5 * ["line 1"] + 3 * ["line 2"] + 4 * ["line 3"]
    with Records(home.database) as records:
        assert records.history().choices().lines == ("line 1", "line 2", "line 3")
        assert len(list(records.parts(PartFilter(line="line 3")))) == 4


def test_the_model_is_in_memory_once_and_its_thresholds_are_those_of_all(tmp_path: Path) -> None:
    settings = several(tmp_path, simulated(2), simulated(2))
    with Station(Home(tmp_path), settings) as station:
        station.start()
        until(lambda: all(line.snapshot().finished for line in station.lines))
        workers = [line.worker for line in station._control.lines.all]
        judges = [worker.judge for worker in workers if worker is not None]
        assert len(judges) == 2
        assert judges[0] is not judges[1]
        assert judges[0].classifier is judges[1].classifier
        station.set_thresholds(Thresholds(0.2, 0.3), by="Ada")
        assert [line.snapshot().thresholds for line in station.lines] == 2 * [Thresholds(0.2, 0.3)]


def test_a_line_that_fails_leaves_the_others_at_work(tmp_path: Path) -> None:
    missing = FilesSettings(paths=(tmp_path / "none.png",))
    settings = several(tmp_path, simulated(3), missing)
    with Station(Home(tmp_path), settings) as station:
        station.start()
        until(lambda: station.lines[0].snapshot().finished)
        until(lambda: station.lines[1].snapshot().source_state is SourceState.FAILED)
        good, bad = (line.snapshot() for line in station.lines)
        assert good.problem is None
        assert good.counters.judged == 3
        assert bad.state is StationState.FAULT


def test_one_line_is_held_alone_or_all_with_the_station(tmp_path: Path) -> None:
    endless = SimulatedSettings(rate_hz=50.0, size_px=64)
    with Station(Home(tmp_path), several(tmp_path, endless, endless)) as station:
        station.start()
        until(lambda: all(line.latest() for line in station.lines))
        station.lines[1].hold()
        assert [line.snapshot().held for line in station.lines] == [False, True]
        station.hold()
        assert [line.snapshot().held for line in station.lines] == [True, True]
        station.resume()
        assert [line.snapshot().held for line in station.lines] == [False, False]


def test_a_line_gets_another_source_and_keeps_it(tmp_path: Path) -> None:
    home, settings = Home(tmp_path), several(tmp_path, simulated(2), simulated(2))
    with Station(home, settings) as station:
        station.start()
        until(lambda: all(line.snapshot().finished for line in station.lines))
        station.lines[1].set_source(simulated(3, seed=9))
        until(lambda: station.lines[1].snapshot().counters.judged == 5)
        assert station.lines[0].snapshot().counters.judged == 2
    kept, _ = read_settings(home.settings)
    assert kept.source_of(1) == simulated(3, seed=9)
    assert kept.source == simulated(2)


def test_two_lines_can_not_take_the_same_parts(tmp_path: Path) -> None:
    pictures = FilesSettings(paths=(tmp_path / "in",))
    with pytest.raises(ValidationError, match="two lines take their parts from files:"):
        several(tmp_path, pictures, pictures)
    with Station(Home(tmp_path), several(tmp_path, simulated(1), pictures)) as station:
        station.set_source(pictures)
        until(lambda: station.snapshot().notice)
        assert "go to line 2 already" in str(station.snapshot().notice)
        assert station.settings.source == simulated(1)


def test_lines_are_kept_in_the_file_with_its_comments(tmp_path: Path) -> None:
    path = tmp_path / "station.toml"
    path.write_text("# ours\n[records]\narchive = 'none'  # space\n", "utf-8")
    settings, _ = read_settings(path)
    named = settings.model_copy(
        update={
            "line": "left",
            "lines": (LineSettings(name="right", source=SimulatedSettings(rate_hz=None)),),
        }
    )
    write_settings(path, named)
    assert read_settings(path)[0] == named
    text = path.read_text("utf-8")
    assert "# ours" in text
    assert "# space" in text
    assert "[[lines]]" in text


def test_what_is_wrong_with_a_line_is_named_as_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "station.toml"
    path.write_text(
        "[[lines]]\nname = 'right'\n[lines.source]\nkind = 'simulated'\nseed = -3\n", "utf-8"
    )
    with pytest.raises(Exception, match=r"lines\.0\.source\.seed = -3"):
        read_settings(path)


def test_several_sources_on_the_command_line_are_lines() -> None:
    settings = with_several(StationSettings(), ["simulated", "usb:1", "simulated"])
    assert [line.name for line in settings.all_lines] == ["line 1", "line 2", "line 3"]
    with pytest.raises(SourceInvalid, match="two lines"):
        with_several(StationSettings(), ["usb:1", "usb:1"])


def test_one_line_has_no_name(tmp_path: Path) -> None:
    write_tiny_package(tmp_path / "tiny")
    settings = StationSettings(source=simulated(1), model=tmp_path / "tiny")
    with Station(Home(tmp_path), settings) as station:
        station.start()
        until(lambda: station.snapshot().finished)
        assert len(station.lines) == 1
        latest = station.latest()
        assert latest is not None
        assert latest.line == ""
        assert [line.name for line in station.lines] == [""]


def test_a_line_comes_is_named_and_goes_while_the_others_judge(tmp_path: Path) -> None:
    home = Home(tmp_path)
    endless = SimulatedSettings(rate_hz=50.0, size_px=64)
    with Station(home, several(tmp_path, endless)) as station:
        station.start()
        until(station.latest)
        assert station.snapshot().line == ""
        station.add_line(LineSettings(name="right", source=simulated(3)))
        until(lambda: len(station.lines) == 2 and station.lines[1].snapshot().finished)
        assert [line.name for line in station.lines] == ["line 1", "right"]
        station.rename_line(0, "left")
        until(lambda: (latest := station.latest()) and latest.line == "left")
        station.rename_line(1, "left")
        until(lambda: station.snapshot().notice)
        assert "a name of its own" in str(station.snapshot().notice)
        station.remove_line(1)
        until(lambda: (latest := station.latest()) and latest.line == "")
        assert len(station.lines) == 1
    kept, _ = read_settings(home.settings)
    assert kept.lines == ()
    with Records(home.database) as records:
        assert len(list(records.parts(PartFilter(line="right")))) == 3


def test_asked_for_twice_only_one_line_goes(tmp_path: Path) -> None:
    endless = SimulatedSettings(rate_hz=50.0, size_px=64)
    with Station(Home(tmp_path), several(tmp_path, endless, endless, endless)) as station:
        station.start()
        until(lambda: all(line.latest() for line in station.lines))
        line, register = station._control.lines.all[1], station._control.register
        station._conductor.post(partial(register.remove, line))
        station._conductor.post(partial(register.remove, line))
        station._conductor.post(partial(register.rename, line, "gone"))
        station.rename_line(0, "left")
        until(lambda: [line.name for line in station.lines] == ["left", "line 3"])
        assert [line.name for line in station.settings.all_lines] == ["left", "line 3"]
        assert station.snapshot().problem is None


def test_a_name_that_the_file_would_not_take_is_refused(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with Station(home, several(tmp_path, simulated(1), simulated(1))) as station:
        station.rename_line(1, "x" * 41)
        until(lambda: station.snapshot().notice)
        assert "at most 40 characters" in str(station.snapshot().notice)
        station.rename_line(1, "x" * 40)
        until(lambda: station.lines[1].name == "x" * 40)
    assert read_settings(home.settings)[0].all_lines[1].name == "x" * 40


def test_a_line_that_comes_while_the_station_is_held_judges_nothing(tmp_path: Path) -> None:
    with Station(Home(tmp_path), several(tmp_path, simulated(1))) as station:
        station.start()
        until(lambda: station.snapshot().finished)
        station.set_thresholds(Thresholds(0.2, 0.3), by="Ada")
        station.hold()
        station.add_line(LineSettings(name="right", source=simulated(2)))
        until(lambda: len(station.lines) == 2 and station.lines[1].snapshot().held)
        until(lambda: station.lines[1].snapshot().thresholds == Thresholds(0.2, 0.3))
        station.resume()
        until(lambda: station.lines[1].snapshot().counters.judged == 2)


def test_lines_of_the_command_line_do_not_mix_with_those_that_are_kept(tmp_path: Path) -> None:
    home, folder = Home(tmp_path), FolderSettings(path=tmp_path / "in")
    kept = several(tmp_path, simulated(1)).model_copy(
        update={"source": folder, "lines": (LineSettings(name="b"),)}
    )
    write_settings(home.settings, kept)
    with Station(home, with_several(kept, ["simulated", "simulated"]), kept=kept) as station:
        station.lines[1].set_source(folder)
        until(lambda: station.settings.all_lines[1].source == folder)
        until(lambda: "not kept" in str(station.snapshot().notice))
        station.add_line(LineSettings(name="new"))
        until(lambda: len(station.lines) == 3)
        station.set_appearance(AppearanceSettings(theme="dark"))
        until(lambda: read_settings(home.settings)[0].appearance.theme == "dark")
    assert read_settings(home.settings)[0].all_lines == kept.all_lines


def test_the_name_of_a_line_that_was_alone_is_its_own_beside_others(tmp_path: Path) -> None:
    home = Home(tmp_path)
    settings = several(tmp_path, simulated(1)).model_copy(update={"line": "press 3"})
    write_settings(home.settings, settings)
    with Station(home, settings) as station:
        assert [line.name for line in station.lines] == [""]
        station.add_line(LineSettings(name="press 3"))
        until(lambda: "a name of its own" in str(station.snapshot().notice))
        station.add_line(LineSettings(name="press 4"))
        until(lambda: [line.name for line in station.lines] == ["press 3", "press 4"])
        until(lambda: len(read_settings(home.settings)[0].lines) == 1)
        station.remove_line(1)
        until(lambda: [line.name for line in station.lines] == [""])
    assert read_settings(home.settings)[0].line == "press 3"


MANY = "at most 8 lines.*take one away, or run a second station with a home folder of its own"


def test_a_ninth_line_is_refused_with_what_to_do_instead(tmp_path: Path) -> None:
    settings = several(tmp_path, *(simulated(1) for _ in range(8)))
    with Station(Home(tmp_path), settings) as station:
        station.add_line(LineSettings(name="one more"))
        until(lambda: re.search(MANY, str(station.snapshot().notice)))
        assert len(station.lines) == 8
        station.remove_line(7)
        until(lambda: station.snapshot().notice is None)
        station.add_line(LineSettings(name="one more"))
        until(lambda: len(station.lines) == 8)


def test_nine_lines_on_the_command_line_or_in_the_file_are_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--home", str(tmp_path), "station", *(9 * ["--source", "simulated"])]
    assert main(arguments) == 2
    assert re.search(f"error: .*{MANY}", capsys.readouterr().err)
    path = tmp_path / "station.toml"
    path.write_text("".join(f"[[lines]]\nname = 'l{number}'\n" for number in range(8)), "utf-8")
    with pytest.raises(SettingsError, match=f"station.toml: lines: a station has {MANY}"):
        read_settings(path)


def test_names_that_are_not_told_apart_are_told_without_the_checkers_own_words(
    tmp_path: Path,
) -> None:
    path = tmp_path / "station.toml"
    path.write_text("line = 'a'\n[[lines]]\nname = 'a'\n", "utf-8")
    with pytest.raises(SettingsError, match=r"station.toml: each line needs a name of its own"):
        read_settings(path)
