"""Questions to the counts by the quarter of an hour: thousands of rows for millions of parts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    and_,
    case,
    func,
    literal_column,
    select,
    type_coerce,
    union_all,
)

from inference.records import queries
from inference.records.part_record import PartFilter
from inference.records.schema import PART_COUNTS, PARTS
from inference.verdict import Outcome

CHOICES = ("source", "model_id", "defect_type", "line")
QUARTER = timedelta(minutes=15)
"""What one row of `part_counts` counts."""
_AS_STORED = "%Y-%m-%d %H:%M:%S.%f"
_OUTCOMES = list(Outcome)


def by_outcome(wanted: PartFilter) -> Select[Any]:
    """Outcome and parts. Whole quarters are counted already; the parts at both ends are few."""
    whole, ends = _split(wanted)
    counted = select(PART_COUNTS.c.outcome, PART_COUNTS.c.parts).where(*_tallied(wanted), *whole)
    single = select(PARTS.c.outcome, literal_column("1").label("parts"))
    pieces = [counted, *(single.where(*_equal(wanted), end) for end in ends)]
    every = union_all(*pieces).subquery()
    return select(every.c.outcome, func.sum(every.c.parts)).group_by(every.c.outcome)


def distinct(name: str) -> Select[Any]:
    """The values that this column has."""
    column = PART_COUNTS.c[name]
    return select(column).distinct().order_by(column)


def defects(wanted: PartFilter) -> Select[Any]:
    """Defect type and parts called DEF or UNSURE, the most frequent first."""
    called = PART_COUNTS.c.outcome.in_((Outcome.DEF.value, Outcome.UNSURE.value))
    number = func.sum(PART_COUNTS.c.parts)
    since, until = _rounded(wanted)
    kind = PART_COUNTS.c.defect_type
    found = select(kind, number).where(called, *_origin(wanted, PART_COUNTS))
    return found.where(*_between(since, until)).group_by(kind).order_by(number.desc(), kind)


def faults(wanted: PartFilter, newest: int) -> Select[Any]:
    """Error and parts, the most frequent first, of so many of the newest."""
    broken = select(PARTS.c.error).where(
        PARTS.c.outcome == Outcome.FAULT.value, *_origin(wanted, PARTS), *queries.times(wanted)
    )
    some = broken.order_by(PARTS.c.time.desc(), PARTS.c.part_id.desc()).limit(newest).subquery()
    number = func.count()
    return select(some.c.error, number).group_by(some.c.error).order_by(number.desc(), some.c.error)


def series(
    connection: Connection, wanted: PartFilter, edges: Sequence[datetime]
) -> NDArray[np.int64]:
    """See `PartHistory.series`. Groups that end on no quarters read each part: for short ranges."""
    aligned = all(floor(edge) == edge for edge in edges)
    table, when, number = (
        (PART_COUNTS, PART_COUNTS.c.quarter, PART_COUNTS.c.parts)
        if aligned
        else (PARTS, PARTS.c.time, literal_column("1"))
    )
    sums = [func.sum(case((table.c.outcome == one.value, number), else_=0)) for one in _OUTCOMES]
    found = connection.execute(
        # As text: a hundred thousand moments are read in no time, and sort as they are.
        select(type_coerce(when, String), *sums)
        .where(when >= edges[0], when < edges[-1], *_origin(wanted, table))
        .group_by(when)
    ).all()
    groups = np.zeros((len(edges) - 1, len(_OUTCOMES)), np.int64)
    if found:
        moments, *columns = zip(*found, strict=True)
        limits = [f"{edge.astimezone(UTC):{_AS_STORED}}" for edge in edges]
        places = np.searchsorted(np.array(limits), np.array(moments), "right") - 1
        np.add.at(groups, places, np.array(columns, np.int64).T)
    return groups


def _split(
    wanted: PartFilter,
) -> tuple[list[ColumnElement[bool]], list[ColumnElement[bool]]]:
    """The whole quarters of the range, and its ends that are no whole ones."""
    first = None if wanted.since is None else _ceil(wanted.since)
    last = None if wanted.until is None else floor(wanted.until)
    if first is not None and last is not None and first > last:
        return [PART_COUNTS.c.quarter.is_(None)], [and_(*queries.times(wanted))]
    ends = []
    if wanted.since is not None and first != wanted.since:
        ends.append(and_(PARTS.c.time >= wanted.since, PARTS.c.time < first))
    if wanted.until is not None and last != wanted.until:
        ends.append(and_(PARTS.c.time >= last, PARTS.c.time < wanted.until))
    return _between(first, last), ends


def _rounded(wanted: PartFilter) -> tuple[datetime | None, datetime | None]:
    since = None if wanted.since is None else floor(wanted.since)
    return since, None if wanted.until is None else _ceil(wanted.until)


def _between(since: datetime | None, until: datetime | None) -> list[ColumnElement[bool]]:
    from_on = [] if since is None else [PART_COUNTS.c.quarter >= since]
    return from_on if until is None else [*from_on, PART_COUNTS.c.quarter < until]


def _tallied(wanted: PartFilter) -> list[ColumnElement[bool]]:
    equal = queries.equalities(wanted).items()
    return [PART_COUNTS.c[str(getattr(column, "name", ""))] == value for column, value in equal]


def _equal(wanted: PartFilter) -> list[ColumnElement[bool]]:
    return [column == value for column, value in queries.equalities(wanted).items()]


def _origin(wanted: PartFilter, table: Any) -> list[ColumnElement[bool]]:
    chosen = {
        table.c.source: wanted.source,
        table.c.line: wanted.line,
        table.c.model_id: wanted.model_id,
    }
    return [column == value for column, value in chosen.items() if value is not None]


def floor(moment: datetime) -> datetime:
    """Where its quarter of an hour begins, in UTC."""
    at = moment.astimezone(UTC).replace(second=0, microsecond=0)
    return at - timedelta(minutes=at.minute % 15)


def _ceil(moment: datetime) -> datetime:
    begins = floor(moment)
    return begins if begins == moment else begins + QUARTER
