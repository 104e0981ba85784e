"""Frames as pictures small enough to be painted. Large ones are shrunk beside the window."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from gui.widgets.late import Late
from inference.frame import Frame
from inference.overlay import shrunk
from inference.preprocess import to_8_bit
from inference.verdict import Inspection

DIRECT_PX = 2_000_000
"""Up to so many pixels are handled at once: that costs less than another thread's answer."""
PREVIEW_PX = 1600
"""The longest side of what is made of a larger frame."""

Pixels = NDArray[np.uint8]


class Previews(QObject):
    """Asked at each pull, so nobody waits for it. One frame at a time, the newest first."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        # By identity: frames hold arrays, and these have no equality of their own.
        self._made: dict[int, tuple[Frame, Pixels | None]] = {}
        self._wished: dict[int, Frame] = {}
        self._late: Late | None = None

    def of(self, frame: Frame) -> Pixels | None:
        """H x W (grey) or H x W x 3 (RGB), 8 bits. None while it is made, or when it can't be."""
        if not _is_large(frame):
            return to_8_bit(frame.image, frame.bits_per_sample)
        if id(frame) in self._made:
            return self._made[id(frame)][1]
        self._wished[id(frame)] = frame
        self._begin_next()
        return None

    def is_ready(self, inspection: Inspection) -> bool:
        """Whether its picture can be shown now, or never will be. If not, it is wished for."""
        frame = inspection.frame
        if not isinstance(frame, Frame) or not _is_large(frame) or id(frame) in self._made:
            return True
        self.of(frame)
        return False

    def newest_ready(self, parts: Sequence[Inspection]) -> Inspection | None:
        """`parts` newest last. A verdict is shown with the picture of its own part, never before.

        So a line that is faster than the shrinking shows fewer parts, and still the newest it can.
        """
        return next((part for part in reversed(parts) if self.is_ready(part)), None)

    def keep(self, parts: Iterable[Inspection]) -> None:
        """Forget what was made or wished for of all other parts."""
        kept = {id(part.frame) for part in parts}
        self._made = {key: made for key, made in self._made.items() if key in kept}
        self._wished = {key: frame for key, frame in self._wished.items() if key in kept}

    def _begin_next(self) -> None:
        if self._late is not None or not self._wished:
            return
        frame = max(self._wished.values(), key=lambda frame: frame.captured_at)
        self._late = Late(partial(shrunk, frame.image, PREVIEW_PX, frame.bits_per_sample), self)
        self._late.done.connect(partial(self._take, frame))
        self._late.failed.connect(lambda _: self._take(frame, None))
        self._late.begin()

    def _take(self, frame: Frame, pixels: Pixels | None) -> None:
        if self._late is not None:
            self._late.deleteLater()
            self._late = None
        # Nobody may want it any more.
        if self._wished.pop(id(frame), None) is not None:
            self._made[id(frame)] = (frame, pixels)
        self._begin_next()


def _is_large(frame: Frame) -> bool:
    pixels: int = frame.image.shape[0] * frame.image.shape[1]
    return pixels > DIRECT_PX
