"""Where OK ends and DEF begins, chosen on validation images only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.verdict import Thresholds

_REVIEW_LIMIT = 0.05
"""At most this share of the good parts is sent to a person."""
_LEAST_WIDTH = 1.0
"""Of UNSURE, in logits."""
_HARDLY_MORE = 0.005
"""Of escapes and overkills, as shares, beyond the fewest: an image or two of some hundreds."""
_MARGIN = 0.5
"""In logits: how far from the nearest image, where there is room."""
_BESIDE = 1e-3
"""How far beside a part's logit a threshold lies that is to leave it out."""
_FLOOR = 1e-4
"""A probability nearer to 0 or 1 than this says no more than this: it is rounding."""


def choose_thresholds(
    probability_def: NDArray[np.float32], is_def: NDArray[np.bool_]
) -> Thresholds:
    """The band between OK and DEF, from validation images (N) of both kinds.

    - DEF begins as near to P(def) = 0.5 as validation allows: where escapes and overkills, as
      shares, sum up to hardly more than the least. The few worst images say where that is, the
      calibration, which all of them made, says 0.5; and under other light it is the defective
      parts whose P(def) falls: a threshold in the middle of a wide gap would let them pass. Of two
      that are equal the lower is taken: rather an overkill than an escape.
    - UNSURE is what lies below that and is not clearly good: down to below the lowest defective
      part, or a third into the gap, and a logit wide at least. A part that is doubtful from the
      good side is looked at by a person; one that is from the other side is rejected.
    - No more than 5 % of the good parts are sent to a person: beyond that the few worst of the
      defective are given up.

    The answer always has 0 < unsure_from <= def_from < 1, however saturated the probabilities.
    """
    logits = _logit(probability_def)
    good, defective = logits[~is_def], logits[is_def]
    def_from = _nearest_good_cut(good, defective)
    unsure_from = _clearly_good_below(float(good.max()), float(defective.min()))
    unsure_from = min(unsure_from, def_from - _LEAST_WIDTH)
    unsure_from = max(unsure_from, float(np.quantile(good, 1 - _REVIEW_LIMIT)))
    return Thresholds(_probability(min(unsure_from, def_from)), _probability(def_from))


def _clearly_good_below(highest_good: float, lowest_defective: float) -> float:
    gap = lowest_defective - highest_good
    return highest_good + gap / 3 if gap > 0 else lowest_defective - _BESIDE


def _nearest_good_cut(good: NDArray[np.float64], defective: NDArray[np.float64]) -> float:
    """Of the gaps between neighbouring images that cost least, or hardly more, the nearest to 0."""
    images = np.unique(np.concatenate([good, defective]))
    below, above = images[:-1], images[1:]
    if not len(below):
        return float(images[0])
    escapes = np.searchsorted(np.sort(defective), below, "right") / len(defective)
    overkills = 1 - np.searchsorted(np.sort(good), above) / len(good)
    costs = escapes + overkills
    margin = np.minimum((above - below) / 2, _MARGIN)
    cuts = np.clip(0.0, below + margin, above - margin)[costs <= costs.min() + _HARDLY_MORE]
    return float(cuts[np.abs(cuts).argmin()])


def _logit(probability: NDArray[np.float32]) -> NDArray[np.float64]:
    bounded = np.clip(probability.astype(np.float64), _FLOOR, 1 - _FLOOR)
    return np.asarray(np.log(bounded / (1 - bounded)))


def _probability(logit: float) -> float:
    return float(1 / (1 + np.exp(-logit)))
