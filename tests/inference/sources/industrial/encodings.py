"""Known pictures as a camera sends them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

HEIGHT, WIDTH = 8, 12
RED = (220, 20, 30)


def grey(bits: int) -> NDArray[np.uint16]:
    """Every value from nothing to the brightest, in no order that a wrong unpacking would keep."""
    levels = np.linspace(0, 2**bits - 1, HEIGHT * WIDTH).astype(np.uint16)
    return np.random.default_rng(1).permutation(levels).reshape(HEIGHT, WIDTH)


def red(depth: int = 8) -> NDArray[np.uint16]:
    return np.full((HEIGHT, WIDTH, 3), RED, np.uint16) << np.uint16(depth - 8)


def mosaic(order: str, bits: int) -> NDArray[np.uint16]:
    """Red as a sensor sees it whose upper left colours are these, `RG` or so."""
    second = {"RG": "GB", "GR": "BG", "GB": "RG", "BG": "GR"}[order]
    seen = np.empty((HEIGHT, WIDTH), np.uint16)
    for row, letters in enumerate((order, second)):
        for column, letter in enumerate(letters):
            seen[row::2, column::2] = red(bits)[0, 0, "RGB".index(letter)]
    return seen


def packed_p(values: NDArray[np.uint16], bits: int) -> NDArray[np.uint8]:
    """Bit after bit, the lowest first: what GenICam's `p` means."""
    lowest_first = (values.reshape(-1, 1) >> np.arange(bits)) & 1
    return np.packbits(lowest_first.astype(np.uint8).reshape(-1), bitorder="little")


def gige_packed(values: NDArray[np.uint16], bits: int) -> NDArray[np.uint8]:
    """Two pixels in three bytes, the lowest bits of both in the middle one."""
    first, second = values.reshape(-1, 2).T
    rest = bits - 8
    low = (first & (1 << rest) - 1) | (second & (1 << rest) - 1) << 4
    three = np.stack([first >> rest, low, second >> rest], axis=1)
    return three.astype(np.uint8).reshape(-1)
