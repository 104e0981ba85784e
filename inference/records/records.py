"""The record of every part: one SQLite file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_once

from inference.records import queries, rows
from inference.records.engine import in_words, open_engine
from inference.records.errors import RecordsError, UnknownPart
from inference.records.history import PartHistory
from inference.records.ledger import RecordsLedger
from inference.records.part_record import (
    ArchivedFiles,
    OperatorVerdict,
    PartFilter,
    PartRecord,
    RecordedPart,
    Ruling,
    ThresholdChange,
)
from inference.records.schema import KNOWN_PARTS, OPERATOR_VERDICTS, PARTS, THRESHOLD_CHANGES
from inference.records.versions import bring_up_to_date
from inference.verdict import Outcome, Thresholds

_PAGE = 500
_EVERYTHING = PartFilter()


class Records:
    """Everything that was judged, and what people said and did about it.

    A write that has returned is on the disk: it survives a kill and a power cut. Every method may
    be called from any thread, and other processes may read and write the same file. Each raises
    `RecordsError` when the database can't be used; the file is never deleted or overwritten.

    WAL mode needs a local disk: never put the database on a network share.
    """

    def __init__(self, database: Path) -> None:
        """Opens the database; makes it and its folder when new, migrates it when old."""
        self.database = database
        _make_folder(database)
        self._engine = open_engine(database)
        self._writer = self._engine.execution_options(writes=True)
        # SQLite lets one write at a time and makes the others poll: queue up here instead.
        self._write_lock = Lock()
        try:
            with in_words(database):
                bring_up_to_date(self._engine, database)
        except RecordsError:
            self.close()
            raise

    def close(self) -> None:
        """Let the file go. May be called twice."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def add(self, parts: Sequence[RecordedPart]) -> None:
        """Record the parts, all or none. When it returns, they are on the disk and known.

        A part whose id was recorded before is left as it was.
        """
        if not parts:
            return
        part_rows = [rows.part_row(part) for part in parts]
        known = [{"part_id": row["part_id"]} for row in part_rows]
        with self._writing() as connection:
            connection.execute(insert_once(PARTS).on_conflict_do_nothing(), part_rows)
            connection.execute(insert_once(KNOWN_PARTS).on_conflict_do_nothing(), known)

    def ledger(self) -> RecordsLedger:
        """For the sources: which parts are known already. Valid until `close`."""
        return RecordsLedger(self._engine, self.database, self._write_lock)

    def history(self) -> PartHistory:
        """For looking back: pages, counts, series. Valid until `close`."""
        return PartHistory(self._engine, self.database)

    def parts(
        self,
        wanted: PartFilter = _EVERYTHING,
        *,
        limit: int | None = None,
        newest_first: bool = True,
    ) -> Iterator[PartRecord]:
        """The records in the order of time.

        Read in pages: nothing stays open between two of them, so a slow reader is in nobody's
        way. A part that is recorded meanwhile may or may not appear.
        """
        return islice(self._all_parts(wanted, newest_first), limit)

    def part(self, part_id: str) -> PartRecord | None:
        """One record, or None when this part was never recorded."""
        return next(self.parts(PartFilter(part_id=part_id)), None)

    def counts(self, wanted: PartFilter = _EVERYTHING) -> dict[Outcome, int]:
        """How many parts the station gave each outcome."""
        with self._reading() as connection:
            found = connection.execute(queries.counts_by_outcome(wanted)).all()
        return dict.fromkeys(Outcome, 0) | {Outcome(outcome): count for outcome, count in found}

    def operator_verdict(self, part_id: str, outcome: Outcome, by: str) -> None:
        """A person confirms or overrules. Appended: the latest counts, the others stay.

        Raises `UnknownPart` for a part without a record.
        """
        said = {"part_id": part_id, "outcome": outcome.value, "by": by, "time": datetime.now(UTC)}
        with self._writing() as connection:
            this = PARTS.c.part_id == part_id
            judged = connection.scalar(select(PARTS.c.outcome).where(this))
            if judged is None:
                raise UnknownPart(
                    f"the part {part_id} has no record", "wait until it is recorded, then repeat"
                )
            connection.execute(insert(OPERATOR_VERDICTS), said)
            ruling = Ruling.CONFIRMED if judged == outcome else Ruling.OVERRULED
            connection.execute(update(PARTS).where(this).values(ruling=ruling.value))

    def operator_verdicts(self, part_id: str) -> tuple[OperatorVerdict, ...]:
        """All that people said of this part, oldest first."""
        query = (
            select(OPERATOR_VERDICTS)
            .where(OPERATOR_VERDICTS.c.part_id == part_id)
            .order_by(OPERATOR_VERDICTS.c.id)
        )
        with self._reading() as connection:
            return tuple(map(rows.operator_verdict, connection.execute(query).mappings()))

    def threshold_change(
        self, model_id: str, old: Thresholds | None, new: Thresholds, by: str
    ) -> None:
        """Somebody moved the thresholds of this model."""
        changed = {
            "time": datetime.now(UTC),
            "model_id": model_id,
            "old_unsure_from": None if old is None else old.unsure_from,
            "old_def_from": None if old is None else old.def_from,
            "new_unsure_from": new.unsure_from,
            "new_def_from": new.def_from,
            "by": by,
        }
        with self._writing() as connection:
            connection.execute(insert(THRESHOLD_CHANGES), changed)

    def threshold_changes(self) -> tuple[ThresholdChange, ...]:
        """Every change of thresholds, oldest first."""
        query = select(THRESHOLD_CHANGES).order_by(THRESHOLD_CHANGES.c.id)
        with self._reading() as connection:
            return tuple(map(rows.threshold_change, connection.execute(query).mappings()))

    def oldest_archived(self, limit: int) -> tuple[ArchivedFiles, ...]:
        """The oldest parts whose image is still on disk."""
        with self._reading() as connection:
            found = connection.execute(queries.OLDEST_ARCHIVED.limit(limit)).mappings()
            return tuple(map(rows.archived_files, found))

    def images_deleted(self, part_ids: Sequence[str]) -> None:
        """These parts' files are gone. Their sha256 and all else stays."""
        if not part_ids:
            return
        gone = (
            update(PARTS)
            .where(PARTS.c.part_id == bindparam("gone"))
            .values(
                image=None,
                heat_map=None,
                archived_bytes=None,
                image_deleted_at=datetime.now(UTC),
            )
        )
        with self._writing() as connection:
            connection.execute(gone, [{"gone": part_id} for part_id in part_ids])

    def _all_parts(self, wanted: PartFilter, newest_first: bool) -> Iterator[PartRecord]:
        last: PartRecord | None = None
        while True:
            query = queries.page_of_parts(wanted, newest_first=newest_first, size=_PAGE, after=last)
            with self._reading() as connection:
                page = [rows.part_record(row) for row in connection.execute(query).mappings()]
            yield from page
            if len(page) < _PAGE:
                return
            last = page[-1]

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with in_words(self.database), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._write_lock, in_words(self.database), self._writer.begin() as connection:
            yield connection


def _make_folder(database: Path) -> None:
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RecordsError(
            f"the folder {database.parent} can't be made: {error.strerror or error}",
            "choose a folder that the station's user may write to",
        ) from error
