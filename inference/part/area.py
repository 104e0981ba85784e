"""A rectangle of a frame that the model sees, and the way back from its map to the frame."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.frame import Image


@dataclass(frozen=True, slots=True)
class Area:
    """In px of the frame, origin at its top left. It may reach beyond the frame's edges."""

    x: int
    y: int
    width: int
    height: int

    def within(self, image: Image) -> bool:
        """Whether all of it lies inside the image."""
        height, width = image.shape[:2]
        inside_across = self.x >= 0 and self.x + self.width <= width
        return inside_across and self.y >= 0 and self.y + self.height <= height


def cut_out(image: Image, area: Area) -> Image:
    """The image's pixels in `area`, its channels and depth kept; a view where that is possible.

    Beyond the image's edges its outermost pixels go on: a black bar would look like a defect.
    """
    height, width = image.shape[:2]
    top, left = max(0, area.y), max(0, area.x)
    bottom, right = min(height, area.y + area.height), min(width, area.x + area.width)
    inside = image[top:bottom, left:right]
    if area.within(image):
        return inside
    above, below = top - area.y, area.y + area.height - bottom
    before, behind = left - area.x, area.x + area.width - right
    padded: Image = cv2.copyMakeBorder(
        inside, above, below, before, behind, borderType=cv2.BORDER_REPLICATE
    )
    return padded


def laid_over_frame(
    heat: NDArray[np.float32],
    area: Area,
    frame_shape: tuple[int, ...],
    cells: tuple[int, int],
) -> NDArray[np.float32]:
    """A map of `area` as a map of the whole frame: `cells` rows and columns, 0 outside the area.

    `heat` is h x w over the area; `frame_shape` begins with the frame's height and width in px.
    """
    rows, columns = cells
    across, down = frame_shape[1] / columns, frame_shape[0] / rows
    per_cell_x, per_cell_y = heat.shape[1] / area.width, heat.shape[0] / area.height
    centre_x = ((0.5 * across) - area.x) * per_cell_x - 0.5
    centre_y = ((0.5 * down) - area.y) * per_cell_y - 0.5
    from_frame = np.array(
        [[across * per_cell_x, 0.0, centre_x], [0.0, down * per_cell_y, centre_y]]
    )
    laid = cv2.warpAffine(
        heat, from_frame, (columns, rows),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE,
    )  # fmt: skip
    laid *= _inside(rows, down, area.y, area.height)[:, np.newaxis]
    laid *= _inside(columns, across, area.x, area.width)
    return np.asarray(laid, np.float32)


def _inside(cells: int, cell_px: float, start_px: int, length_px: int) -> NDArray[np.bool_]:
    """Which cells along one side overlap the area by half at least."""
    centres = (np.arange(cells) + 0.5) * cell_px
    inside: NDArray[np.bool_] = (centres >= start_px) & (centres < start_px + length_px)
    return inside
