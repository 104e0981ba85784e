"""The figures behind the charts: yield, p-chart, Pareto. Numbers in, numbers out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.verdict import Outcome

Counts = NDArray[np.int64]
Shares = NDArray[np.float64]
_SIGMAS = 3.0
_OUTCOMES = list(Outcome)


@dataclass(frozen=True, slots=True, eq=False)
class PChart:
    """Shares of defective parts by group, and between what they vary by chance alone.

    All arrays have one value a group; a group without parts has NaN.
    """

    share: Shares
    centre: float
    """All defective over all parts; NaN without parts."""
    lower: Shares
    upper: Shares
    is_out: NDArray[np.bool_]
    """Below `lower` or above `upper`: not by chance."""


def p_chart(defective: Counts, parts: Counts) -> PChart:
    """Three-sigma limits for groups of different size: p +- 3 sqrt(p (1 - p) / n), within 0..1."""
    n = np.where(parts > 0, parts, np.nan).astype(np.float64)
    total = int(parts.sum())
    centre = float(defective.sum() / total) if total else float("nan")
    reach = _SIGMAS * np.sqrt(centre * (1.0 - centre) / n)
    share = defective / n
    lower, upper = np.maximum(0.0, centre - reach), np.minimum(1.0, centre + reach)
    return PChart(share, centre, lower, upper, (share < lower) | (share > upper))


def decided(groups: Counts) -> Counts:
    """Parts that were judged, FAULT left out, of G x 4 counts in the order of `Outcome`."""
    judged: Counts = groups.sum(axis=1) - groups[:, _OUTCOMES.index(Outcome.FAULT)]
    return judged


def yields(groups: Counts) -> Shares:
    """OK parts among those judged OK, DEF or UNSURE, per group; NaN where there are none."""
    n = decided(groups)
    ok = groups[:, _OUTCOMES.index(Outcome.OK)]
    shares: Shares = ok / np.where(n > 0, n, np.nan)
    return shares


def p_chart_of(groups: Counts) -> PChart:
    """The share of DEF among the parts that were judged."""
    return p_chart(groups[:, _OUTCOMES.index(Outcome.DEF)], decided(groups))


def pareto(counts: Sequence[tuple[str, int]], at_most: int) -> list[tuple[str, int, float]]:
    """Name, number and the share of all up to here, the most frequent first.

    The rest behind `at_most` names is left out; its share is not.
    """
    falling = sorted(counts, key=lambda pair: -pair[1])
    total = sum(number for _, number in falling)
    sums = np.cumsum([number for _, number in falling]).tolist()
    whole = [(name, n, so_far / total) for (name, n), so_far in zip(falling, sums, strict=True)]
    return whole[:at_most]
