from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from inference.home import Home
from inference.home_lock import HomeLock
from inference.records.archive import ArchiveRule
from inference.records.records import Records
from inference.sources.settings import FilesSettings, FolderSettings, SimulatedSettings
from inference.station.settings import RecordSettings, StationSettings, read_settings
from inference.station.snapshot import SourceState, StationSnapshot, StationState
from inference.station.station import Station
from inference.station.threshold_book import ThresholdBook
from inference.verdict import Inspection, Outcome, Thresholds
from tests.inference.tiny_package import grey, tiny_manifest, write_tiny_package
from tests.patience import PATIENCE_S

Starts = Callable[..., Station]


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


@pytest.fixture
def starts(home: Home, tmp_path: Path) -> Iterator[Starts]:
    write_tiny_package(tmp_path / "tiny")
    stations: list[Station] = []

    def start(**changes: object) -> Station:
        settings = StationSettings(
            model=tmp_path / "tiny", records=RecordSettings(archive=ArchiveRule.ALL)
        )
        station = Station(home, settings.model_copy(update=changes))
        stations.append(station)
        station.start()
        return station

    yield start
    for station in stations:
        station.close()


def write(folder: Path, name: str, level: int) -> Path:
    path = folder / name
    path.write_bytes(cv2.imencode(".png", grey(level))[1].tobytes())
    return path


def until(
    station: Station, condition: Callable[[StationSnapshot], bool], within_s: float = PATIENCE_S
) -> StationSnapshot:
    deadline = time.monotonic() + within_s
    while not condition(now := station.snapshot()):
        assert time.monotonic() < deadline, now
        time.sleep(0.01)
    return now


def until_under_way(station: Station, count: int) -> None:
    """Brought by the source and not yet recorded."""
    until(station, lambda _: len(station._control.lines.first.in_flight) == count)


def recorded(count: int) -> Callable[[StationSnapshot], bool]:
    return lambda now: now.counters.recorded >= count


def records_of(home: Home) -> dict[str, Outcome]:
    with Records(home.database) as records:
        return {Path(part.source_path or "").name: part.outcome for part in records.parts()}


