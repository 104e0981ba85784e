from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from inference.records.records import Records

_ROOT = Path(__file__).resolve().parents[3]
_CHILD = Path(__file__).with_name("recording_child.py")
_ACKNOWLEDGED_BATCHES = 40


@pytest.mark.slow
def test_no_acknowledged_part_is_lost_when_the_station_is_killed(tmp_path: Path) -> None:
    database = tmp_path / "records.sqlite3"
    acknowledged: set[str] = set()
    for run in range(3):
        acknowledged |= _record_until_killed(database, run)
        _assert_sound(database)
        with Records(database) as records:
            recorded = {record.part_id for record in records.parts()}
            assert acknowledged <= recorded
            assert records.ledger().unknown(sorted(recorded)) == set()
    assert len(acknowledged) > 3 * _ACKNOWLEDGED_BATCHES


def _record_until_killed(database: Path, run: int) -> set[str]:
    child = subprocess.Popen(
        [sys.executable, str(_CHILD), str(database), str(run)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
    )
    with child:
        assert child.stdout is not None
        lines = [child.stdout.readline() for _ in range(_ACKNOWLEDGED_BATCHES + run)]
        child.kill()
        lines += child.stdout.readlines()
    assert child.returncode != 0
    # The kill may cut the last line: what was not said to its end was not acknowledged.
    return {part_id for line in lines if line.endswith("\n") for part_id in line.split()}


def _assert_sound(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
