from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from inference.decide import decide
from inference.frame import Frame
from inference.records.archive import ArchiveRule, ImageArchive
from inference.records.errors import RecordsError
from inference.records.part_record import RecordedPart
from inference.records.records import Records
from inference.records.retention import Deleted, Retention
from inference.station.frame_queue import Grab
from inference.station.in_flight import InFlight
from inference.station.keeping import Keeping
from inference.station.recorder import Recorder
from inference.verdict import Inspection, Thresholds
from tests.inference.station.scripted_source import ScriptedSource
from tests.inference.tiny_package import grey
from tests.patience import PATIENCE_S

_BAND = Thresholds(0.3, 0.7)


class FullDiskRecords(Records):
    """The real records, on a disk that is full until `has_room`."""

    has_room = False

    def add(self, parts: list[RecordedPart]) -> None:  # type: ignore[override]
        if not self.has_room:
            raise RecordsError("the disk is full", "make room")
        super().add(parts)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[FullDiskRecords]:
    with FullDiskRecords(tmp_path / "records.sqlite3") as records:
        yield records


@pytest.fixture
def recorder(records: FullDiskRecords, tmp_path: Path) -> Iterator[Recorder]:
    archive = ImageArchive(tmp_path / "images", ArchiveRule.ALL)
    keeping = Keeping(archive, Retention(records, archive))
    recorder = Recorder(records, keeping, InFlight())
    recorder.start()
    yield recorder
    records.has_room = True
    recorder.request_stop()
    assert recorder.join(PATIENCE_S)


def part(source: ScriptedSource) -> tuple[Grab, Inspection]:
    frame = Frame(grey(10), source="scripted")
    return Grab(frame, source), Inspection(frame, decide(0.9, _BAND), model_id="tiny-1")


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_a_part_is_acknowledged_once_it_is_on_disk(
    recorder: Recorder, records: FullDiskRecords, tmp_path: Path
) -> None:
    records.has_room = True
    source = ScriptedSource([])
    grab, inspection = part(source)
    recorder.add(grab, inspection)
    until(lambda: recorder.recorded == 1)
    assert source.told == [grab.part.part_id]
    record = records.part(grab.part.part_id)
    assert record is not None
    assert record.image is not None
    assert (tmp_path / "images" / record.image).is_file()


@pytest.mark.expects_log("the disk is full")
def test_a_full_disk_loses_no_part(recorder: Recorder, records: FullDiskRecords) -> None:
    source = ScriptedSource([])
    for _ in range(5):
        recorder.add(*part(source))
    until(lambda: recorder.problem is not None)
    assert recorder.problem is not None
    assert recorder.problem.what == "the disk is full"
    assert (recorder.recorded, recorder.waiting, source.told) == (0, 5, [])
    records.has_room = True
    until(lambda: recorder.recorded == 5)
    assert recorder.problem is None
    assert sum(records.counts().values()) == 5


def test_a_verdict_is_kept_though_its_picture_cannot_be(
    recorder: Recorder, records: FullDiskRecords, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    records.has_room = True
    (tmp_path / "images").write_text("a file where the folder should be", "utf-8")
    grab, inspection = part(ScriptedSource([]))
    with caplog.at_level("CRITICAL"):
        recorder.add(grab, inspection)
        until(lambda: recorder.recorded == 1)
    record = records.part(grab.part.part_id)
    assert record is not None
    assert record.image is None
    assert recorder.problem is None
    assert recorder.picture_problem is not None


@pytest.mark.expects_log("the disk is full")
def test_who_brings_parts_waits_when_the_disk_does_not_keep_up(
    records: FullDiskRecords, tmp_path: Path
) -> None:
    import threading

    archive = ImageArchive(tmp_path / "images", ArchiveRule.NONE)
    keeping = Keeping(archive, Retention(records, archive))
    recorder = Recorder(records, keeping, InFlight(), capacity=3)
    recorder.start()
    source = ScriptedSource([])

    def bring() -> None:
        for _ in range(6):
            recorder.add(*part(source))

    thread = threading.Thread(target=bring)
    thread.start()
    until(lambda: recorder.waiting == 3)
    time.sleep(0.05)
    assert thread.is_alive()
    records.has_room = True
    thread.join(PATIENCE_S)
    recorder.request_stop()
    assert recorder.join(PATIENCE_S)
    assert recorder.recorded == 6


@pytest.mark.expects_log("the share is stale")
def test_what_nobody_foresaw_does_not_end_the_thread(
    records: FullDiskRecords, tmp_path: Path
) -> None:
    class StaleShare(Retention):
        def run(self, now: datetime | None = None) -> Deleted:
            raise OSError("the share is stale")

    records.has_room = True
    archive = ImageArchive(tmp_path / "images", ArchiveRule.NONE)
    recorder = Recorder(records, Keeping(archive, StaleShare(records, archive)), InFlight())
    recorder.start()
    until(lambda: recorder.retention_problem is not None)
    recorder.add(*part(ScriptedSource([])))
    until(lambda: recorder.recorded == 1)
    assert recorder.alive
    assert recorder.problem is None
    recorder.request_stop()
    assert recorder.join(PATIENCE_S)


@pytest.mark.expects_log("could not be recorded")
@pytest.mark.expects_log("the disk is full")
def test_what_is_given_up_at_the_end_is_counted(
    records: FullDiskRecords, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inference.station.recorder._LAST_TRIES_S", 0.1)
    archive = ImageArchive(tmp_path / "images", ArchiveRule.NONE)
    in_flight = InFlight()
    recorder = Recorder(records, Keeping(archive, Retention(records, archive)), in_flight)
    recorder.start()
    recorder.add(*part(ScriptedSource([])))
    recorder.request_stop()
    assert recorder.join(PATIENCE_S)
    assert (recorder.given_up, recorder.recorded, recorder.waiting) == (1, 0, 0)
