"""What the charts show, read and computed on a thread. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from inference.records.part_record import PartFilter
from inference.records.records import Records
from inference.records.spans import Every, every_for, groups_of
from inference.records.statistics import Counts, PChart, Shares, p_chart_of, pareto, yields

_BARS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """One value a group for the series; the rest in words and numbers."""

    every: Every
    edges: tuple[datetime, ...]
    groups: Counts
    yields: Shares
    chart: PChart
    defects: list[tuple[str, int, float]]
    faults: list[tuple[str, int, float]]


def read_figures(records: Records, wanted: PartFilter) -> Figures | None:
    """Of the time, source and model wanted; None where there are no parts."""
    asked = PartFilter(
        since=wanted.since,
        until=wanted.until,
        source=wanted.source,
        line=wanted.line,
        model_id=wanted.model_id,
    )
    span = _span(records, asked)
    if span is None:
        return None
    history = records.history()
    every = every_for(*span)
    edges = groups_of(*span, every)
    groups = history.series(replace(asked, since=None, until=None), edges)
    return Figures(
        every,
        tuple(edges),
        groups,
        yields(groups),
        p_chart_of(groups),
        pareto(history.defect_types(asked), _BARS),
        pareto(history.faults(asked), _BARS),
    )


def _span(records: Records, asked: PartFilter) -> tuple[datetime, datetime] | None:
    """From the first part on: before it there is nothing to draw."""
    first = next(records.parts(asked, limit=1, newest_first=False), None)
    if first is None:
        return None
    return first.time, asked.until or datetime.now(UTC)
