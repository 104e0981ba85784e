"""A mask while it is drawn: strokes, undo, clear. Knows no Qt."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]
Box = tuple[int, int, int, int]
"""Left, top, right and bottom; the last two are outside."""
_REMEMBERED = 50


class MaskDrawing:
    """H x W of uint8, 255 on the defect. Points are in pixels of the image, x first."""

    def __init__(self, mask: NDArray[np.uint8]) -> None:
        self.mask = mask.copy()
        self._begun_with = mask
        self._before: list[NDArray[np.uint8]] = []

    @property
    def is_changed(self) -> bool:
        return not np.array_equal(self.mask, self._begun_with)

    @property
    def can_undo(self) -> bool:
        return bool(self._before)

    def begin_stroke(self) -> None:
        """What comes until the next one is undone at once."""
        # An eighth of the memory: a large camera's mask is kept fifty times.
        self._before.append(np.packbits(self.mask > 0))
        del self._before[:-_REMEMBERED]

    def draw(self, start: Point, end: Point, diameter: float, *, erases: bool) -> Box:
        """A round brush from one point to another. What of the mask may have changed."""
        (x0, y0), (x1, y1) = start, end
        thickness = max(1, round(diameter))
        ends = (round(x0), round(y0)), (round(x1), round(y1))
        cv2.line(self.mask, ends[0], ends[1], 0 if erases else 255, thickness)
        if thickness > 1:
            for point in ends:
                cv2.circle(self.mask, point, thickness // 2, 0 if erases else 255, -1)
        reach = thickness // 2 + 2
        height, width = self.mask.shape
        return (
            max(0, round(min(x0, x1)) - reach),
            max(0, round(min(y0, y1)) - reach),
            min(width, round(max(x0, x1)) + reach + 1),
            min(height, round(max(y0, y1)) + reach + 1),
        )

    def clear(self) -> None:
        """Nothing is drawn; `undo` brings it back."""
        self.begin_stroke()
        self.mask[:] = 0

    def undo(self) -> None:
        """As it was before the last stroke."""
        if self._before:
            bits = np.unpackbits(self._before.pop(), count=self.mask.size)
            self.mask[:] = bits.reshape(self.mask.shape) * np.uint8(255)
