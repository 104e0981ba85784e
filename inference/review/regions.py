"""Where a heat map is hot: connected places, each with its box and area in the image's pixels."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.type_maps import TypeHeat

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
    defect_type: str | None = None
    """Whose heat is the largest there; None where the model has no map for each type."""

    def fields(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def hot_regions(
    heat: NDArray[np.uint8] | NDArray[np.float32],
    image_size: tuple[int, int],
    level: float = HOT,
    types: TypeHeat | None = None,
) -> tuple[Region, ...]:
    """The places where `heat` is `level` or more, the hottest first, then the largest.

    `heat` is h x w over the whole image: uint8 0..255, or float 0..1. `image_size` is the image's
    width and height in px. Cells that touch at an edge or a corner are one place. With `types`
    each is told which type's heat is the largest in its cells.
    """
    full = np.float32(255.0 if heat.dtype == np.uint8 else 1.0)
    share = heat.astype(np.float32) / full
    hot = (share >= np.float32(level)).astype(np.uint8)
    count, places, boxes, _ = cv2.connectedComponentsWithStats(hot, connectivity=8)
    regions = [
        _region(boxes[number], share, places == number, image_size, types)
        for number in range(1, count)
    ]
    return tuple(sorted(regions, key=lambda region: (-region.peak, -region.area_px)))


def _region(
    box: NDArray[np.int32],
    share: NDArray[np.float32],
    place: NDArray[np.bool_],
    image_size: tuple[int, int],
    types: TypeHeat | None,
) -> Region:
    left, top, width, height, cells = (int(value) for value in box)
    across, down = image_size[0] / share.shape[1], image_size[1] / share.shape[0]
    x, y = round(left * across), round(top * down)
    return Region(
        x=x,
        y=y,
        width=round((left + width) * across) - x,
        height=round((top + height) * down) - y,
        area_px=round(cells * across * down),
        peak=round(float(share[place].max()), 4),
        defect_type=types.largest_in(place) if types else None,
    )
