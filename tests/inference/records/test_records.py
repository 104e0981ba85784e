from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from inference.records.archive import ArchivedImage
from inference.records.errors import RecordsError, UnknownPart
from inference.records.part_record import PartFilter, RecordedPart
from inference.records.records import Records
from inference.verdict import Inspection, Outcome, Thresholds, Timings
from tests.inference.records.parts import NOON, THRESHOLDS, heat, judged, unreadable

_ALL = PartFilter()


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    with Records(tmp_path / "records.sqlite3") as opened:
        yield opened


def add(records: Records, *inspections: Inspection) -> None:
    records.add([RecordedPart(inspection) for inspection in inspections])


def ids(records: Records, wanted: PartFilter = _ALL, **order: object) -> list[str]:
    return [record.part_id for record in records.parts(wanted, **order)]


def test_a_record_holds_all_that_was_said_of_the_part(records: Records) -> None:
    inspection = judged(0.9, part_id="p1", heat_map=heat(), bits_per_sample=8)
    archived = ArchivedImage("2026-11-20/p1.png", "cd" * 32, "2026-11-20/p1.heat.png", 1234)
    records.add([RecordedPart(inspection, archived)])
    record = records.part("p1")
    assert record is not None
    assert (record.time, record.source, record.outcome) == (NOON, "simulated", Outcome.DEF)
    assert record.time.tzinfo is UTC
    assert (record.probability_def, record.thresholds) == (0.9, THRESHOLDS)
    assert (record.model_id, record.model_sha256) == ("impeller-1", "ab" * 32)
    assert (record.image, record.image_sha256) == ("2026-11-20/p1.png", "cd" * 32)
    assert (record.heat_map, record.heat_map_method) == ("2026-11-20/p1.heat.png", "evidence")
    assert record.timings == Timings(0.5, 1.5, 2.5, 4.5)
    assert record.operator is None
    assert [files.size_bytes for files in records.oldest_archived(9)] == [1234]


def test_a_fault_is_recorded_like_the_others(records: Records) -> None:
    add(records, unreadable("p1"))
    record = records.part("p1")
    assert record is not None
    assert record.outcome is Outcome.FAULT
    assert (record.error, record.remedy) == ("the file is empty", "write it again")
    assert record.source_path == "/in/Teil-ä.png"
    assert (record.probability_def, record.thresholds, record.image) == (None, None, None)


def test_a_part_is_recorded_once_and_stays_what_it_was(records: Records) -> None:
    add(records, judged(0.9, part_id="p1"))
    add(records, judged(0.1, part_id="p1"), judged(0.1, part_id="p2"), judged(0.9, part_id="p2"))
    assert records.counts() == {
        Outcome.OK: 1,
        Outcome.DEF: 1,
        Outcome.UNSURE: 0,
        Outcome.FAULT: 0,
    }
    assert records.part("p1").outcome is Outcome.DEF
    assert records.part("p2").outcome is Outcome.OK


def test_a_batch_is_recorded_whole_or_not_at_all(records: Records) -> None:
    naive = judged(part_id="naive")
    object.__setattr__(naive.frame, "captured_at", datetime(2026, 11, 20))  # noqa: DTZ001 - the point
    with pytest.raises(Exception, match="no time zone"):
        add(records, judged(part_id="good"), naive)
    assert ids(records) == []
    assert records.ledger().unknown(["good"]) == {"good"}


def test_a_name_that_is_no_utf_8_does_not_keep_a_part_from_being_recorded(
    records: Records,
) -> None:
    inspection = unreadable("p1")
    object.__setattr__(inspection.frame, "source_path", "/in/b\udcffd.png")
    add(records, inspection)
    assert records.part("p1").source_path == "/in/b\\udcffd.png"


