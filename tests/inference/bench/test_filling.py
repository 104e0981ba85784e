from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inference.bench import filling
from inference.bench.filling import EVERY_S, MODELS, SOURCES, fill
from inference.bench.history import measure_history
from inference.records.part_record import PartFilter
from inference.records.records import Records
from inference.verdict import Outcome

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
PARTS = 4_000


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "records.sqlite3"
    fill(path, PARTS, NOW)
    return path


def test_the_parts_are_those_of_a_line(database: Path) -> None:
    with Records(database) as records:
        history = records.history()
        newest = history.page(PartFilter()).parts
        counts = history.counts(PartFilter())
        old = history.page(PartFilter(model_id=MODELS[0], source=SOURCES[1])).parts
    assert (NOW - newest[0].time).total_seconds() == pytest.approx(EVERY_S, abs=0.01)
    assert (newest[0].time - newest[1].time).total_seconds() == pytest.approx(EVERY_S, abs=0.01)
    assert newest[0].model_id == MODELS[1]
    assert sum(counts.values()) == PARTS
    assert set(counts) == set(Outcome)
    assert counts[Outcome.OK] > 0.8 * PARTS
    assert old[0].source_path is not None


def test_the_indexes_are_there_again(database: Path, tmp_path: Path) -> None:
    """And all else as in a database that grew part by part."""
    grown = tmp_path / "grown.sqlite3"
    with Records(grown):
        pass
    kept = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
    with closing(sqlite3.connect(grown)) as slow, closing(sqlite3.connect(database)) as quick:
        assert slow.execute(kept).fetchall() == quick.execute(kept).fetchall()


def test_a_full_disk_is_said_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "_BYTES_A_PART", 1 << 60)
    with pytest.raises(OSError, match="are free"):
        fill(tmp_path / "records.sqlite3", 10, NOW)
    assert not list(tmp_path.iterdir())


def test_each_question_is_a_row(tmp_path: Path) -> None:
    asked = ("first page", "part id")
    rows = list(measure_history(tmp_path / "history", 500, asked, "growth"))
    assert [row.name for row in rows] == ["first page: 500 parts", "part id: 500 parts"]
    for row in rows:
        assert row.group == "growth"
        assert row.median_ms is not None
        assert row.p99_ms is not None
        assert 0 < row.median_ms <= row.p99_ms
        assert row.more["records"] == 500
    assert not list((tmp_path / "history").glob("*.sqlite3"))  # gigabytes, when there are many
