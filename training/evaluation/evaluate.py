"""How good the verdicts are: counts of what was right, each rate with its interval."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.verdict import Thresholds
from training.evaluation.curves import expected_calibration_error

_CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many, with the 95 % Clopper-Pearson interval of the share."""

    count: int
    of: int
    rate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Confusion:
    """First what the part is, then what was said of it."""

    ok_ok: int
    ok_def: int
    def_ok: int
    def_def: int


@dataclass(frozen=True, slots=True)
class Automatic:
    """With the unsure band: what is decided without a person, and what goes wrong there."""

    share: float
    escapes: int
    overkills: int


@dataclass(frozen=True, slots=True)
class Metrics:
    """At the def threshold, the unsure band left aside; `auto` with it. A share of nothing is 0."""

    n: int
    accuracy: float
    escapes: Rate
    """Defective parts called ok, of all defective parts."""
    overkills: Rate
    """Good parts called def, of all good parts."""
    precision_def: float
    recall_def: float
    f1_def: float
    roc_auc: float
    ece: float
    """Expected calibration error: how far P(def) is from what comes true, on average."""
    confusion: Confusion
    auto: Automatic

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def evaluate(
    probability_def: NDArray[np.float32], is_def: NDArray[np.bool_], thresholds: Thresholds
) -> Metrics:
    """The metrics of N verdicts; good and defective parts must both be there."""
    confusion = _confusion(probability_def >= thresholds.def_from, is_def)
    said_def = confusion.ok_def + confusion.def_def
    are_def = confusion.def_ok + confusion.def_def
    return Metrics(
        n=len(is_def),
        accuracy=(confusion.ok_ok + confusion.def_def) / len(is_def),
        escapes=rate(confusion.def_ok, are_def),
        overkills=rate(confusion.ok_def, len(is_def) - are_def),
        precision_def=confusion.def_def / said_def if said_def else 0.0,
        recall_def=confusion.def_def / are_def,
        f1_def=2 * confusion.def_def / (said_def + are_def),
        roc_auc=_roc_auc(probability_def, is_def),
        ece=expected_calibration_error(probability_def, is_def),
        confusion=confusion,
        auto=_automatic(probability_def, is_def, thresholds),
    )


def rate(count: int, of: int) -> Rate:
    """`count` of `of`, with the 95 % Clopper-Pearson interval."""
    from scipy.special import betaincinv

    tail = (1 - _CONFIDENCE) / 2
    low = float(betaincinv(count, of - count + 1, tail)) if count else 0.0
    high = float(betaincinv(count + 1, of - count, 1 - tail)) if count < of else 1.0
    return Rate(count, of, count / of if of else 0.0, low, high)


def further_to_prove(count: int, of: int, limit: float) -> int:
    """How many more parts, all judged rightly, bring the interval's upper end down to `limit`."""
    enough = of
    while rate(count, enough).high > limit:
        enough = max(1, enough * 2)
    low, high = of, enough
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if rate(count, middle).high <= limit else (middle + 1, high)
    return low - of


def _confusion(said_def: NDArray[np.bool_], is_def: NDArray[np.bool_]) -> Confusion:
    return Confusion(
        ok_ok=int((~is_def & ~said_def).sum()),
        ok_def=int((~is_def & said_def).sum()),
        def_ok=int((is_def & ~said_def).sum()),
        def_def=int((is_def & said_def).sum()),
    )


def _roc_auc(probability_def: NDArray[np.float32], is_def: NDArray[np.bool_]) -> float:
    """How often a defective part has the higher P(def) than a good one; a tie counts half."""
    defects = int(is_def.sum())
    if defects in (0, len(is_def)):
        return 0.0  # a share of nothing
    good, defective = np.sort(probability_def[~is_def]), probability_def[is_def]
    lower = np.searchsorted(good, defective, "left") + np.searchsorted(good, defective, "right")
    return float(lower.sum() / 2 / (defects * len(good)))


def _automatic(
    probability_def: NDArray[np.float32], is_def: NDArray[np.bool_], thresholds: Thresholds
) -> Automatic:
    said_ok = probability_def < thresholds.unsure_from
    said_def = probability_def >= thresholds.def_from
    return Automatic(
        share=float((said_ok | said_def).mean()),
        escapes=int((said_ok & is_def).sum()),
        overkills=int((said_def & ~is_def).sum()),
    )
