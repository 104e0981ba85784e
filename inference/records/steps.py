"""Newest-first paging in steps of bounded cost, whatever is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, func, select, tuple_

from inference.records import queries, rarity
from inference.records.part_record import PartFilter
from inference.records.schema import PARTS

_ID_FROM = 6
_FEW = 500

Key = tuple[datetime, str]
"""A place in the order of time: of two parts of one moment the id decides."""
KEY = tuple_(PARTS.c.time, PARTS.c.part_id)


def place(key: Key) -> Any:
    """The key as a value that `KEY` can be compared with."""
    return tuple_(*key, types=(PARTS.c.time.type, PARTS.c.part_id.type))


@dataclass(frozen=True, slots=True)
class Plan:
    """`walked` is answered by one index in the order of time; `checked` part by part."""

    walked: list[ColumnElement[bool]]
    checked: list[ColumnElement[bool]]
    in_order: bool = True
    """Whether an index has them in the order of time; else there are few, and they are sorted."""


@dataclass(frozen=True, slots=True)
class Step:
    """Some rows, and the place where the next step begins; None at the end."""

    rows: Sequence[RowMapping]
    reached: Key | None


def plan_for(connection: Connection, wanted: PartFilter) -> Plan:
    """Walk over the rarest of what is asked for; check the rest."""
    named = _ids_beginning(connection, wanted.text)
    if named is not None:
        rest = [_unindexed(*pair) for pair in queries.equalities(wanted).items()]
        return Plan([named], [*rest, *queries.times(wanted)], in_order=False)
    equal = queries.equalities(wanted)
    rarest = _rarest(connection, wanted, list(equal))
    walked = [column == value for column, value in equal.items() if column is rarest]
    checked = [_unindexed(*pair) for pair in equal.items() if pair[0] is not rarest]
    checked += queries.text_conditions(wanted.text)
    return Plan(walked + queries.times(wanted), checked)


def take(connection: Connection, plan: Plan, behind: Key | None, size: int, stretch: int) -> Step:
    """Up to `size` parts behind that place, over so many places of the index at most."""
    ahead = [] if behind is None else [place(behind) > KEY]
    is_bounded = plan.checked and plan.in_order
    stretch_end = _stretch_end(connection, plan, ahead, stretch) if is_bounded else None
    within = [] if stretch_end is None else [place(stretch_end) <= KEY]
    page = queries.PARTS_WITH_OPERATOR.where(*plan.walked, *plan.checked, *ahead, *within)
    page = page.order_by(PARTS.c.time.desc(), PARTS.c.part_id.desc()).limit(size)
    found = connection.execute(page).mappings().all()
    if len(found) == size:
        return Step(found, (found[-1]["time"], found[-1]["part_id"]))
    return Step(found, stretch_end)


def _stretch_end(
    connection: Connection, plan: Plan, ahead: list[ColumnElement[bool]], length: int
) -> Key | None:
    """The last place of the stretch; None when the index ends before."""
    keys = select(PARTS.c.time, PARTS.c.part_id).where(*plan.walked, *ahead)
    keys = keys.order_by(PARTS.c.time.desc(), PARTS.c.part_id.desc()).limit(length)
    stretch = keys.subquery()
    counted = connection.scalar(select(func.count()).select_from(stretch))
    if counted is None or counted < length:
        return None
    oldest = select(stretch).order_by(stretch.c.time, stretch.c.part_id).limit(1)
    last = connection.execute(oldest).one()
    return last.time, last.part_id


def _ids_beginning(connection: Connection, text: str | None) -> ColumnElement[bool] | None:
    """A text that begins the ids of a few parts is meant as an id; None when it is not."""
    if not text or len(text) < _ID_FROM:
        return None
    beginning = text.lower()
    within = and_(PARTS.c.part_id >= beginning, PARTS.c.part_id < f"{beginning}\U0010ffff")
    some = connection.execute(select(PARTS.c.part_id).where(within).limit(_FEW + 1)).all()
    return within if 0 < len(some) <= _FEW else None


def _rarest(
    connection: Connection, wanted: PartFilter, columns: list[ColumnElement[Any]]
) -> ColumnElement[Any] | None:
    """The id is unique and rulings are few; of the others the counts know."""
    for column in (PARTS.c.part_id, PARTS.c.ruling):
        if any(column is one for one in columns):
            return column
    if len(columns) < 2:
        return columns[0] if columns else None
    return rarity.rarest(connection, wanted, columns)


def _unindexed(column: ColumnElement[Any], value: str) -> ColumnElement[bool]:
    # Without this the database may walk over the wrong index.
    return (column.concat("") == value) if value else column.is_(None)
