"""Ranges of time as a plant speaks of them, and the groups that a chart cuts them into. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum

SHIFT_STARTS_H = (6, 14, 22)
"""Three shifts of eight hours, by this computer's clock."""
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_FIVE_MINUTES = timedelta(minutes=5)


class Span(StrEnum):
    """Which parts are looked at, up to now."""

    HOUR = "hour"
    SHIFT = "shift"
    TODAY = "today"
    DAY = "day"
    WEEK = "week"
    ALL = "all"


class Every(StrEnum):
    """How long the groups of a chart are."""

    FIVE_MINUTES = "five minutes"
    HOUR = "hour"
    SHIFT = "shift"
    DAY = "day"
    WEEK = "week"


def since(span: Span, now: datetime) -> datetime | None:
    """Where the span begins, with its zone; None for all there is."""
    local = now.astimezone()
    if span is Span.ALL:
        return None
    if span is Span.SHIFT:
        return _shift_start(local)
    if span is Span.TODAY:
        return _at(local, 0)
    return now - {Span.HOUR: _HOUR, Span.DAY: _DAY, Span.WEEK: 7 * _DAY}[span]


def every_for(begin: datetime, end: datetime) -> Every:
    """Groups of which a chart shows some ten to some hundred."""
    length = end - begin
    if length <= 2 * _HOUR:
        return Every.FIVE_MINUTES
    if length <= 3 * _DAY:
        return Every.HOUR
    if length <= 21 * _DAY:
        return Every.SHIFT
    return Every.DAY if length <= 400 * _DAY else Every.WEEK


def groups_of(begin: datetime, end: datetime, every: Every) -> list[datetime]:
    """The edges of the groups, rising, by the local clock; the first begins at or before `begin`.

    The last edge is behind `end`. A day on which the clock changes has 23 or 25 hours.
    """
    edges = [_group_start(begin, every)]
    while edges[-1] < end:
        edges.append(_next(edges[-1], every))
    return [edge.astimezone(UTC) for edge in edges]


def _group_start(moment: datetime, every: Every) -> datetime:
    local = moment.astimezone()
    if every is Every.FIVE_MINUTES:
        return local.replace(minute=local.minute // 5 * 5, second=0, microsecond=0)
    if every is Every.HOUR:
        return local.replace(minute=0, second=0, microsecond=0)
    if every is Every.SHIFT:
        return _shift_start(local)
    midnight = _at(local, 0)
    return midnight if every is Every.DAY else _at(midnight, 0, days=-midnight.weekday())


def _next(edge: datetime, every: Every) -> datetime:
    if every is Every.FIVE_MINUTES:
        return edge + _FIVE_MINUTES
    if every is Every.HOUR:
        return edge + _HOUR
    if every is Every.SHIFT:
        later = [hour for hour in SHIFT_STARTS_H if hour > edge.hour]
        return _at(edge, later[0]) if later else _at(edge, SHIFT_STARTS_H[0], days=1)
    return _at(edge, 0, days=1 if every is Every.DAY else 7)


def _shift_start(local: datetime) -> datetime:
    begun = [hour for hour in SHIFT_STARTS_H if hour <= local.hour]
    return _at(local, begun[-1]) if begun else _at(local, SHIFT_STARTS_H[-1], days=-1)


def _at(local: datetime, hour: int, days: int = 0) -> datetime:
    """That hour by the clock, in the offset that holds then."""
    naive = local.replace(tzinfo=None, hour=hour, minute=0, second=0, microsecond=0)
    return (naive + timedelta(days=days)).astimezone()
