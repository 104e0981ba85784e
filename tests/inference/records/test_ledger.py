from __future__ import annotations

import time
from pathlib import Path

from inference.records.part_record import RecordedPart
from inference.records.records import Records
from inference.sources.ledger import Ledger
from tests.inference.records.parts import judged


def test_what_is_recorded_is_known(tmp_path: Path) -> None:
    with Records(tmp_path / "r.sqlite3") as records:
        ledger: Ledger = records.ledger()
        assert ledger.unknown(["a", "b", "b"]) == {"a", "b"}
        records.add([RecordedPart(judged(part_id="a"))])
        assert ledger.unknown(["a", "b"]) == {"b"}
        assert ledger.unknown([]) == set()


def test_a_baseline_makes_parts_known_without_a_record_and_outlives_a_restart(
    tmp_path: Path,
) -> None:
    database = tmp_path / "r.sqlite3"
    with Records(database) as records:
        ledger = records.ledger()
        assert not ledger.has_baseline("/in")
        ledger.take_baseline("/in", ["a", "b"])
        ledger.take_baseline("/empty", [])
        assert list(records.parts()) == []
    with Records(database) as records:
        ledger = records.ledger()
        assert ledger.has_baseline("/in")
        assert ledger.has_baseline("/empty")
        assert not ledger.has_baseline("/other")
        assert ledger.unknown(["a", "b", "c"]) == {"c"}


def test_a_baseline_may_be_taken_again(tmp_path: Path) -> None:
    with Records(tmp_path / "r.sqlite3") as records:
        ledger = records.ledger()
        ledger.take_baseline("/in", ["a"])
        ledger.take_baseline("/in", ["a", "b"])
        assert ledger.unknown(["a", "b"]) == set()


def test_a_hundred_thousand_ids_are_no_trouble(tmp_path: Path) -> None:
    part_ids = [f"f{n:031x}" for n in range(100_000)]
    with Records(tmp_path / "r.sqlite3") as records:
        ledger = records.ledger()
        started = time.thread_time()  # what others do on the machine does not count
        ledger.take_baseline("/in", part_ids[:99_000])
        assert ledger.unknown(part_ids) == set(part_ids[99_000:])
        assert time.thread_time() - started < 30
