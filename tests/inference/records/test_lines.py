"""Records of several lines in one home."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from inference.records.fields import part_fields
from inference.records.part_record import PartFilter, RecordedPart
from inference.records.records import Records
from inference.records.versions import MIGRATIONS
from inference.verdict import Outcome
from tests.inference.records.parts import NOON, judged

_OLD = """
    INSERT INTO parts (part_id, time, source, outcome, model_id, queued_ms, preprocess_ms,
                       inference_ms, total_ms)
    VALUES (?, '2026-11-20 12:00:00.000000', 'simulated', 'ok', 'impeller-1', 0, 0, 0, 0)"""


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return Records(tmp_path / "records.sqlite3")


def test_each_part_knows_its_line_and_may_be_asked_for_by_it(records: Records) -> None:
    with records:
        for n, line in enumerate(("left", "right", "left", "")):
            records.add([RecordedPart(judged(part_id=f"p{n}", line=line, minutes=n))])
        history, left = records.history(), PartFilter(line="left")
        assert [part.part_id for part in history.page(left).parts] == ["p2", "p0"]
        assert [part.part_id for part in records.parts(left)] == ["p2", "p0"]
        assert history.counts(left) == dict.fromkeys(Outcome, 0) | {Outcome.DEF: 2}
        assert history.counts(PartFilter(line="left", since=NOON + timedelta(minutes=1))) == (
            dict.fromkeys(Outcome, 0) | {Outcome.DEF: 1}
        )
        hour = [NOON, NOON + timedelta(hours=1)]
        assert history.series(left, hour).sum() == 2
        assert history.choices().lines == ("left", "right")
        found = {part.part_id: part_fields(part)["line"] for part in records.parts()}
        assert found == {"p0": "left", "p1": "right", "p2": "left", "p3": None}


def test_with_one_line_there_is_none_to_choose(records: Records) -> None:
    with records:
        records.add([RecordedPart(judged(part_id="p0"))])
        assert records.history().choices().lines == ()


def test_an_older_database_keeps_its_counts_and_goes_on_counting(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite3"
    _migrate(path, "0002")
    with closing(sqlite3.connect(path)) as old:
        old.executemany(_OLD, [("p0",), ("p1",)])
        old.commit()
    with Records(path) as records:
        records.add([RecordedPart(judged(part_id="p2", line="right"))])
        history = records.history()
        counted = history.counts(PartFilter())
        assert counted is not None
        assert (counted[Outcome.OK], counted[Outcome.DEF]) == (2, 1)
        assert history.choices().lines == ("right",)
        part = records.part("p0")
        assert part is not None
        assert part.line == ""


def _migrate(path: Path, version: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)
    engine.dispose()
