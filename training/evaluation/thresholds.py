"""Where OK ends and DEF begins, chosen on validation images only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.verdict import Thresholds

_REVIEW_LIMIT = 0.05
"""At most this share of the good parts is sent to a person."""
_LEAST_WIDTH = 1.0
"""Of UNSURE, in logits."""
_HIGHEST_DEF = 0.5
"""In logits: DEF begins here at the latest, at P(def) = 0.62."""
_BESIDE = 1e-3
"""How far beside a part's logit a threshold lies that is to leave it out."""
_FLOOR = 1e-4
"""A probability nearer to 0 or 1 than this says no more than this: it is rounding."""


def choose_thresholds(
    probability_def: NDArray[np.float32], is_def: NDArray[np.bool_]
) -> Thresholds:
    """The band between OK and DEF, from validation images (N) of both kinds.

    - DEF begins half-way, in logits, between where escapes and overkills have the smallest sum, as
      shares, and P(def) = 0.5. The first rests on the few worst images alone, the second on the
      calibration, which all of them made. Never above 0.62: on pictures under other light it is
      the defective parts whose P(def) falls.
    - UNSURE is what lies below that and is not clearly good: down to below the lowest defective
      part, or a third into the gap, and a logit wide at least. A part that is doubtful from the
      good side is looked at by a person; one that is from the other side is rejected.
    - No more than 5 % of the good parts are sent to a person: beyond that the few worst of the
      defective are given up.

    The answer always has 0 < unsure_from <= def_from < 1, however saturated the probabilities.
    """
    logits = _logit(probability_def)
    good, defective = logits[~is_def], logits[is_def]
    def_from = min(_best_single(good, defective) / 2, _HIGHEST_DEF)
    unsure_from = _clearly_good_below(float(good.max()), float(defective.min()))
    unsure_from = min(unsure_from, def_from - _LEAST_WIDTH)
    unsure_from = max(unsure_from, float(np.quantile(good, 1 - _REVIEW_LIMIT)))
    return Thresholds(_probability(min(unsure_from, def_from)), _probability(def_from))


def _clearly_good_below(highest_good: float, lowest_defective: float) -> float:
    gap = lowest_defective - highest_good
    return highest_good + gap / 3 if gap > 0 else lowest_defective - _BESIDE


def _best_single(good: NDArray[np.float64], defective: NDArray[np.float64]) -> float:
    """Where escapes and overkills, as shares, have the smallest sum; the middle of the best."""
    cuts = np.unique(np.concatenate([good, defective]))
    escapes = np.searchsorted(np.sort(defective), cuts) / len(defective)
    overkills = 1 - np.searchsorted(np.sort(good), cuts) / len(good)
    best = np.flatnonzero(np.isclose(escapes + overkills, (escapes + overkills).min()))
    cut = best[len(best) // 2]
    return float((cuts[cut] + cuts[max(cut - 1, 0)]) / 2)


def _logit(probability: NDArray[np.float32]) -> NDArray[np.float64]:
    bounded = np.clip(probability.astype(np.float64), _FLOOR, 1 - _FLOOR)
    return np.asarray(np.log(bounded / (1 - bounded)))


def _probability(logit: float) -> float:
    return float(1 / (1 + np.exp(-logit)))
