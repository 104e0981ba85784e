"""Which parts must not be judged again: the sources ask, the records answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from sqlalchemy import Engine, select
from sqlalchemy.dialects.sqlite import insert

from inference.records.engine import in_words
from inference.records.schema import FOLDER_BASELINES, KNOWN_PARTS

# An old SQLite takes 999 variables in a statement.
_IDS_IN_A_STATEMENT = 900


class RecordsLedger:
    """Knows every part that was recorded, or lay in a watched folder before the station came.

    For any thread, also while parts are being recorded. Raises `RecordsError`.
    """

    def __init__(self, engine: Engine, database: Path, write_lock: Lock) -> None:
        self._engine = engine
        self._database = database
        self._write_lock = write_lock

    def unknown(self, part_ids: Sequence[str]) -> set[str]:
        """Those never recorded nor in a baseline."""
        with in_words(self._database), self._engine.connect() as connection:
            known: set[str] = set()
            for some in _slices(part_ids):
                query = select(KNOWN_PARTS.c.part_id).where(KNOWN_PARTS.c.part_id.in_(some))
                known.update(connection.scalars(query))
        return set(part_ids) - known

    def has_baseline(self, folder: str) -> bool:
        """Whether `take_baseline` was ever called for this folder."""
        query = select(FOLDER_BASELINES.c.folder).where(FOLDER_BASELINES.c.folder == folder)
        with in_words(self._database), self._engine.connect() as connection:
            return connection.execute(query).first() is not None

    def take_baseline(self, folder: str, part_ids: Sequence[str]) -> None:
        """All of them are known from now on, without a record. Whole or not at all."""
        taken = {"folder": folder, "time": datetime.now(UTC), "parts": len(part_ids)}
        writing = self._engine.execution_options(writes=True)
        with self._write_lock, in_words(self._database), writing.begin() as connection:
            connection.execute(insert(FOLDER_BASELINES).on_conflict_do_nothing(), taken)
            if part_ids:
                rows = [{"part_id": part_id} for part_id in part_ids]
                connection.execute(insert(KNOWN_PARTS).on_conflict_do_nothing(), rows)


def _slices(part_ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(part_ids), _IDS_IN_A_STATEMENT):
        yield part_ids[start : start + _IDS_IN_A_STATEMENT]
