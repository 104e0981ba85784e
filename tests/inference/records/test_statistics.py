"""The charts' figures against values that stand in books, and against reason."""

from __future__ import annotations

import numpy as np
import pytest

from inference.records.statistics import decided, p_chart, p_chart_of, pareto, yields

# Montgomery, Introduction to Statistical Quality Control: purchase orders, 25 samples of varying
# size; p-bar = 234 / 2450 = 0.096. (ISO 7870-2 has the same formula.)
_SIZES = [100, 80, 80, 100, 110, 110, 100, 100, 90, 90, 110, 120, 120, 120, 110, 80, 80, 80, 90,
          100, 100, 100, 100, 90, 90]  # fmt: skip
_DEFECTIVE = [12, 8, 6, 9, 10, 12, 11, 16, 10, 6, 20, 15, 9, 8, 6, 8, 10, 7, 5, 8, 5, 8, 10, 6, 9]


def test_the_limits_are_those_of_the_text_book() -> None:
    chart = p_chart(np.array(_DEFECTIVE), np.array(_SIZES))
    assert chart.centre == pytest.approx(0.096, abs=0.0005)
    assert chart.upper[0] == pytest.approx(0.184, abs=0.001)  # n = 100
    assert chart.lower[0] == pytest.approx(0.007, abs=0.001)
    assert chart.upper[1] == pytest.approx(0.194, abs=0.001)  # n = 80: no lower limit is left
    assert chart.lower[1] == 0.0
    assert np.flatnonzero(chart.is_out).tolist() == [10]  # 20 of 110


def test_a_group_without_parts_is_no_point_and_out_of_nothing() -> None:
    chart = p_chart(np.array([1, 0, 5]), np.array([10, 0, 10]))
    assert np.isnan(chart.share[1])
    assert np.isnan(chart.upper[1])
    assert not chart.is_out[1]
    assert chart.centre == 0.3


def test_without_any_parts_there_are_no_figures_and_no_warning() -> None:
    chart = p_chart(np.zeros(3, np.int64), np.zeros(3, np.int64))
    assert np.isnan(chart.centre)
    assert not chart.is_out.any()


def test_a_group_below_the_lower_limit_is_out_too() -> None:
    assert p_chart(np.array([500, 300]), np.array([1000, 1000])).is_out.tolist() == [True, True]


def test_limits_stay_between_none_and_all() -> None:
    chart = p_chart(np.array([4, 5]), np.array([5, 5]))
    assert chart.upper.tolist() == [1.0, 1.0]


def test_faults_are_no_verdicts() -> None:
    groups = np.array([[90, 5, 5, 20], [0, 0, 0, 3], [1, 1, 0, 0]])
    assert decided(groups).tolist() == [100, 0, 2]
    assert yields(groups)[[0, 2]].tolist() == [0.9, 0.5]
    assert np.isnan(yields(groups)[1])
    assert p_chart_of(groups).centre == pytest.approx(6 / 102)


def test_a_pareto_falls_and_its_sums_rise_to_the_share_of_all() -> None:
    rows = pareto([("burr", 10), ("blowhole", 60), ("scratch", 30)], at_most=2)
    assert rows == [("blowhole", 60, 0.6), ("scratch", 30, 0.9)]
    assert pareto([], at_most=5) == []
