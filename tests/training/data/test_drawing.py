from __future__ import annotations

import numpy as np
import pytest

from training.data.drawing import drawn_evenly
from training.data.loading import UNTOLD


@pytest.mark.parametrize(
    ("good", "bad", "most", "drawn"),
    [(50, 50, 40, (20, 20)), (90, 10, 40, (30, 10)), (5, 95, 40, (5, 35)), (20, 20, 40, (20, 20))],
)
def test_of_the_rarer_kind_as_many_as_there_are(
    good: int, bad: int, most: int, drawn: tuple[int, int]
) -> None:
    indices = np.arange(3, 3 + good + bad)
    is_def = np.random.default_rng(1).permutation(np.arange(good + bad) < bad)
    of_all = np.concatenate([[True] * 3, is_def])
    untold = np.full(len(of_all), UNTOLD)
    chosen = drawn_evenly(indices, of_all, untold, most=most, seed=4)
    assert (int((~of_all[chosen]).sum()), int(of_all[chosen].sum())) == drawn
    assert set(chosen) <= set(indices)
    assert np.array_equal(chosen, np.unique(chosen))
    assert np.array_equal(chosen, drawn_evenly(indices, of_all, untold, most=most, seed=4))


def test_some_go_first() -> None:
    indices, is_def = np.arange(100), np.arange(100) % 2 == 1
    first, untold = [1, 2, 3, 98, 99], np.full(100, UNTOLD)
    chosen = drawn_evenly(indices, is_def, untold, most=10, seed=4, first=first)
    assert set(first) <= set(chosen)
    assert int(is_def[chosen].sum()) == 5
    others = drawn_evenly(indices, is_def, untold, most=10, seed=4)
    assert len(set(chosen) & set(others)) >= 4, "else drawn as ever"


def test_each_type_has_its_share() -> None:
    kinds = [(UNTOLD, 500), (0, 450), (1, 45), (2, 3), (UNTOLD, 2)]
    types = np.concatenate([np.full(number, kind) for kind, number in kinds])
    is_def = np.arange(1000) >= 500
    chosen = drawn_evenly(np.arange(1000), is_def, types, most=100, seed=4, first=range(500, 900))
    of_defects = types[chosen[is_def[chosen]]]
    assert np.unique(of_defects, return_counts=True)[1].tolist() == [2, 23, 22, 3]
