"""How well one map fits one mask. Pure; what the words mean stands in docs/explanations.md."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from training.explanations.heat import Map, enlarged

SIDE_PX = 224
"""Maps and masks are compared in a square of this side, whatever the image's own size."""
TOLERANCE_PX = 15
IOU_THRESHOLDS = np.linspace(0.05, 0.95, 19)

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """One map against one mask."""

    share_in_mask: float
    """Heat inside the mask / all heat; 0 where there is no heat at all."""
    points: bool
    """The centre of the hottest cell is inside the mask."""
    points_tolerant: bool
    """It is at most `TOLERANCE_PX` from it."""
    ious: NDArray[np.float64]
    """Of the heat from each of `IOU_THRESHOLDS` upwards."""
    is_dark: bool
    """There is no heat at all."""


def fit_of(raw: Map, heat: Map, mask: Mask) -> Fit:
    """`raw` and `heat` are h x w; `mask` is SIDE_PX x SIDE_PX and not empty.

    The hottest cell is looked for in `raw`: on a fixed scale several places may be full heat.
    """
    drawn = enlarged(heat, SIDE_PX)
    everything = float(drawn.sum())
    distance = _distance_px(_hottest_centre(raw), mask)
    return Fit(
        share_in_mask=float(drawn[mask].sum()) / everything if everything else 0.0,
        points=distance == 0.0,
        points_tolerant=distance <= TOLERANCE_PX,
        ious=np.array([_iou(drawn >= threshold, mask) for threshold in IOU_THRESHOLDS]),
        is_dark=not everything,
    )


def squared_mask(mask: NDArray[np.uint8]) -> Mask:
    """H x W, not black on the defect -> SIDE_PX x SIDE_PX: pixels that it covers by half.

    A defect so thin that it covers none by half has those that it touches.
    """
    covered = cv2.resize(
        (mask > 0).astype(np.float32), (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_AREA
    )
    by_half: Mask = covered >= 0.5
    return by_half if by_half.any() else covered > 0.0


def _hottest_centre(raw: Map) -> tuple[int, int]:
    """Row and column of the pixel in the middle of the hottest cell."""
    row, column = np.unravel_index(int(raw.argmax()), raw.shape)
    height, width = raw.shape
    return int((row + 0.5) * SIDE_PX / height), int((column + 0.5) * SIDE_PX / width)


def _distance_px(pixel: tuple[int, int], mask: Mask) -> float:
    outside = (~mask).astype(np.uint8)
    return float(cv2.distanceTransform(outside, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)[pixel])


def _iou(hot: Mask, mask: Mask) -> float:
    return float((hot & mask).sum() / (hot | mask).sum())
