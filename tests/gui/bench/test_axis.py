from __future__ import annotations

import pytest

from gui.bench.report.axis import Axis, round_axis
from gui.bench.report.numbers import compact, short


def test_an_even_axis_begins_at_nothing() -> None:
    axis = round_axis([60.0, 100.0], steep=8)
    assert (axis.low, axis.by_powers) == (0.0, False)
    assert axis.ticks() == pytest.approx([0, 20, 40, 60, 80, 100])
    assert axis.share(55.0) == pytest.approx(0.5)


def test_what_spans_much_goes_by_powers_of_ten() -> None:
    axis = round_axis([23.0, 430.0], steep=8)
    assert axis.by_powers
    assert axis.ticks() == pytest.approx([20, 50, 100, 200, 500])
    assert axis.share(100.0) == pytest.approx(0.5)
    assert Axis(0.3, 3e3, by_powers=True).ticks() == pytest.approx([1, 10, 100, 1000])


@pytest.mark.parametrize(
    ("value", "read"),
    [(0.0123, "0.012"), (0.5, "0.50"), (2.0, "2"), (12.34, "12.3"), (1240.4, "1,240")],
)
def test_only_digits_that_matter_are_written(value: float, read: str) -> None:
    assert short(value) == read


@pytest.mark.parametrize(
    ("value", "read"), [(0.5, "0.5"), (300, "300"), (2048, "2,048"), (1000, "1 k"), (1e7, "10 M")]
)
def test_an_axis_has_short_words(value: float, read: str) -> None:
    assert compact(value) == read
