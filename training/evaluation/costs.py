"""What a band costs on the line, and the band that costs least."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.verdict import Thresholds

_EDGE = 1e-12
"""A P(def) of exactly 0 or 1 has no logit: it is taken to be this far inside."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What goes wrong costs, in any currency, and how much there is to go wrong.

    Raises `ValueError` for a negative cost, or a share that is not between 0 and 1.
    """

    escape: float
    """Of one defective part passed as OK."""
    overkill: float
    """Of one good part rejected."""
    review: float
    """Of one part, UNSURE, looked at by a person."""
    defect_share: float
    """How many of the line's parts are defective; the images' own share says nothing of it."""

    def __post_init__(self) -> None:
        for words in ("escape", "overkill", "review"):
            if not getattr(self, words) >= 0:
                raise ValueError(f"the cost of one {words} can't be negative")
        if not 0 <= self.defect_share <= 1:
            raise ValueError(
                f"the share of defects on the line lies between 0 and 1, not at {self.defect_share}"
            )


@dataclass(frozen=True, slots=True)
class Bill:
    """What 1,000 parts of the line are expected to cost with a band."""

    thresholds: Thresholds
    escapes: float
    """Of 1,000 parts, as are the next two."""
    overkills: float
    reviews: float
    cost: float


def bill(
    probability_def: NDArray[np.float32],
    is_def: NDArray[np.bool_],
    thresholds: Thresholds,
    costs: Costs,
) -> Bill:
    """From images (N) of both kinds: their shares, weighed by the line's share of defects.

    A person who reviews a part is taken to be right.
    """
    exact = probability_def.astype(np.float64)
    said_ok, said_def = exact < thresholds.unsure_from, exact >= thresholds.def_from
    unsure = ~(said_ok | said_def)
    defective, good = 1000 * costs.defect_share, 1000 * (1 - costs.defect_share)
    escapes = defective * float(said_ok[is_def].mean())
    overkills = good * float(said_def[~is_def].mean())
    reviews = defective * float(unsure[is_def].mean()) + good * float(unsure[~is_def].mean())
    cost = escapes * costs.escape + overkills * costs.overkill + reviews * costs.review
    return Bill(thresholds, escapes, overkills, reviews, cost)


def cheapest_band(
    probability_def: NDArray[np.float32], is_def: NDArray[np.bool_], costs: Costs
) -> Thresholds:
    """The band with the smallest bill on these images (N, of both kinds).

    Each threshold lies between two neighbouring P(def), a third of the way in logits. Of bands that
    cost the same the widest is chosen: what these images leave open, a person decides.
    """
    values = np.unique(probability_def)
    unsure_from, def_from = _cuts(values, 1 / 3), _cuts(values, 2 / 3)
    to_ok, to_def = _bills_by_cut(values, probability_def, is_def, costs)
    # A threshold has to lie in (0, 1]: at its ends there may be no room for the outermost cut.
    to_ok[np.isnan(unsure_from)] = np.inf
    to_def[np.isnan(def_from)] = np.inf
    # The bill falls into one part for each threshold, so the best lower one for each upper one
    # is the best of those below it: one pass, not all pairs.
    best_below = np.minimum.accumulate(to_ok)
    totals = best_below + to_def
    upper = _last(totals, float(totals.min()))
    lower = _first(to_ok[: upper + 1], float(best_below[upper]))
    return Thresholds(float(unsure_from[lower]), float(def_from[upper]))


def _bills_by_cut(
    values: NDArray[np.float32],
    probability_def: NDArray[np.float32],
    is_def: NDArray[np.bool_],
    costs: Costs,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each cut, with all values before it below: what it adds to the bill of one part.

    First as the lower threshold (below it escapes, instead of reviews), then as the upper one
    (below it reviews, from it on overkills).
    """
    defective = _shares_below(values, probability_def[is_def]) * costs.defect_share
    good = _shares_below(values, probability_def[~is_def]) * (1 - costs.defect_share)
    to_ok = defective * costs.escape - (defective + good) * costs.review
    above = (1 - costs.defect_share) - good
    return to_ok, (defective + good) * costs.review + above * costs.overkill


def _shares_below(values: NDArray[np.float32], of: NDArray[np.float32]) -> NDArray[np.float64]:
    """For each of the len(values) + 1 cuts the share of `of` that lies below it."""
    counts = np.searchsorted(np.sort(of), values, side="right")
    return np.concatenate([[0.0], counts / len(of)])


def _cuts(values: NDArray[np.float32], way: float) -> NDArray[np.float64]:
    """A threshold before, between and behind sorted values; NaN where there is no room."""
    logits = _logit(values)
    between = _probability(logits[:-1] + (logits[1:] - logits[:-1]) * way)
    low, high = float(values[0]), float(values[-1])
    first = low / 2 if low > 0 else np.nan
    last = (high + 1) / 2 if high < 1 else np.nan
    # Rounding must not carry a threshold onto the value below it: that would be called otherwise.
    inside = np.where((between > values[:-1]) & (between <= values[1:]), between, values[1:])
    return np.concatenate([[first], inside, [last]])


def _logit(values: NDArray[np.float32]) -> NDArray[np.float64]:
    inside = np.clip(values.astype(np.float64), _EDGE, 1 - _EDGE)
    return np.asarray(np.log(inside) - np.log1p(-inside))


def _probability(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-logits)))


def _first(values: NDArray[np.float64], like: float) -> int:
    return int(np.flatnonzero(np.isclose(values, like, rtol=1e-12, atol=1e-12))[0])


def _last(values: NDArray[np.float64], like: float) -> int:
    return int(np.flatnonzero(np.isclose(values, like, rtol=1e-12, atol=1e-12))[-1])
