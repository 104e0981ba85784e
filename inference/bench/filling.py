"""A database of very many parts, made up inside SQLite: millions a minute."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import numpy as np

from inference.records.records import Records

EVERY_S = 2.0
"""A part each two seconds, the newest one now."""
MODELS = ("impeller-3-0a1b2c3d", "impeller-4-9f8e7d6c")
"""The first half of the parts was judged by the one, the second by the other."""
SOURCES = ("usb:0", "folder:/line/rework")
"""One part in fifty came by the second, and has a file."""
TYPES = ("blowhole", "scratch", "chipped_edge", "inclusion", "burr")

_FATES = 1 << 16
_SCATTER = 40_503
"""Odd, so that the parts meet every fate once in so many, in no order that one would see."""
_AT_ONCE = 1_000_000
_BYTES_A_PART = 530
_ROOM = 1.5
"""Times the database: indexes are sorted in files beside it."""

_PARTS = f"""
INSERT INTO parts (part_id, time, source, source_path, outcome, probability_def, unsure_from,
    def_from, defect_type, error, model_id, queued_ms, preprocess_ms, inference_ms, total_ms,
    ruling)
WITH RECURSIVE
    numbers(number) AS
        (SELECT :first UNION ALL SELECT number + 1 FROM numbers WHERE number + 1 < :end),
    moments AS (SELECT number, :now - {EVERY_S} * (:rows - number) AS second FROM numbers)
SELECT
    printf('%012x%020x', CAST(1000 * second AS INTEGER), number),
    strftime('%Y-%m-%d %H:%M:%f000', second, 'unixepoch'),
    CASE WHEN number % 50 THEN '{SOURCES[0]}' ELSE '{SOURCES[1]}' END,
    CASE WHEN number % 50 THEN NULL ELSE printf('/line/rework/part-%08d.png', number) END,
    outcome, probability_def, 0.3, 0.6, defect_type, error,
    CASE WHEN number > :rows / 2 THEN '{MODELS[1]}' ELSE '{MODELS[0]}' END,
    0.2, 0.5, 1.1, 2.0, ruling
FROM moments JOIN fates ON fate = (number * {_SCATTER}) & {_FATES - 1}
ORDER BY number"""  # noqa: S608 - all of it from above


def fill(database: Path, rows: int, now: datetime) -> None:
    """Parts as a line makes them: 95 % OK, two models, rulings now and then. Says what it takes.

    Raises `OSError` where the disk has no room for so many.
    """
    _say_what_it_takes(database, rows)
    with Records(database):
        pass
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        # Nobody misses it if the power goes: neither a log nor the disk's word is waited for.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        _make_fates(connection)
        with _indexes_made_afterwards(connection):
            for first in range(0, rows, _AT_ONCE):
                span = {"first": first, "end": min(rows, first + _AT_ONCE)}
                connection.execute(_PARTS, {**span, "rows": rows, "now": now.timestamp()})


def _say_what_it_takes(database: Path, rows: int) -> None:
    size = rows * _BYTES_A_PART
    free = shutil.disk_usage(database.parent).free
    if size * _ROOM > free:
        raise OSError(f"{rows:,} parts take {size * _ROOM / 1e9:.1f} GB; {free / 1e9:.1f} are free")
    if rows >= _AT_ONCE:
        said = f"filling a database with {rows:,} parts: {size / 1e9:.1f} GB, some minutes"
        print(said, file=sys.stderr)


def _make_fates(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TEMP TABLE fates (fate INTEGER PRIMARY KEY, outcome TEXT, probability_def REAL,"
        " defect_type TEXT, error TEXT, ruling TEXT)"
    )
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO fates VALUES (?, ?, ?, ?, ?, ?)", _fates())
    connection.execute("COMMIT")


def _fates() -> Iterator[tuple[object, ...]]:
    random = np.random.default_rng(0)
    probabilities = random.beta(0.2, 2.0, _FATES).tolist()
    for fate, (probability, kind, said) in enumerate(
        zip(probabilities, random.random(_FATES), random.random(_FATES), strict=True)
    ):
        outcome = "fault" if fate % 1000 == 7 else _outcome(probability)
        is_fault, is_def = outcome == "fault", outcome == "def"
        yield (
            fate,
            outcome,
            None if is_fault else probability,
            TYPES[int(len(TYPES) * kind * kind)] if is_def else None,
            "the picture is too dark" if is_fault else None,
            "overruled" if is_def and said < 0.05 else None,
        )


def _outcome(probability: float) -> str:
    return "def" if probability >= 0.6 else "unsure" if probability >= 0.3 else "ok"


@contextmanager
def _indexes_made_afterwards(connection: sqlite3.Connection) -> Iterator[None]:
    """Sorted once is several times as quick as kept in order part by part."""
    put_off = connection.execute(
        "SELECT name, sql FROM sqlite_master"
        " WHERE tbl_name = 'parts' AND type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    for name, _ in put_off:
        connection.execute(f"DROP INDEX {name}")
    yield
    for _, definition in put_off:
        connection.execute(definition)
