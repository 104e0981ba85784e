from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from inference.sources.industrial.delivery import Delivery
from inference.sources.industrial.pixel_formats import decode
from inference.sources.protocol import SourceInvalid
from tests.inference.sources.industrial.encodings import (
    HEIGHT,
    WIDTH,
    gige_packed,
    grey,
    mosaic,
    packed_p,
    red,
)


def delivery(name: str, samples: NDArray[np.generic], padding: int = 0) -> Delivery:
    rows = samples.reshape(HEIGHT, -1).view(np.uint8)
    padded = np.pad(rows, ((0, 0), (0, padding)), constant_values=77)
    return Delivery(name, WIDTH, HEIGHT, padded.reshape(-1), padding)


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


@pytest.mark.parametrize("bits", [10, 12])
def test_gige_visions_own_packing_is_unpacked(bits: int) -> None:
    wanted = grey(bits)
    image, depth = decode(Delivery(f"Mono{bits}Packed", WIDTH, HEIGHT, gige_packed(wanted, bits)))
    assert depth == bits
    np.testing.assert_array_equal(image, wanted)


@pytest.mark.parametrize("order", ["RG", "GR", "GB", "BG"])
@pytest.mark.parametrize("bits", [8, 10, 12, 16])
def test_each_bayer_order_gives_red_as_red(order: str, bits: int) -> None:
    seen = mosaic(order, bits)
    sent = seen.astype(np.uint8) if bits == 8 else seen.astype("<u2")
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


@pytest.mark.parametrize("name", ["RGB10", "RGB12Packed", "RGB16Packed", "BGR12", "BGR16"])
def test_every_bit_of_a_deep_colour_is_kept(name: str) -> None:
    bits = int(name[3:5])
    sent = red(bits)[..., ::-1] if name.startswith("BGR") else red(bits)
    image, depth = decode(delivery(name, np.ascontiguousarray(sent.astype("<u2"))))
    assert depth == bits
    np.testing.assert_array_equal(image, red(bits))


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("YUV444Packed", "uyv"), ("YUV8_UYV", "uyv"), ("YCbCr8", "yuv"),
        ("YUV411Packed", "uyyvyy"), ("YUV411_8_UYYVYY", "uyyvyy"),
    ],
)  # fmt: skip
def test_yuv_with_more_or_less_chroma_comes_out_as_rgb(name: str, order: str) -> None:
    luma, cr, cb = cv2.cvtColor(red().astype(np.uint8), cv2.COLOR_RGB2YCrCb)[0, 0]
    one = np.array([{"y": luma, "u": cb, "v": cr}[letter] for letter in order], np.uint8)
    pixels = order.count("y")
    image, depth = decode(delivery(name, np.tile(one, HEIGHT * WIDTH // pixels), padding=1))
    assert depth == 8
    np.testing.assert_allclose(image, red(), atol=3)


def test_each_pixel_of_yuv_411_has_its_own_luma() -> None:
    luma = np.arange(HEIGHT * WIDTH, dtype=np.uint8).reshape(HEIGHT, WIDTH)
    fours = luma.reshape(-1, 4)
    grey_chroma = np.full(len(fours), 128, np.uint8)
    six = [grey_chroma, fours[:, 0], fours[:, 1], grey_chroma, fours[:, 2], fours[:, 3]]
    image, _ = decode(delivery("YUV411Packed", np.stack(six, axis=1).reshape(-1)))
    np.testing.assert_array_equal(image, np.dstack([luma] * 3))


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


@pytest.mark.parametrize("name", ["Coord3D_C16", "Mono14p", "RGB10V1Packed", ""])
def test_what_nobody_taught_us_is_said(name: str) -> None:
    with pytest.raises(SourceInvalid, match="not known"):
        decode(Delivery(name, WIDTH, HEIGHT, np.zeros(4 * HEIGHT * WIDTH, np.uint8)))
