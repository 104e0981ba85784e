from __future__ import annotations

import math

import pytest

from inference.decide import decide, fault
from inference.verdict import Outcome, Thresholds

BAND = Thresholds(unsure_from=0.3, def_from=0.7)


@pytest.mark.parametrize(
    ("probability", "outcome"),
    [
        (0.0, Outcome.OK),
        (0.2999, Outcome.OK),
        (0.3, Outcome.UNSURE),
        (0.6999, Outcome.UNSURE),
        (0.7, Outcome.DEF),
        (1.0, Outcome.DEF),
    ],
)
def test_the_thresholds_belong_to_the_worse_side(probability: float, outcome: Outcome) -> None:
    verdict = decide(probability, BAND)
    assert verdict.outcome is outcome
    assert verdict.probability_def == probability
    assert verdict.thresholds == BAND


@pytest.mark.parametrize("probability", [math.nan, -0.001, 1.001, math.inf])
def test_what_is_no_probability_is_never_ok(probability: float) -> None:
    verdict = decide(probability, BAND)
    assert verdict.outcome is Outcome.FAULT
    assert verdict.probability_def is None
    assert "no probability" in (verdict.error or "")


def test_a_band_of_no_width_leaves_nothing_unsure() -> None:
    line = Thresholds(unsure_from=0.5, def_from=0.5)
    assert decide(0.5, line).outcome is Outcome.DEF
    assert decide(math.nextafter(0.5, 0), line).outcome is Outcome.OK


@pytest.mark.parametrize(("low", "high"), [(0.7, 0.3), (0.0, 0.5), (0.5, 1.1), (math.nan, 0.5)])
def test_thresholds_out_of_order_are_refused(low: float, high: float) -> None:
    with pytest.raises(ValueError, match="thresholds need"):
        Thresholds(low, high)


def test_a_fault_says_what_happened_and_what_to_do() -> None:
    verdict = fault("the file is empty", "send it again")
    assert (verdict.outcome, verdict.error, verdict.remedy) == (
        Outcome.FAULT,
        "the file is empty",
        "send it again",
    )
