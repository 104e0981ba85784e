"""The questions that are asked of the records."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, tuple_

from inference.records.part_record import PartFilter, PartRecord
from inference.records.schema import OPERATOR_VERDICTS, PARTS

_LATEST = OPERATOR_VERDICTS.alias("latest")
_LATEST_ID = (
    select(func.max(OPERATOR_VERDICTS.c.id))
    .where(OPERATOR_VERDICTS.c.part_id == PARTS.c.part_id)
    .correlate(PARTS)
    .scalar_subquery()
)
PARTS_WITH_OPERATOR = select(
    PARTS,
    _LATEST.c.outcome.label("operator_outcome"),
    _LATEST.c.by.label("operator_by"),
    _LATEST.c.time.label("operator_time"),
).select_from(PARTS.outerjoin(_LATEST, _LATEST.c.id == _LATEST_ID))

OLDEST_ARCHIVED = (
    select(PARTS.c.part_id, PARTS.c.time, PARTS.c.image, PARTS.c.heat_map, PARTS.c.archived_bytes)
    .where(PARTS.c.archived_bytes.is_not(None))
    .order_by(PARTS.c.time)
)


def page_of_parts(
    wanted: PartFilter, *, newest_first: bool, size: int, after: PartRecord | None
) -> Select[*tuple[Any, ...]]:
    """The next `size` parts in the order of time, behind `after` where it is given."""
    key = tuple_(PARTS.c.time, PARTS.c.part_id)
    page = PARTS_WITH_OPERATOR.where(*conditions(wanted)).limit(size)
    if after is not None:
        last = tuple_(after.time, after.part_id, types=(PARTS.c.time.type, PARTS.c.part_id.type))
        page = page.where(key < last if newest_first else key > last)
    if newest_first:
        return page.order_by(PARTS.c.time.desc(), PARTS.c.part_id.desc())
    return page.order_by(PARTS.c.time, PARTS.c.part_id)


def counts_by_outcome(wanted: PartFilter) -> Select[str, int]:
    """How many parts there are of each outcome."""
    return (
        select(PARTS.c.outcome, func.count()).where(*conditions(wanted)).group_by(PARTS.c.outcome)
    )


def conditions(wanted: PartFilter) -> list[ColumnElement[bool]]:
    """What the filter asks for, as conditions on `parts`."""
    found = [column == value for column, value in equalities(wanted).items()]
    return found + times(wanted) + text_conditions(wanted.text)


def equalities(wanted: PartFilter) -> dict[ColumnElement[Any], str]:
    """The columns that must have one value."""
    values = {
        PARTS.c.part_id: wanted.part_id,
        PARTS.c.outcome: wanted.outcome,
        PARTS.c.source: wanted.source,
        PARTS.c.line: wanted.line,
        PARTS.c.model_id: wanted.model_id,
        PARTS.c.defect_type: wanted.defect_type,
        PARTS.c.ruling: wanted.ruling,
    }
    return {column: str(value) for column, value in values.items() if value is not None}


def times(wanted: PartFilter) -> list[ColumnElement[bool]]:
    """From `since` on, before `until`."""
    since = [] if wanted.since is None else [PARTS.c.time >= wanted.since]
    return since if wanted.until is None else [*since, PARTS.c.time < wanted.until]


def text_conditions(text: str | None) -> list[ColumnElement[bool]]:
    """No index helps here: `history` looks through it step by step."""
    if not text:
        return []
    return [
        or_(
            PARTS.c.part_id.startswith(text, autoescape=True),
            PARTS.c.source_path.contains(text, autoescape=True),
            PARTS.c.error.contains(text, autoescape=True),
        )
    ]
