"""SQLite, set up so that what was committed survives a power cut; its errors in words."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from inference.records.errors import RecordsError

_BUSY_TIMEOUT_S = 15
_LOG_LIMIT_BYTES = 64 * 1024 * 1024
_ONE_MORE_BYTES = 64 * 1024
"""What SQLite wants at least of a disk to open a database: its log has an index of 32 KiB."""

_WORDS = {
    "SQLITE_NOTADB": (
        "is no database: its content is damaged or of another kind",
        "it was left untouched; move it away or restore it from a backup, then start again",
    ),
    "SQLITE_CORRUPT": (
        "is damaged",
        "it was left untouched; restore it from a backup, or move it away and start again",
    ),
    "SQLITE_FULL": ("can't grow: the disk is full", "make room on the disk"),
    "SQLITE_READONLY": (
        "may not be written to",
        "give the station's user write access to the file and its folder",
    ),
    "SQLITE_CANTOPEN": (
        "can't be opened",
        "check that its folder is there and that the station's user may write to it",
    ),
    "SQLITE_PERM": ("may not be opened", "give the station's user access to the file"),
    "SQLITE_BUSY": (
        f"was held by another program for more than {_BUSY_TIMEOUT_S} s",
        "close the other program that uses it",
    ),
    "SQLITE_IOERR": (
        "can't be read or written: the disk reports an error",
        "check the disk and its cable; keep the records on a local disk",
    ),
}
_OTHERWISE = ("can't be used", "the log file has the details")


def open_engine(database: Path) -> Engine:
    """Connections for any thread, pooled. Opens nothing yet.

    A connection with the execution option `writes` takes the write lock when its transaction
    begins, so that it never has to give up half-way.
    """
    engine = create_engine(
        URL.create("sqlite", database=str(database)),
        # The driver would begin transactions late and leave DDL outside them: we begin them.
        connect_args={"isolation_level": None, "timeout": _BUSY_TIMEOUT_S},
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def in_words(database: Path) -> Iterator[None]:
    """Turns what the driver raises into a `RecordsError`."""
    try:
        yield
    except DBAPIError as error:
        raise _translated(error.orig, database) from error
    except sqlite3.Error as error:
        raise _translated(error, database) from error


def _set_up(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    if mode != "wal":
        raise sqlite3.OperationalError(f"no write-ahead log here (it stays in {mode} mode)")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA journal_size_limit = {_LOG_LIMIT_BYTES}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _translated(error: BaseException | None, database: Path) -> RecordsError:
    name = getattr(error, "sqlite_errorname", None) or ""
    # SQLITE_IOERR_WRITE and the like are kinds of SQLITE_IOERR.
    primary = "_".join(name.split("_")[:2])
    if primary == "SQLITE_IOERR" and _is_full(database.parent):
        primary = "SQLITE_FULL"
    what, remedy = _WORDS.get(primary, _OTHERWISE)
    return RecordsError(f"the database {database} {what} ({error})", remedy)


def _is_full(folder: Path) -> bool:
    """Of a full disk SQLite says either that, or that it doesn't answer."""
    try:
        return shutil.disk_usage(folder).free < _ONE_MORE_BYTES
    except OSError:
        return False
