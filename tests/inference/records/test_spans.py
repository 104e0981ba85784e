"""Ranges and groups of time, by a clock that changes to summer time."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from inference.records.spans import Every, Span, every_for, groups_of, since


@pytest.fixture(params=["UTC0", "CET-1CEST,M3.5.0,M10.5.0/3", "IST-5:30"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    if sys.platform == "win32":
        pytest.skip("Windows takes its zone from nowhere else")
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def local(*parts: int) -> datetime:
    return datetime(*parts).astimezone()


@pytest.mark.usefixtures("zone")
@pytest.mark.parametrize(
    ("span", "begins"),
    [
        (Span.HOUR, (2026, 11, 20, 4, 30)),
        (Span.SHIFT, (2026, 11, 19, 22)),
        (Span.TODAY, (2026, 11, 20)),
        (Span.DAY, (2026, 11, 19, 5, 30)),
        (Span.WEEK, (2026, 11, 13, 5, 30)),
    ],
)
def test_a_span_begins_by_the_local_clock(span: Span, begins: tuple[int, ...]) -> None:
    now = local(2026, 11, 20, 5, 30)
    assert since(span, now.astimezone(UTC)) == local(*begins)
    assert since(Span.ALL, now) is None


def test_a_shift_begins_at_its_first_minute() -> None:
    assert since(Span.SHIFT, local(2026, 11, 20, 14)) == local(2026, 11, 20, 14)


@pytest.mark.usefixtures("zone")
@pytest.mark.parametrize("every", list(Every))
def test_groups_cover_the_range_without_a_gap_also_over_a_change_of_the_clock(
    every: Every,
) -> None:
    begin, end = local(2026, 3, 27, 5, 7), local(2026, 3, 30, 9, 1)
    edges = groups_of(begin, end, every)
    assert edges[0] <= begin
    assert edges[-2] < end <= edges[-1]
    assert edges == sorted(set(edges))
    assert all(edge.minute % 5 == 0 for edge in edges)


@pytest.mark.usefixtures("zone")
def test_days_and_shifts_begin_by_the_clock_on_the_wall() -> None:
    begin, end = local(2026, 3, 27, 5, 7), local(2026, 3, 31, 9, 1)
    days = [edge.astimezone().hour for edge in groups_of(begin, end, Every.DAY)]
    assert set(days) == {0}
    shifts = [edge.astimezone().hour for edge in groups_of(begin, end, Every.SHIFT)]
    assert shifts[:4] == [22, 6, 14, 22]
    assert set(shifts) == {6, 14, 22}


def test_weeks_begin_on_monday() -> None:
    edges = groups_of(local(2026, 11, 20), local(2026, 12, 20), Every.WEEK)
    assert {edge.astimezone().weekday() for edge in edges} == {0}


@pytest.mark.parametrize(
    ("hours", "every"),
    [
        (1, Every.FIVE_MINUTES),
        (24, Every.HOUR),
        (24 * 7, Every.SHIFT),
        (24 * 90, Every.DAY),
        (24 * 2000, Every.WEEK),
    ],
)
def test_a_chart_has_groups_enough_and_not_too_many(hours: int, every: Every) -> None:
    end = local(2026, 11, 20, 12)
    begin = end - timedelta(hours=hours)
    assert every_for(begin, end) is every
    assert 10 <= len(groups_of(begin, end, every)) <= 410
