"""Probability and thresholds -> outcome."""

from __future__ import annotations

import math

from inference.verdict import Outcome, Thresholds, Verdict


def decide(
    probability_def: float, thresholds: Thresholds, defect_type: str | None = None
) -> Verdict:
    """The verdict for a P(def), with the type of its defect unless it is OK.

    A number that is no probability is a FAULT, never an OK.
    """
    if math.isnan(probability_def) or not 0.0 <= probability_def <= 1.0:
        return fault(
            f"the model answered {probability_def}, which is no probability",
            "check the model in Models, or roll back to the one before",
        )
    outcome = _outcome(probability_def, thresholds)
    told = None if outcome is Outcome.OK else defect_type
    return Verdict(outcome, probability_def, thresholds, told)


def fault(error: str, remedy: str) -> Verdict:
    """The verdict for a part that could not be judged."""
    return Verdict(Outcome.FAULT, None, error=error, remedy=remedy)


def _outcome(probability_def: float, thresholds: Thresholds) -> Outcome:
    if probability_def >= thresholds.def_from:
        return Outcome.DEF
    if probability_def >= thresholds.unsure_from:
        return Outcome.UNSURE
    return Outcome.OK
