from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from inference.verdict import Thresholds
from training.evaluation.costs import Bill, Costs, bill, cheapest_band

Judged = tuple[NDArray[np.float32], NDArray[np.bool_]]


def _judged(seed: int, count: int = 24) -> Judged:
    """Overlapping, with ties, and with P(def) of exactly 0 and 1."""
    random = np.random.default_rng(seed)
    is_def = np.arange(count) % 3 == 0
    probability = np.clip(is_def * 0.35 + random.normal(0.3, 0.3, count), 0, 1).round(2)
    return probability.astype(np.float32), is_def


def _cheapest_of_all(judged: Judged, costs: Costs) -> float:
    """Every band that judges these images differently, tried out."""
    values = np.unique(judged[0]).astype(np.float64)
    cuts = [values[0] / 2, *(values[:-1] + values[1:]) / 2, (values[-1] + 1) / 2]
    bands = [Thresholds(low, high) for low, high in product(cuts, cuts) if 0 < low <= high <= 1]
    return min(bill(*judged, band, costs).cost for band in bands)


@pytest.mark.parametrize("seed", range(12))
def test_no_band_is_cheaper(seed: int) -> None:
    random = np.random.default_rng(seed + 100)
    judged = _judged(seed)
    costs = Costs(
        escape=random.uniform(0, 100),
        overkill=random.uniform(0, 20),
        review=random.choice([0.0, 0.5, 3.0, 40.0]),
        defect_share=random.uniform(0.001, 0.6),
    )

    chosen = cheapest_band(*judged, costs)

    assert bill(*judged, chosen, costs).cost == pytest.approx(_cheapest_of_all(judged, costs))


def test_the_bill_counts_by_the_lines_share_of_defects_not_by_the_images() -> None:
    probability = np.array([0.1, 0.5, 0.9, 0.1, 0.5, 0.9, 0.9, 0.9], np.float32)
    is_def = np.array([0, 0, 0, 1, 1, 1, 1, 1], bool)

    found = bill(probability, is_def, Thresholds(0.3, 0.7), Costs(100, 5, 1, 0.02))

    assert found.escapes == pytest.approx(20 / 5)
    assert found.overkills == pytest.approx(980 / 3)
    assert found.reviews == pytest.approx(20 / 5 + 980 / 3)
    assert found.cost == pytest.approx(400 + 5 * 980 / 3 + 4 + 980 / 3)
    assert isinstance(found, Bill)


def test_where_nothing_overlaps_the_gap_is_left_to_a_person() -> None:
    probability = np.array([0.1, 0.2, 0.8, 0.9], np.float32)
    is_def = np.array([False, False, True, True])

    band = cheapest_band(probability, is_def, Costs(100, 5, 1, 0.02))

    assert 0.2 < band.unsure_from < band.def_from < 0.8
    assert bill(probability, is_def, band, Costs(100, 5, 1, 0.02)).cost == 0


def test_a_dear_escape_widens_the_band_and_a_dear_review_closes_it() -> None:
    judged = _judged(3, 300)

    careful = cheapest_band(*judged, Costs(1000, 5, 0.1, 0.05))
    alone = cheapest_band(*judged, Costs(1000, 5, 1000, 0.05))

    assert bill(*judged, careful, Costs(1, 1, 1, 0.05)).reviews > 0
    assert bill(*judged, alone, Costs(1, 1, 1, 0.05)).reviews == 0


@pytest.mark.parametrize("values", [(0.0, 1.0), (0.0, 0.0), (1.0, 1.0), (1 - 6e-8, 1.0)])
def test_saturated_probabilities_still_give_a_valid_band(values: tuple[float, float]) -> None:
    probability = np.array(values, np.float32)

    band = cheapest_band(probability, np.array([False, True]), Costs(10, 1, 0.1, 0.5))

    assert 0 < band.unsure_from <= band.def_from <= 1


@pytest.mark.parametrize("costs", [(-1, 1, 1, 0.1), (1, 1, 1, 1.5), (1, 1, float("nan"), 0.1)])
def test_impossible_costs_are_refused(costs: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match=r"can't be negative|between 0 and 1"):
        Costs(*costs)
