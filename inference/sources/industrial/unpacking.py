"""Samples that share bytes -> one uint16 each."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from inference.sources.industrial.delivery import Delivery
from inference.sources.protocol import SourceInvalid


def unpacked(delivery: Delivery, bits: int, packing: str) -> NDArray[np.uint16]:
    """H x W. `packing`: GenICam's `p`, bit after bit, or GigE Vision's own `Packed`.

    Raises `SourceInvalid` for one that nobody taught us, `ValueError` for too few bytes.
    """
    unpack = _UNPACK.get((bits, packing))
    if unpack is None:
        raise SourceInvalid(
            f"the pixel format {delivery.pixel_format} is not known here",
            "choose the unpacked one on the camera, without p or Packed",
        )
    count = delivery.width * delivery.height
    stored = 12 if packing == "Packed" else bits
    size = -(-count * stored // 8)  # rows follow each other without a gap
    if delivery.data.size < size:
        raise ValueError(f"{delivery.data.size} bytes where {size} were announced")
    group = 5 if stored == 10 else 3
    data = np.pad(delivery.data[:size], (0, -size % group)).astype(np.uint16).reshape(-1, group)
    return unpack(data).reshape(-1)[:count].reshape(delivery.height, delivery.width)


def _unpack_10p(five: NDArray[np.uint16]) -> NDArray[np.uint16]:
    pixels = [five[:, n] >> (2 * n) | (five[:, n + 1] << (8 - 2 * n)) & 0x3FF for n in range(4)]
    return np.stack(pixels, axis=1)


def _unpack_12p(three: NDArray[np.uint16]) -> NDArray[np.uint16]:
    low = three[:, 0] | (three[:, 1] & 0xF) << 8
    return np.stack([low, three[:, 1] >> 4 | three[:, 2] << 4], axis=1)


def _unpack_12_packed(three: NDArray[np.uint16]) -> NDArray[np.uint16]:
    low = three[:, 0] << 4 | three[:, 1] & 0xF
    return np.stack([low, three[:, 2] << 4 | three[:, 1] >> 4], axis=1)


def _unpack_10_packed(three: NDArray[np.uint16]) -> NDArray[np.uint16]:
    low = three[:, 0] << 2 | three[:, 1] & 0x3
    return np.stack([low, three[:, 2] << 2 | (three[:, 1] >> 4) & 0x3], axis=1)


_UNPACK: dict[tuple[int, str], Callable[[NDArray[np.uint16]], NDArray[np.uint16]]] = {
    (10, "p"): _unpack_10p,
    (12, "p"): _unpack_12p,
    (10, "Packed"): _unpack_10_packed,  # GigE Vision's own: two pixels in three bytes
    (12, "Packed"): _unpack_12_packed,
}
