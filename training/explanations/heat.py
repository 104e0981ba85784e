"""A raw map -> heat in [0, 1]: on the fixed scale where there is one, else within the image."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.manifest import MapScale

Map = NDArray[np.float32]


def heat_of(raw: Map, scale: MapScale | None) -> Map:
    """The same shape. Without a scale the hottest place is 1, unless nothing is positive."""
    if scale is not None:
        return _clipped((raw - scale.floor) / (scale.ceiling - scale.floor))
    most = float(raw.max(initial=0.0))
    return _clipped(raw / most) if most > 0.0 else np.zeros_like(raw)


def enlarged(heat: Map, side: int) -> Map:
    """A square of `side` pixels, smooth as it is drawn, still in [0, 1]."""
    return _clipped(cv2.resize(heat, (side, side), interpolation=cv2.INTER_CUBIC))


def _clipped(heat: NDArray[np.floating]) -> Map:
    return np.asarray(np.clip(heat, 0.0, 1.0), np.float32)