def test_parts_are_listed_by_time_across_pages_of_equal_times(records: Records) -> None:
    add(records, *(judged(part_id=f"p{n:04}", minutes=n // 700) for n in range(1700)))
    expected = [f"p{n:04}" for n in range(1700)]
    assert ids(records, newest_first=False) == expected
    assert ids(records) == expected[::-1]
    assert ids(records, limit=501) == expected[::-1][:501]


def test_filters_restrict_the_list_and_the_counts(records: Records) -> None:
    add(records, *(judged(n / 10, part_id=f"p{n}", minutes=n) for n in range(10)))
    add(records, judged(0.9, part_id="other", minutes=100, model_id="impeller-2"))
    assert ids(records, PartFilter(outcome=Outcome.UNSURE)) == ["p5", "p4"]
    window = PartFilter(since=NOON + timedelta(minutes=2), until=NOON + timedelta(minutes=4))
    assert ids(records, window) == ["p3", "p2"]
    assert ids(records, PartFilter(model_id="impeller-2")) == ["other"]
    assert records.counts(window)[Outcome.OK] == 2
    assert records.part("missing") is None


def test_the_operators_latest_word_counts_and_the_others_stay(records: Records) -> None:
    add(records, judged(0.9, part_id="p1"), judged(0.9, part_id="p2"))
    records.operator_verdict("p1", Outcome.OK, by="Ada")
    records.operator_verdict("p1", Outcome.DEF, by="Ben")
    record = records.part("p1")
    assert record.outcome is Outcome.DEF
    assert (record.operator.outcome, record.operator.by) == (Outcome.DEF, "Ben")
    assert [said.by for said in records.operator_verdicts("p1")] == ["Ada", "Ben"]
    assert records.part("p2").operator is None


def test_an_operator_cannot_judge_a_part_that_has_no_record(records: Records) -> None:
    with pytest.raises(UnknownPart, match="ghost"):
        records.operator_verdict("ghost", Outcome.OK, by="Ada")


def test_each_change_of_thresholds_is_kept(records: Records) -> None:
    records.threshold_change("m", None, Thresholds(0.3, 0.5), by="Ada")
    records.threshold_change("m", Thresholds(0.3, 0.5), Thresholds(0.2, 0.5), by="Ben")
    first, second = records.threshold_changes()
    assert (first.old, first.new, first.by) == (None, Thresholds(0.3, 0.5), "Ada")
    assert (second.old, second.new) == (Thresholds(0.3, 0.5), Thresholds(0.2, 0.5))
    assert second.time >= first.time


def test_a_full_disk_is_said_and_recording_goes_on_when_there_is_room(records: Records) -> None:
    add(records, judged(part_id="before"))
    pages = []

    def limit(connection: sqlite3.Connection, *_: object) -> None:
        # SQLite's own limit makes it meet the very error of a full disk.
        connection.execute(f"PRAGMA max_page_count = {pages[0]}")

    event.listen(records._engine, "checkout", limit)
    pages.append(1)
    batch = [RecordedPart(judged(part_id=f"p{n}")) for n in range(500)]
    with pytest.raises(RecordsError, match="the disk is full") as caught:
        records.add(batch)
    assert caught.value.remedy == "make room on the disk"
    assert ids(records) == ["before"]
    pages[0] = 1_000_000
    records.add(batch)
    assert len(ids(records)) == 501


def test_readers_and_the_ledger_work_while_parts_are_recorded(records: Records) -> None:
    finished = threading.Event()
    ledger = records.ledger()

    def write() -> None:
        for n in range(60):
            add(records, *_five_parts(n))
        finished.set()

    def read() -> list[int]:
        seen = []
        while not finished.is_set():
            seen.append(len(ids(records)))
        return seen

    def take() -> None:
        for n in range(20):
            ledger.take_baseline(f"/in/{n}", [f"old{n}-{k}" for k in range(50)])

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read), pool.submit(read)]
        others = [pool.submit(write), pool.submit(take)]
        for other in others:
            other.result()
        counts = [reader.result() for reader in readers]
    assert all(seen == sorted(seen) for seen in counts)
    assert {count % 5 for seen in counts for count in seen} == {0}, "a reader saw half a batch"
    assert len(ids(records)) == 300
    assert ledger.unknown(["p59-4", "old19-49", "new"]) == {"new"}


def _five_parts(n: int) -> list[Inspection]:
    return [judged(part_id=f"p{n}-{k}", minutes=n) for k in range(5)]


def test_another_process_reads_while_a_write_is_under_way(records: Records) -> None:
    add(records, judged(part_id="p1"))
    with records._writing() as connection:
        connection.exec_driver_sql("UPDATE parts SET outcome = 'ok'")
        with Records(records.database) as other:
            assert other.part("p1").outcome is Outcome.DEF


def test_writes_wait_for_the_disk_and_survive_a_power_cut(records: Records) -> None:
    with records._reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (PartFilter(), "ix_parts_time"),
        (PartFilter(outcome=Outcome.DEF), "ix_parts_outcome"),
        (PartFilter(model_id="m"), "ix_parts_model"),
    ],
)
def test_a_page_is_found_by_an_index_and_never_sorted(
    records: Records, wanted: PartFilter, index: str
) -> None:
    plans = _plans_of(records, lambda: list(records.parts(wanted)))
    assert any(index in step for step in plans)
    assert not any("TEMP B-TREE" in step for step in plans)


def test_the_oldest_images_are_found_by_an_index_and_never_sorted(records: Records) -> None:
    plans = _plans_of(records, lambda: records.oldest_archived(10))
    assert any("ix_parts_archived" in step for step in plans)
    assert not any("TEMP B-TREE" in step for step in plans)


def _plans_of(records: Records, ask: object) -> list[str]:
    asked = []
    event.listen(
        records._engine,
        "before_cursor_execute",
        lambda _c, _cursor, statement, values, *_: asked.append((statement, values)),
    )
    ask()
    statement, values = asked[-1]
    with sqlite3.connect(records.database) as connection:
        rows = connection.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()
    connection.close()
    return [row[3] for row in rows]
