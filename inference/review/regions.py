"""Where a heat map is hot: connected places, each with its box and area in the image's pixels."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

HOT = 0.5
"""The heat from which on a place counts, unless another level is asked for."""


@dataclass(frozen=True, slots=True)
class Region:
    """One hot place. In px of the image, origin at its top left; as sharp as the map's cells are.

    `x` and `y` are the box's left and top edge.
    """

    x: int
    y: int
    width: int
    height: int
    area_px: int
    """Of the hot cells themselves, not of the box."""
    peak: float
    """The hottest cell, 0 to 1 on the model's scale."""

    def fields(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def hot_regions(
    heat: NDArray[np.uint8] | NDArray[np.float32], image_size: tuple[int, int], level: float = HOT
) -> tuple[Region, ...]:
    """The places where `heat` is `level` or more, the hottest first, then the largest.

    `heat` is h x w over the whole image: uint8 0..255, or float 0..1. `image_size` is the image's
    width and height in px. Cells that touch at an edge or a corner are one place.
    """
    share = heat / np.float32(255.0) if heat.dtype == np.uint8 else heat.astype(np.float32)
    hot = (share >= np.float32(level)).astype(np.uint8)
    count, places, boxes, _ = cv2.connectedComponentsWithStats(hot, connectivity=8)
    regions = [
        _region(boxes[place], float(share[places == place].max()), heat.shape, image_size)
        for place in range(1, count)
    ]
    return tuple(sorted(regions, key=lambda region: (-region.peak, -region.area_px)))


def _region(
    box: NDArray[np.int32], peak: float, shape: tuple[int, ...], image_size: tuple[int, int]
) -> Region:
    left, top, width, height, cells = (int(value) for value in box)
    across, down = image_size[0] / shape[1], image_size[1] / shape[0]
    x, y = round(left * across), round(top * down)
    return Region(
        x=x,
        y=y,
        width=round((left + width) * across) - x,
        height=round((top + height) * down) - y,
        area_px=round(cells * across * down),
        peak=round(peak, 4),
    )
