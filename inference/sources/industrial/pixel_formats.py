"""GenICam's pixel formats -> grey or RGB, at the depth that the camera has."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.frame import Image
from inference.sources.industrial.delivery import Delivery
from inference.sources.protocol import SourceInvalid

Bytes = NDArray[np.uint8]
Sample = type[np.uint8] | type[np.uint16]
_GREY_OR_BAYER = re.compile(r"(Mono|BayerRG|BayerGR|BayerGB|BayerBG)(8|10|12|14|16)(p|Packed)?")
_BAYER = {
    "BayerRG": cv2.COLOR_BayerRGGB2RGB,
    "BayerGR": cv2.COLOR_BayerGRBG2RGB,
    "BayerGB": cv2.COLOR_BayerGBRG2RGB,
    "BayerBG": cv2.COLOR_BayerBGGR2RGB,
}
_COLOUR: dict[str, tuple[int, Sample, int | None]] = {
    "RGB8": (3, np.uint8, cv2.COLOR_RGB2BGR),
    "BGR8": (3, np.uint8, None),
    "RGBA8": (4, np.uint8, cv2.COLOR_RGBA2BGR),
    "BGRA8": (4, np.uint8, cv2.COLOR_BGRA2BGR),
    "RGB16": (3, np.uint16, cv2.COLOR_RGB2BGR),
}
"""Channels, type, and OpenCV's way to BGR, from which there is one way to RGB."""
_LIMITED_RANGE = {
    "YCbCr601_422_8": cv2.COLOR_YUV2RGB_YUY2,
    "YCbCr601_422_8_CbYCrY": cv2.COLOR_YUV2RGB_UYVY,
}
_FULL_RANGE = {  # where Y and the chroma of each two bytes lie
    "YUV422Packed": 1,
    "YUV422_8_UYVY": 1,
    "YUV422_8": 0,
    "YUV422_YUYV_Packed": 0,
    "YCbCr422_8": 0,
    "YCbCr422_8_CbYCrY": 1,
}


def decode(delivery: Delivery) -> tuple[Image, int]:
    """H x W (grey) or H x W x 3 (RGB), uint8 or uint16, unscaled; and its bits per sample.

    Raises `SourceInvalid` for a format that nobody taught us, `ValueError` for too few bytes.
    """
    name = delivery.pixel_format
    plain = _GREY_OR_BAYER.fullmatch(name)
    if plain:
        return _grey_or_bayer(delivery, plain[1], int(plain[2]), plain[3])
    colour = _COLOUR.get(name.removesuffix("Packed").replace("a8", "A8"))
    if colour:
        return _colour(delivery, *colour)
    if name in _LIMITED_RANGE:
        return cv2.cvtColor(_pairs(delivery), _LIMITED_RANGE[name]), 8
    if name in _FULL_RANGE:
        return _full_range(_pairs(delivery), luma=_FULL_RANGE[name]), 8
    raise SourceInvalid(
        f"the pixel format {name} is not known here",
        "choose another on the camera, for instance Mono8, BayerRG8 or RGB8",
    )


def _grey_or_bayer(
    delivery: Delivery, kind: str, bits: int, packed: str | None
) -> tuple[Image, int]:
    sample: Sample = np.uint8 if bits == 8 else np.uint16
    image = _unpacked(delivery, bits, packed) if packed else _rows(delivery, sample, 1)[..., 0]
    grey = np.ascontiguousarray(image)
    return cast("Image", grey if kind == "Mono" else cv2.cvtColor(grey, _BAYER[kind])), bits


def _colour(
    delivery: Delivery, channels: int, kind: Sample, to_bgr: int | None
) -> tuple[Image, int]:
    pixels = _rows(delivery, kind, channels)
    bgr = pixels if to_bgr is None else cv2.cvtColor(np.ascontiguousarray(pixels), to_bgr)
    return cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), 8 * kind().itemsize


def _rows(delivery: Delivery, kind: Sample, channels: int) -> Image:
    """H x W x channels, padding left out. GenICam's samples are little-endian."""
    width, height = delivery.width, delivery.height
    wanted = width * channels * kind().itemsize
    rows = _lines(delivery, wanted)
    samples = rows.view(np.dtype(kind).newbyteorder("<")).astype(kind, copy=False)
    return cast("Image", samples.reshape(height, width, channels))


def _lines(delivery: Delivery, row_bytes: int) -> Bytes:
    stride = row_bytes + delivery.padding
    needed = stride * delivery.height
    if delivery.data.size < needed:
        raise ValueError(f"{delivery.data.size} bytes where {needed} were announced")
    lines = delivery.data[:needed].reshape(delivery.height, stride)[:, :row_bytes]
    return np.ascontiguousarray(lines)


def _pairs(delivery: Delivery) -> Bytes:
    """H x W x 2: each pixel's luma and one chroma."""
    return _lines(delivery, 2 * delivery.width).reshape(delivery.height, delivery.width, 2)


def _full_range(pairs: Bytes, luma: int) -> Bytes:
    chroma = pairs[..., 1 - luma]
    blue, red = (np.repeat(chroma[:, first::2], 2, axis=1) for first in (0, 1))
    rgb: Bytes = cv2.cvtColor(np.dstack([pairs[..., luma], red, blue]), cv2.COLOR_YCrCb2RGB)
    return rgb


def _unpacked(delivery: Delivery, bits: int, packed: str) -> NDArray[np.uint16]:
    unpack = _UNPACK.get((bits, packed))
    if unpack is None:
        raise SourceInvalid(
            f"the pixel format {delivery.pixel_format} is not known here",
            "choose the unpacked one on the camera, without p or Packed",
        )
    count = delivery.width * delivery.height
    size = -(-count * bits // 8)  # rows follow each other without a gap
    if delivery.data.size < size:
        raise ValueError(f"{delivery.data.size} bytes where {size} were announced")
    group = 5 if bits == 10 else 3
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


_UNPACK: dict[tuple[int, str], Callable[[NDArray[np.uint16]], NDArray[np.uint16]]] = {
    (10, "p"): _unpack_10p,
    (12, "p"): _unpack_12p,
    (12, "Packed"): _unpack_12_packed,  # GigE Vision's own order
}
