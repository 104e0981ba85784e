from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from inference.sources.industrial.delivery import Delivery
from inference.sources.industrial.pixel_formats import decode
from inference.sources.protocol import SourceInvalid

HEIGHT, WIDTH = 8, 12
RED = (220, 20, 30)


def grey(bits: int) -> NDArray[np.uint16]:
    """Every value from nothing to the brightest, in no order that a wrong unpacking would keep."""
    levels = np.linspace(0, 2**bits - 1, HEIGHT * WIDTH).astype(np.uint16)
    return np.random.default_rng(1).permutation(levels).reshape(HEIGHT, WIDTH)


def red(depth: int = 8) -> NDArray[np.uint16]:
    return np.full((HEIGHT, WIDTH, 3), RED, np.uint16) << (depth - 8)


def delivery(name: str, samples: NDArray[np.generic], padding: int = 0) -> Delivery:
    rows = samples.reshape(HEIGHT, -1).view(np.uint8)
    padded = np.pad(rows, ((0, 0), (0, padding)), constant_values=77)
    return Delivery(name, WIDTH, HEIGHT, padded.reshape(-1), padding)


def packed_p(values: NDArray[np.uint16], bits: int) -> NDArray[np.uint8]:
    """Bit after bit, the lowest first: what GenICam's `p` means."""
    lowest_first = (values.reshape(-1, 1) >> np.arange(bits)) & 1
    return np.packbits(lowest_first.astype(np.uint8).reshape(-1), bitorder="little")


@pytest.mark.parametrize(("bits", "padding"), [(8, 0), (8, 3), (10, 0), (12, 4), (16, 0)])
def test_grey_keeps_each_bit_and_is_not_scaled(bits: int, padding: int) -> None:
    wanted = grey(bits)
    sent = wanted.astype(np.uint8) if bits == 8 else wanted.astype("<u2")
    image, depth = decode(delivery(f"Mono{bits}", sent, padding))
    assert depth == bits
    assert image.dtype == (np.uint8 if bits == 8 else np.uint16)
    np.testing.assert_array_equal(image, wanted)


@pytest.mark.parametrize("bits", [10, 12])
def test_packed_grey_is_unpacked(bits: int) -> None:
    wanted = grey(bits)
    sent = Delivery(f"Mono{bits}p", WIDTH, HEIGHT, packed_p(wanted, bits))
    image, depth = decode(sent)
    assert depth == bits
    np.testing.assert_array_equal(image, wanted)


def test_gige_visions_own_packing_is_unpacked() -> None:
    wanted = grey(12)
    first, second = wanted.reshape(-1, 2).T
    low = (first & 0xF) | (second & 0xF) << 4
    sent = np.stack([first >> 4, low, second >> 4], axis=1).astype(np.uint8).reshape(-1)
    image, _ = decode(Delivery("Mono12Packed", WIDTH, HEIGHT, sent))
    np.testing.assert_array_equal(image, wanted)


@pytest.mark.parametrize("order", ["RG", "GR", "GB", "BG"])
@pytest.mark.parametrize("bits", [8, 10, 12, 16])
def test_each_bayer_order_gives_red_as_red(order: str, bits: int) -> None:
    second = {"RG": "GB", "GR": "BG", "GB": "RG", "BG": "GR"}[order]
    mosaic = np.empty((HEIGHT, WIDTH), np.uint16)
    for row, letters in enumerate((order, second)):
        for column, letter in enumerate(letters):
            mosaic[row::2, column::2] = red(bits)[0, 0, "RGB".index(letter)]
    sent = mosaic.astype(np.uint8) if bits == 8 else mosaic.astype("<u2")
    image, depth = decode(delivery(f"Bayer{order}{bits}", sent))
    assert depth == bits
    np.testing.assert_array_equal(image, red(bits))


@pytest.mark.parametrize(
    ("name", "channels"),
    [
        ("RGB8", [0, 1, 2]), ("RGB8Packed", [0, 1, 2]), ("BGR8", [2, 1, 0]),
        ("BGR8Packed", [2, 1, 0]), ("RGBa8", [0, 1, 2, 0]), ("BGRa8", [2, 1, 0, 0]),
        ("BGRA8Packed", [2, 1, 0, 0]),
    ],
)  # fmt: skip
def test_colours_come_out_as_rgb(name: str, channels: list[int]) -> None:
    sent = np.ascontiguousarray(red().astype(np.uint8)[..., channels])
    image, depth = decode(delivery(name, sent, padding=2))
    assert depth == 8
    np.testing.assert_array_equal(image, red())


def test_sixteen_bits_of_colour_are_kept() -> None:
    image, depth = decode(delivery("RGB16Packed", red(16).astype("<u2")))
    assert depth == 16
    np.testing.assert_array_equal(image, red(16))


@pytest.mark.parametrize(
    ("name", "luma_first", "limited"),
    [
        ("YUV422Packed", False, False), ("YUV422_8", True, False),
        ("YUV422_YUYV_Packed", True, False), ("YCbCr422_8", True, False),
        ("YCbCr601_422_8", True, True), ("YCbCr601_422_8_CbYCrY", False, True),
    ],
)  # fmt: skip
def test_yuv_comes_out_as_rgb(name: str, luma_first: bool, limited: bool) -> None:
    luma, cr, cb = cv2.cvtColor(red().astype(np.uint8), cv2.COLOR_RGB2YCrCb)[0, 0].astype(float)
    if limited:  # ITU-R BT.601: 16..235 and 16..240
        luma, cr, cb = 16 + luma * 219 / 255, *(128 + (c - 128) * 224 / 255 for c in (cr, cb))
    two = np.array([luma, cb, luma, cr] if luma_first else [cb, luma, cr, luma])
    sent = np.tile(two.round().astype(np.uint8), HEIGHT * WIDTH // 2)
    image, depth = decode(delivery(name, sent))
    assert depth == 8
    np.testing.assert_allclose(image, red(), atol=3)


@pytest.mark.parametrize("name", ["Mono8", "Mono12p", "RGB8", "YUV422_8"])
def test_a_buffer_that_is_too_short_is_no_picture(name: str) -> None:
    with pytest.raises(ValueError, match="announced"):
        decode(Delivery(name, WIDTH, HEIGHT, np.zeros(20, np.uint8)))


@pytest.mark.parametrize("name", ["Coord3D_C16", "Mono10Packed", ""])
def test_what_nobody_taught_us_is_said(name: str) -> None:
    with pytest.raises(SourceInvalid, match="not known"):
        decode(Delivery(name, WIDTH, HEIGHT, np.zeros(4 * HEIGHT * WIDTH, np.uint8)))
