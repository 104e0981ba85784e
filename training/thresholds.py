"""Where OK ends and DEF begins, chosen on validation images only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.verdict import Thresholds

_REVIEW_LIMIT = 0.05
"""At most this share of the good parts, and of the defective ones, is sent to a person."""
_LEAST_WIDTH = 1.0
_BESIDE = 1e-3
"""How far beside a part's logit a threshold lies that is to leave it out."""
_FLOOR = 1e-4
"""A probability nearer to 0 or 1 than this says no more than this: it is rounding."""


def choose_thresholds(
    probability_def: NDArray[np.float32], is_def: NDArray[np.bool_]
) -> Thresholds:
    """The band between OK and DEF, from validation images (N) of both kinds.

    - Where all defective parts lie above all good ones, the gap between them is cut in three, in
      logits: below the first cut is OK, above the second DEF, between is UNSURE.
    - Where they overlap, UNSURE is the overlap: OK ends below the lowest defective part, so that
      none escapes, and DEF begins above the highest good part.
    - UNSURE is at least one logit wide, but never so wide that more than 5 % of either kind is
      sent to a person: beyond that the few worst are given up.
    - Where they overlap more than that allows there is no honest band, and one threshold: where
      the shares of escapes and overkills are smallest together.

    The answer always has 0 < unsure_from <= def_from < 1, however saturated the probabilities.
    """
    logits = _logit(probability_def)
    good, defective = logits[~is_def], logits[is_def]
    unsure_from, def_from = _widened(*_between(float(good.max()), float(defective.min())))
    unsure_from = max(unsure_from, float(np.quantile(good, 1 - _REVIEW_LIMIT)))
    def_from = min(def_from, float(np.quantile(defective, _REVIEW_LIMIT)))
    if unsure_from > def_from:
        unsure_from = def_from = _best_single(good, defective)
    return Thresholds(_probability(unsure_from), _probability(def_from))


def _between(highest_good: float, lowest_defective: float) -> tuple[float, float]:
    gap = lowest_defective - highest_good
    if gap > 0:
        return highest_good + gap / 3, highest_good + gap * 2 / 3
    return lowest_defective - _BESIDE, highest_good + _BESIDE


def _widened(unsure_from: float, def_from: float) -> tuple[float, float]:
    middle = (unsure_from + def_from) / 2
    return (
        min(unsure_from, middle - _LEAST_WIDTH / 2),
        max(def_from, middle + _LEAST_WIDTH / 2),
    )


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
