"""YUV and YCbCr -> RGB."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import cv2
import numpy as np

from inference.sources.industrial.delivery import Delivery
from inference.sources.industrial.rows import Bytes, lines_of, rows_of


def rgb_reader(pixel_format: str) -> Callable[[Delivery], Bytes] | None:
    """What makes H x W x 3 uint8 (RGB) of this format; None where it is none of these."""
    return _READERS.get(pixel_format)


def _half_limited(order: int) -> Callable[[Delivery], Bytes]:
    """Two pixels share one chroma, within 16 to 235 and 240."""

    def read(delivery: Delivery) -> Bytes:
        rgb: Bytes = cv2.cvtColor(_pairs(delivery), order)
        return rgb

    return read


def _half(luma: int) -> Callable[[Delivery], Bytes]:
    """Two pixels share one chroma; `luma`: where of each two bytes Y lies."""

    def read(delivery: Delivery) -> Bytes:
        pairs = _pairs(delivery)
        chroma = pairs[..., 1 - luma]
        blue, red = (np.repeat(chroma[:, first::2], 2, axis=1) for first in (0, 1))
        return _rgb(pairs[..., luma], blue, red)

    return read


def _full(*places: int) -> Callable[[Delivery], Bytes]:
    """Each pixel has its chroma; where Y, Cb and Cr lie."""

    def read(delivery: Delivery) -> Bytes:
        samples = rows_of(delivery, np.uint8, 3).view(np.uint8)
        luma, blue, red = (samples[..., place] for place in places)
        return _rgb(luma, blue, red)

    return read


def _quarter(delivery: Delivery) -> Bytes:
    """Four pixels share one chroma: U Y Y V Y Y."""
    lines = lines_of(delivery, delivery.width * 3 // 2)
    fours = lines.reshape(delivery.height, delivery.width // 4, 6)
    luma = fours[..., [1, 2, 4, 5]].reshape(delivery.height, delivery.width)
    blue, red = (np.repeat(fours[..., place], 4, axis=1) for place in (0, 3))
    return _rgb(luma, blue, red)


def _pairs(delivery: Delivery) -> Bytes:
    """H x W x 2: each pixel's luma and one chroma."""
    return lines_of(delivery, 2 * delivery.width).reshape(delivery.height, delivery.width, 2)


def _rgb(luma: Bytes, blue: Bytes, red: Bytes) -> Bytes:
    rgb: Bytes = cv2.cvtColor(np.dstack([luma, red, blue]), cv2.COLOR_YCrCb2RGB)
    return rgb


_READERS: Mapping[str, Callable[[Delivery], Bytes]] = {
    "YCbCr601_422_8": _half_limited(cv2.COLOR_YUV2RGB_YUY2),
    "YCbCr601_422_8_CbYCrY": _half_limited(cv2.COLOR_YUV2RGB_UYVY),
    "YUV422Packed": _half(luma=1),
    "YUV422_8_UYVY": _half(luma=1),
    "YUV422_8": _half(luma=0),
    "YUV422_YUYV_Packed": _half(luma=0),
    "YCbCr422_8": _half(luma=0),
    "YCbCr422_8_CbYCrY": _half(luma=1),
    "YUV444Packed": _full(1, 0, 2),
    "YUV8_UYV": _full(1, 0, 2),
    "YCbCr8_CbYCr": _full(1, 0, 2),
    "YCbCr8": _full(0, 1, 2),
    "YUV411Packed": _quarter,
    "YUV411_8_UYYVYY": _quarter,
    "YCbCr411_8_CbYYCrYY": _quarter,
}
