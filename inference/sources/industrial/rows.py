"""A delivery's bytes as rows of samples."""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import NDArray

from inference.frame import Image
from inference.sources.industrial.delivery import Delivery

Bytes = NDArray[np.uint8]
Sample = type[np.uint8] | type[np.uint16]


def rows_of(delivery: Delivery, kind: Sample, channels: int) -> Image:
    """H x W x channels, padding left out. GenICam's samples are little-endian."""
    width, height = delivery.width, delivery.height
    wanted = width * channels * kind().itemsize
    rows = lines_of(delivery, wanted)
    samples = rows.view(np.dtype(kind).newbyteorder("<")).astype(kind, copy=False)
    return cast("Image", samples.reshape(height, width, channels))


def lines_of(delivery: Delivery, row_bytes: int) -> Bytes:
    """H x `row_bytes`, padding left out. Raises `ValueError` where there are too few bytes."""
    stride = row_bytes + delivery.padding
    needed = stride * delivery.height
    if delivery.data.size < needed:
        raise ValueError(f"{delivery.data.size} bytes where {needed} were announced")
    lines = delivery.data[:needed].reshape(delivery.height, stride)[:, :row_bytes]
    return np.ascontiguousarray(lines)