def test_a_folder_goes_in_and_verdicts_maps_and_records_come_out(
    starts: Starts, incoming: Path, home: Home
) -> None:
    write(incoming, "dark.png", 40)
    write(incoming, "bright.png", 220)
    write(incoming, "middling.png", 128)
    (incoming / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    station = starts(source=FolderSettings(path=incoming, unreadable_after_s=0.5))
    now = until(station, recorded(4))
    station.close()
    assert now.state is StationState.ONLINE
    assert now.source_state is SourceState.RUNNING
    assert now.counters.judged == 4
    assert now.counters.yield_share == pytest.approx(1 / 3)
    assert records_of(home) == {
        "dark.png": Outcome.OK,
        "bright.png": Outcome.DEF,
        "middling.png": Outcome.UNSURE,
        "broken.png": Outcome.FAULT,
    }
    with Records(home.database) as records:
        for part in records.parts():
            readable = part.outcome is not Outcome.FAULT
            assert (part.image is not None) is (part.heat_map is not None) is readable
            assert part.model_id == now.model_id
    assert [path.name for path in home.quarantine.iterdir()] == ["broken.png"]


def test_nothing_is_judged_twice_after_a_restart(
    starts: Starts, incoming: Path, home: Home
) -> None:
    write(incoming, "a.png", 40)
    first = starts(source=FolderSettings(path=incoming))
    until(first, recorded(1))
    first.close()
    second = starts(source=FolderSettings(path=incoming))
    for name in ("b.png", "c.png"):  # a.png is older than both: it would come before them
        already = second.snapshot().counters.recorded
        write(incoming, name, 40)
        until(second, recorded(already + 1))
    assert second.snapshot().counters.judged == 2
    assert records_of(home).keys() == {"a.png", "b.png", "c.png"}


def test_a_finite_source_finishes(starts: Starts, incoming: Path, home: Home) -> None:
    for number in range(40):
        write(incoming, f"{number}.png", number)
    station = starts(source=FilesSettings(paths=(incoming,)))
    now = until(station, lambda now: now.finished)
    assert now.counters.recorded == now.counters.judged == 40
    assert now.counters.dropped == 0
    assert len(records_of(home)) == 40


def test_thresholds_act_on_the_next_part_and_are_kept(
    starts: Starts, incoming: Path, home: Home
) -> None:
    station = starts(source=FolderSettings(path=incoming))
    write(incoming, "before.png", 128)
    until(station, recorded(1))
    station.set_thresholds(Thresholds(0.05, 0.1), by="engineer")
    assert station.snapshot().thresholds == Thresholds(0.05, 0.1)
    write(incoming, "after.png", 128)
    now = until(station, recorded(2))
    station.close()
    assert records_of(home) == {"before.png": Outcome.UNSURE, "after.png": Outcome.DEF}
    assert now.model_id is not None
    assert ThresholdBook(home.thresholds).thresholds_of(now.model_id) == Thresholds(0.05, 0.1)
    with Records(home.database) as records:
        change = records.threshold_changes()[0]
    assert (change.old, change.new, change.by) == (
        Thresholds(0.3, 0.7),
        Thresholds(0.05, 0.1),
        "engineer",
    )


def test_chosen_thresholds_survive_a_restart(starts: Starts, incoming: Path) -> None:
    first = starts(source=FolderSettings(path=incoming))
    until(first, lambda now: now.model_id is not None)
    first.set_thresholds(Thresholds(0.11, 0.22), by="engineer")
    first.close()
    second = starts(source=FolderSettings(path=incoming))
    now = until(second, lambda now: now.thresholds is not None)
    assert now.thresholds == Thresholds(0.11, 0.22)


def test_on_hold_nothing_is_judged_and_nothing_is_lost(starts: Starts, incoming: Path) -> None:
    station = starts(source=FolderSettings(path=incoming))
    until(station, lambda now: now.source_state is SourceState.RUNNING)
    station.hold()
    for number in range(5):
        write(incoming, f"{number}.png", 40)
    until_under_way(station, 5)
    assert station.snapshot().held
    assert station.snapshot().counters.judged == 0
    station.resume()
    assert until(station, recorded(5)).counters.judged == 5


def test_a_better_model_takes_over_between_two_parts(
    starts: Starts, incoming: Path, tmp_path: Path, home: Home
) -> None:
    station = starts(source=FolderSettings(path=incoming))
    write(incoming, "old.png", 128)
    old = until(station, recorded(1)).model_id
    strict = tiny_manifest().thresholds.model_copy(update={"unsure_from": 0.01, "def_from": 0.02})
    write_tiny_package(tmp_path / "strict.zip", name="strict", thresholds=strict)
    station.set_model(tmp_path / "strict.zip", by="Ada")
    now = until(station, lambda now: now.model_id != old)
    write(incoming, "new.png", 128)
    until(station, recorded(2))
    assert now.thresholds == Thresholds(0.01, 0.02)
    assert records_of(home) == {"old.png": Outcome.UNSURE, "new.png": Outcome.DEF}
    assert read_settings(home.settings)[0].model == home.models / str(now.model_id)


def test_a_bad_model_is_refused_and_the_last_good_one_stays(
    starts: Starts, incoming: Path, tmp_path: Path
) -> None:
    station = starts(source=FolderSettings(path=incoming))
    good = until(station, lambda now: now.model_id is not None).model_id
    shutil.copytree(tmp_path / "tiny", tmp_path / "bad")
    (tmp_path / "bad" / "model.onnx").write_bytes(b"changed")
    station.set_model(tmp_path / "bad", by="Ada")
    now = until(station, lambda now: now.model_problem is not None)
    assert "model.onnx was changed" in (now.model_problem or "")
    assert (now.model_id, now.state) == (good, StationState.ONLINE)
    write(incoming, "a.png", 40)
    assert until(station, recorded(1)).counters.by_outcome == {Outcome.OK: 1}


def test_without_a_model_nothing_is_taken_from_the_source(
    starts: Starts, incoming: Path, tmp_path: Path, home: Home
) -> None:
    write(incoming, "a.png", 40)
    station = starts(source=FolderSettings(path=incoming), model=tmp_path / "missing")
    now = until(station, lambda now: now.state is StationState.FAULT)
    assert "missing does not exist" in (now.problem or "")
    assert now.remedy
    station.set_model(tmp_path / "tiny", by="Ada")
    until(station, lambda now: now.problem is None)
    station.start()
    until(station, recorded(1))
    assert records_of(home) == {"a.png": Outcome.OK}


@pytest.mark.parametrize(
    ("of", "said"), [((), "No space left"), (("/plant/lock",), "No space left (/plant/lock)")]
)
def test_a_home_that_refuses_is_told_with_its_file_where_one_is_known(
    home: Home, monkeypatch: pytest.MonkeyPatch, of: tuple[str, ...], said: str
) -> None:
    def full(_: HomeLock) -> None:
        raise OSError(28, "No space left", *of)

    monkeypatch.setattr(HomeLock, "take", full)
    with Station(home, StationSettings()) as station:
        station.start()
        now = until(station, lambda now: now.problem is not None)
    assert now.problem == f"the home folder can't be used: {said}"


def test_a_person_confirms_and_overrules(starts: Starts, incoming: Path, home: Home) -> None:
    station = starts(source=FolderSettings(path=incoming))
    write(incoming, "a.png", 40)
    write(incoming, "b.png", 220)
    until(station, recorded(2))
    by_name = {Path(part.frame.source_path or "").name: part for part in station.recent()}
    station.confirm(by_name["a.png"].frame.part_id, by="operator")
    station.overrule(by_name["b.png"].frame.part_id, Outcome.OK, by="operator")
    station.close()
    with Records(home.database) as records:
        said = {Path(part.source_path or "").name: part.operator for part in records.parts()}
        stays = records.counts()
    assert {name: word and word.outcome for name, word in said.items()} == {
        "a.png": Outcome.OK,
        "b.png": Outcome.OK,
    }
    assert stays[Outcome.DEF] == 1


def test_the_source_is_exchanged_while_the_line_runs(
    starts: Starts, incoming: Path, tmp_path: Path, home: Home
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    station = starts(source=FolderSettings(path=incoming))
    write(incoming, "a.png", 40)
    until(station, recorded(1))
    station.set_source(FolderSettings(path=other))
    write(other, "b.png", 40)
    now = until(station, recorded(2))
    assert now.source == f"folder:{other}"
    assert records_of(home).keys() == {"a.png", "b.png"}


def test_a_folder_that_vanishes_comes_back(starts: Starts, incoming: Path, home: Home) -> None:
    write(incoming, "a.png", 40)
    station = starts(source=FolderSettings(path=incoming))
    until(station, recorded(1))
    incoming.rename(incoming.with_name("gone"))
    now = until(station, lambda now: now.source_state is SourceState.RETRYING)
    assert str(incoming) in (now.problem or "")
    incoming.with_name("gone").rename(incoming)
    write(incoming, "b.png", 40)
    now = until(station, recorded(2))
    assert now.problem is None
    assert records_of(home).keys() == {"a.png", "b.png"}


def test_what_the_line_is_told_is_what_is_recorded(
    home: Home, incoming: Path, tmp_path: Path
) -> None:
    write_tiny_package(tmp_path / "tiny")
    for number in range(10):
        write(incoming, f"{number}.png", 25 * number)
    told: list[Inspection] = []
    settings = StationSettings(source=FilesSettings(paths=(incoming,)), model=tmp_path / "tiny")
    with Station(home, settings, line_output=told.append) as station:
        station.start()
        until(station, lambda now: now.finished)
    assert {Path(one.frame.source_path or "").name: one.verdict.outcome for one in told} == (
        records_of(home)
    )


@pytest.mark.expects_log("was not told")
def test_a_line_that_fails_costs_no_record(home: Home, incoming: Path, tmp_path: Path) -> None:
    write_tiny_package(tmp_path / "tiny")
    write(incoming, "a.png", 40)

    def fails(_: Inspection) -> None:
        raise ConnectionError("the line is not there")

    settings = StationSettings(source=FilesSettings(paths=(incoming,)), model=tmp_path / "tiny")
    with Station(home, settings, line_output=fails) as station:
        station.start()
        until(station, lambda now: now.finished)
    assert records_of(home) == {"a.png": Outcome.OK}


@pytest.mark.expects_log("could not be judged")
def test_a_model_that_fails_is_a_fault_never_an_ok(
    starts: Starts, incoming: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    station = starts(source=FolderSettings(path=incoming))
    until(station, lambda now: now.model_id is not None)

    def fails(*_: object) -> None:
        raise RuntimeError("out of memory")

    monkeypatch.setattr("inference.classifier.Classifier.classify_batch", fails)
    for number in range(6):
        write(incoming, f"{number}.png", 40)
    now = until(station, recorded(6))
    assert set(records_of(home).values()) == {Outcome.FAULT}
    assert now.state is StationState.FAULT
    monkeypatch.undo()
    write(incoming, "again.png", 40)
    assert until(station, recorded(7)).state is StationState.ONLINE


def test_the_trend_and_the_last_parts_are_bounded(starts: Starts) -> None:
    station = starts(
        source=SimulatedSettings(parts=510, rate_hz=None, size_px=64),
        records=RecordSettings(archive=ArchiveRule.NONE),
    )
    until(station, lambda now: now.finished)
    assert len(station.recent()) == 20
    trend = station.trend()
    assert trend.shape == (500,)
    assert trend.dtype == np.float32
    latest = station.latest()
    assert latest is not None
    assert trend[-1] == np.float32(latest.verdict.probability_def)


def test_wrong_settings_keep_it_offline_and_are_named(
    home: Home, incoming: Path, tmp_path: Path
) -> None:
    write(incoming, "a.png", 40)
    home.settings.write_text("threads = 0  # broken", "utf-8")
    settings = StationSettings(source=FolderSettings(path=incoming))
    with Station(home, settings, settings_problem="threads = 0: too few") as station:
        station.start()
        station.set_source(SimulatedSettings())
        until(station, lambda _: station.settings.source == SimulatedSettings())
        now = station.snapshot()
    assert now.state is StationState.OFFLINE
    assert now.problem == "threads = 0: too few"
    assert now.counters.judged == 0
    assert home.settings.read_text("utf-8") == "threads = 0  # broken"


def test_stopping_on_hold_still_judges_what_was_brought(
    starts: Starts, incoming: Path, home: Home
) -> None:
    station = starts(source=FolderSettings(path=incoming))
    until(station, lambda now: now.source_state is SourceState.RUNNING)
    station.hold()
    for number in range(5):
        write(incoming, f"{number}.png", 40)
    until_under_way(station, 5)
    station.stop()
    until(station, recorded(5))
    assert len(records_of(home)) == 5


def test_it_starts_again_after_a_stop(starts: Starts, incoming: Path, home: Home) -> None:
    station = starts(source=FolderSettings(path=incoming))
    write(incoming, "a.png", 40)
    until(station, recorded(1))
    station.stop()
    until(station, lambda now: now.state is StationState.OFFLINE)
    write(incoming, "b.png", 40)
    station.start()
    until(station, recorded(2))
    assert records_of(home).keys() == {"a.png", "b.png"}


def test_another_archive_rule_restarts_nothing(starts: Starts, incoming: Path, home: Home) -> None:
    station = starts(source=FolderSettings(path=incoming))
    write(incoming, "a.png", 40)
    until(station, recorded(1))
    station.hold()
    station.set_record_settings(RecordSettings(archive=ArchiveRule.NONE))
    until(station, lambda _: station.settings.records.archive is ArchiveRule.NONE)
    assert station.snapshot().held
    station.resume()
    write(incoming, "b.png", 40)
    until(station, recorded(2))
    with Records(home.database) as records:
        kept = {Path(part.source_path or "").name: part.image for part in records.parts()}
    assert kept["a.png"] is not None
    assert kept["b.png"] is None
    assert station.snapshot().counters.judged == 2


def test_parts_on_hold_are_not_brought_again_when_their_folder_comes_back(
    starts: Starts, incoming: Path
) -> None:
    station = starts(source=FolderSettings(path=incoming))
    until(station, lambda now: now.source_state is SourceState.RUNNING)
    station.hold()
    for number in range(5):
        write(incoming, f"{number}.png", 40)
    until_under_way(station, 5)
    incoming.rename(incoming.with_name("gone"))
    until(station, lambda now: now.source_state is SourceState.RETRYING)
    incoming.with_name("gone").rename(incoming)
    until(station, lambda now: now.source_state is SourceState.RUNNING)
    write(incoming, "last.png", 40)  # the newest comes last: after whatever is brought again
    until_under_way(station, 6)
    station.resume()
    until_under_way(station, 0)
    assert station.snapshot().counters.judged == 6


def test_what_a_person_says_of_an_unknown_part_is_a_notice_not_a_fault(
    starts: Starts, incoming: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inference.station.decisions._RECORD_MAY_TAKE_S", 0.1)
    station = starts(source=FolderSettings(path=incoming))
    until(station, lambda now: now.source_state is SourceState.RUNNING)
    station.confirm("0" * 32, by="operator")
    now = until(station, lambda now: now.notice is not None)
    assert "has no record" in (now.notice or "")
    assert now.state is StationState.ONLINE


def test_what_the_command_line_says_is_not_kept(home: Home, incoming: Path, tmp_path: Path) -> None:
    write_tiny_package(tmp_path / "tiny")
    kept = StationSettings(source=SimulatedSettings(seed=9), model=tmp_path / "tiny")
    now = kept.model_copy(update={"source": FolderSettings(path=incoming)})
    with Station(home, now, kept=kept) as station:
        station.set_appearance(kept.appearance.model_copy(update={"theme": "dark"}))
        until(station, lambda _: station.settings.appearance.theme == "dark")
        assert station.snapshot().source == f"folder:{incoming}"
    assert read_settings(home.settings)[0].source == SimulatedSettings(seed=9)
    assert read_settings(home.settings)[0].appearance.theme == "dark"
