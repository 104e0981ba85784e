"""What was measured of each method -> one row: means over all parts, and over those called DEF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.explanations.figures import IOU_THRESHOLDS, Fit
from training.explanations.quality import Measured, Part

Row = dict[str, Any]
_DIGITS = 4


def rows_of(
    measured: Sequence[Measured], parts: Sequence[Part], def_from: float, live: str
) -> list[Row]:
    """A row for each method; `live` names the map that the line draws.

    Figures that can't be had (no masks, or no part called DEF) are None.
    """
    called = np.array([part.probability_def >= def_from for part in parts], np.bool_)
    return [_row(each, called, live) for each in measured]


def _row(measured: Measured, called: NDArray[np.bool_], live: str) -> Row:
    everything = np.ones_like(called)
    row: Row = {
        "method": measured.method.name,
        "live": measured.method.name == live,
        **_fit_figures(measured.fits, everything),
        "ms": _mean(measured.ms, np.median),
        "called": _fit_figures(measured.fits, called),
        "deletion": _mean(measured.deletion),
        "insertion": _mean(measured.insertion),
        "randomised": _mean(measured.randomised),
    }
    row["n"], row["called"]["n"] = len(measured.ms), int(called.sum())
    if measured.error:
        row["error"] = measured.error
    return row


def _fit_figures(fits: Sequence[Fit], counted: NDArray[np.bool_]) -> Row:
    chosen = [fit for fit, counts in zip(fits, counted, strict=False) if counts]
    iou, threshold = _best_iou(chosen)
    shares = [fit.share_in_mask for fit in chosen]
    return {
        "n": len(chosen),
        "share_in_mask": _mean(shares),
        "share_median": _mean(shares, np.median),
        "pointing": _mean([fit.points for fit in chosen]),
        "pointing_tolerant": _mean([fit.points_tolerant for fit in chosen]),
        "iou": iou,
        "iou_threshold": threshold,
        "dark": _mean([fit.is_dark for fit in chosen]),
    }


def _best_iou(fits: Sequence[Fit]) -> tuple[float | None, float | None]:
    """The mean IoU at the one threshold where it is best, the same for all parts."""
    if not fits:
        return None, None
    means = np.mean([fit.ious for fit in fits], axis=0)
    best = int(means.argmax())
    return round(float(means[best]), _DIGITS), round(float(IOU_THRESHOLDS[best]), 2)


def _mean(values: Sequence[float], average: Any = np.mean) -> float | None:
    return round(float(average(values)), _DIGITS) if values else None
