"""The fixed scale of each heat map: raw values that are drawn as 0 and as 1."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from inference.manifest import MapScale
from inference.verdict import Thresholds

_GOOD_PARTS_DARK = 0.99
"""The share of good parts whose Grad-CAM stays dark all over."""
_LEAST_SPAN_LOGITS = 4.0
"""From the floor to full heat in an evidence map: from P = 0.5 to 0.98. The pooled logit is at most
log(n) / 4 = 1.8 below the hottest of n = 1444 places, so no part called OK reaches half heat."""


def calibrate_maps(
    raw_maps: Mapping[str, NDArray[np.float32]],
    is_defect: NDArray[np.bool_],
    thresholds: Thresholds | None = None,
) -> tuple[MapScale, ...]:
    """One scale for each method, in the order of `raw_maps`.

    `raw_maps` holds for each method the exported graph's raw maps of the validation images, N x h x
    w; `is_defect` (N) says which of them are defective. Full heat is for both methods what the
    median defective image shows at its hottest place. The floors differ:

    - `evidence` has a unit, the logit of one place, and its floor needs no data: the logit of
      `thresholds.unsure_from`. The pooled logit never exceeds the hottest place, so whatever is
      not called OK glows somewhere, and where nothing glows the part was called OK.
    - `gradcam` has none, and its gradient is as large for a good part as for a bad one: its floor
      is what 99 % of the good images stay under, yet at most half the full heat, so that a model
      whose Grad-CAM can't tell good from bad doesn't go dark on defects.

    Without defective or good images, or with maps that are dark all over, the scale is still
    valid. Raises `ValueError` for maps with NaN or infinite values, or for no images.
    """
    thresholds = thresholds or Thresholds()
    return tuple(
        _evidence_scale(_hottest(maps)[is_defect], thresholds)
        if method == "evidence"
        else _gradcam_scale(_hottest(maps), is_defect)
        for method, maps in raw_maps.items()
    )


def _hottest(maps: NDArray[np.float32]) -> NDArray[np.float32]:
    """The largest value of each image."""
    if not len(maps) or not np.isfinite(maps).all():
        raise ValueError("heat maps can only be calibrated on images with finite values")
    hottest: NDArray[np.float32] = maps.max(axis=(1, 2))
    return hottest


def _evidence_scale(defects: NDArray[np.float32], thresholds: Thresholds) -> MapScale:
    floor = _logit(thresholds.unsure_from)
    clear = float(np.median(defects)) if len(defects) else floor
    return MapScale(method="evidence", floor=floor, ceiling=max(clear, floor + _LEAST_SPAN_LOGITS))


def _logit(probability: float) -> float:
    """A threshold of exactly 1 can be met too: by a probability that rounds to it."""
    bounded = min(probability, 1.0 - 1e-6)
    return math.log(bounded / (1.0 - bounded))


def _gradcam_scale(hottest: NDArray[np.float32], is_defect: NDArray[np.bool_]) -> MapScale:
    good, defects = hottest[~is_defect], hottest[is_defect]
    quiet = float(np.quantile(good, _GOOD_PARTS_DARK)) if len(good) else 0.0
    clear = float(np.median(defects)) if len(defects) else 2.0 * quiet
    if clear <= 0.0:
        return MapScale(method="gradcam", floor=quiet, ceiling=quiet + 1.0)
    return MapScale(method="gradcam", floor=min(quiet, clear / 2.0), ceiling=clear)
