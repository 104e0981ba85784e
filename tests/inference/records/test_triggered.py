"""The time from trigger to verdict, part by part: kept, read back and exported."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from inference.records.export import export_parts
from inference.records.part_record import RecordedPart
from inference.records.records import Records
from inference.records.versions import MIGRATIONS
from inference.verdict import Inspection, Timings
from tests.inference.records.parts import judged

_OLD = """
    INSERT INTO parts (part_id, time, source, outcome, queued_ms, preprocess_ms, inference_ms,
                       total_ms)
    VALUES ('old', '2026-11-20 12:00:00.000000', 'basler', 'ok', 0, 0, 0, 0)"""


def triggered(part_id: str, ms: float | None) -> Inspection:
    timings = Timings(0.5, 1.5, 2.5, 4.5, trigger_to_verdict_ms=ms)
    return replace(judged(part_id=part_id), timings=timings)


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return Records(tmp_path / "records.sqlite3")


def test_it_is_kept_with_the_part(records: Records) -> None:
    with records:
        parts = [RecordedPart(triggered("p1", 23.25)), RecordedPart(triggered("p2", None))]
        records.add(parts)
        kept = {part.part_id: part.timings for part in records.parts()}
        assert kept == {part.inspection.frame.part_id: part.inspection.timings for part in parts}


def test_it_is_in_the_exports(records: Records, tmp_path: Path) -> None:
    with records:
        records.add([RecordedPart(triggered("p1", 23.25))])
        for name in ("parts.csv", "parts.jsonl"):
            export_parts(records.parts(), tmp_path / name)
    with (tmp_path / "parts.csv").open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["trigger_to_verdict_ms"] == "23.25"
    line = (tmp_path / "parts.jsonl").read_text(encoding="utf-8")
    assert json.loads(line)["trigger_to_verdict_ms"] == 23.25


def test_of_parts_from_before_it_is_not_known(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite3"
    _migrate(path, "0003")
    with closing(sqlite3.connect(path)) as old:
        old.execute(_OLD)
        old.commit()
    with Records(path) as records:
        records.add([RecordedPart(triggered("new", 9.5))])
        times = {part.part_id: part.timings.trigger_to_verdict_ms for part in records.parts()}
    assert times == {"old": None, "new": 9.5}


def _migrate(path: Path, version: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)
    engine.dispose()
