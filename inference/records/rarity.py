"""Which of several wishes fewest parts fulfil: guessed from quarters of an hour here and there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, select

from inference.records import counts, queries
from inference.records.part_record import PartFilter
from inference.records.schema import PART_COUNTS

_SAMPLED = 256
"""Quarters looked at: to add up all of ten million parts' takes longer than the answer may."""
_GOLDEN = (5**0.5 - 1) / 2
"""Steps of this share meet each hour of the day alike, whatever the span."""


def rarest(
    connection: Connection, wanted: PartFilter, columns: Sequence[ColumnElement[Any]]
) -> ColumnElement[Any]:
    """The column whose wanted value fewest parts of the wanted time have, as far as was looked."""
    sampled = _quarters(connection, wanted)
    if sampled:
        values = queries.equalities(wanted)
        sums = [_parts_with(column, values[column]) for column in columns]
        found = connection.execute(select(*sums).where(PART_COUNTS.c.quarter.in_(sampled))).one()
        return min(zip(found, range(len(columns)), columns, strict=True))[2]
    return columns[0]


def _parts_with(column: ColumnElement[Any], value: str) -> ColumnElement[int]:
    counted = PART_COUNTS.c[str(getattr(column, "name", ""))]
    return func.coalesce(func.sum(case((counted == value, PART_COUNTS.c.parts), else_=0)), 0)


def _quarters(connection: Connection, wanted: PartFilter) -> list[datetime]:
    """Of the wanted time, all or scattered over it; none where there is no part."""
    quarter = PART_COUNTS.c.quarter
    ends = (select(end(quarter)).scalar_subquery() for end in (func.min, func.max))
    first, last = connection.execute(select(*ends)).one()
    if first is None:
        return []
    first = max(first, counts.floor(wanted.since or first))
    last = min(last, counts.floor(wanted.until or last))
    number = int((last - first) / counts.QUARTER) + 1
    if number <= _SAMPLED:
        return [first + n * counts.QUARTER for n in range(number)]
    places = (int(number * (n * _GOLDEN % 1.0)) for n in range(_SAMPLED))
    return [first + place * counts.QUARTER for place in places]
