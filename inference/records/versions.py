"""Which version a database has, and how an older one becomes today's."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, column, inspect, select, table

from inference.records.errors import RecordsError
from inference.records.schema import VERSION

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
# Made and kept by alembic.
_VERSION_TABLE = table("alembic_version", column("version_num"))


def bring_up_to_date(engine: Engine, database: Path) -> None:
    """Create or migrate the tables where they aren't today's. Whole or not at all.

    Raises `RecordsError` for a database of a newer program, or of another one.
    """
    with engine.connect() as connection:
        if _version(connection, database) == VERSION:
            return
    with engine.connect().execution_options(writes=True) as connection:
        # A table that others refer to is rebuilt by a migration: not checked until it is whole.
        _check_references(connection, "OFF")
        try:
            # Another process may have done it while this one waited for the lock.
            with connection.begin():
                if _version(connection, database) != VERSION:
                    _migrate(connection)
        finally:
            _check_references(connection, "ON")


def _check_references(connection: Connection, switch: str) -> None:
    # Ignored inside a transaction, and every statement through SQLAlchemy is inside one.
    driver: sqlite3.Connection = connection.connection.cursor().connection
    driver.execute(f"PRAGMA foreign_keys = {switch}")


def _version(connection: Connection, database: Path) -> str | None:
    """The database's version; None for an empty one."""
    tables = inspect(connection).get_table_names()
    if _VERSION_TABLE.name not in tables:
        if tables:
            raise RecordsError(
                f"{database} is another program's database: it has no {_VERSION_TABLE.name} table",
                "it was left untouched; move it away, then start again",
            )
        return None
    version = connection.execute(select(_VERSION_TABLE.c.version_num)).scalar()
    if version is not None and str(version) > VERSION:
        raise RecordsError(
            f"the database {database} was written by a newer Lineside "
            f"(version {version}, this program knows {VERSION})",
            "it was left untouched; start the newer program, or restore an older backup",
        )
    return None if version is None else str(version)


def _migrate(connection: Connection) -> None:
    # Costs 0.1 s, and an up-to-date database has no need of it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, VERSION)
