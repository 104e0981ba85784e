"""GenICam's pixel formats -> grey or RGB, at the depth that the camera has."""

from __future__ import annotations

import re
from typing import cast

import cv2
import numpy as np

from inference.frame import Image
from inference.sources.industrial.delivery import Delivery
from inference.sources.industrial.luma_chroma import rgb_reader
from inference.sources.industrial.rows import Sample, rows_of
from inference.sources.industrial.unpacking import unpacked
from inference.sources.protocol import SourceInvalid

_GREY_OR_BAYER = re.compile(r"(Mono|BayerRG|BayerGR|BayerGB|BayerBG)(8|10|12|14|16)(p|Packed)?")
_BAYER = {
    "BayerRG": cv2.COLOR_BayerRGGB2RGB,
    "BayerGR": cv2.COLOR_BayerGRBG2RGB,
    "BayerGB": cv2.COLOR_BayerGBRG2RGB,
    "BayerBG": cv2.COLOR_BayerBGGR2RGB,
}
_DEEP_COLOUR = re.compile(r"(RGB|BGR)(10|12|14|16)(Packed)?")
_COLOUR: dict[str, tuple[int, Sample, int | None]] = {
    "RGB8": (3, np.uint8, cv2.COLOR_RGB2BGR),
    "BGR8": (3, np.uint8, None),
    "RGBA8": (4, np.uint8, cv2.COLOR_RGBA2BGR),
    "BGRA8": (4, np.uint8, cv2.COLOR_BGRA2BGR),
}
"""Channels, type, and OpenCV's way to BGR, from which there is one way to RGB."""


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
        return _colour(delivery, *colour), 8
    deep = _DEEP_COLOUR.fullmatch(name)
    if deep:
        to_bgr = cv2.COLOR_RGB2BGR if deep[1] == "RGB" else None
        return _colour(delivery, 3, np.uint16, to_bgr), int(deep[2])
    read_rgb = rgb_reader(name)
    if read_rgb:
        return read_rgb(delivery), 8
    raise SourceInvalid(
        f"the pixel format {name} is not known here",
        "choose another on the camera, for instance Mono8, BayerRG8 or RGB8",
    )


def _grey_or_bayer(
    delivery: Delivery, kind: str, bits: int, packed: str | None
) -> tuple[Image, int]:
    sample: Sample = np.uint8 if bits == 8 else np.uint16
    image = unpacked(delivery, bits, packed) if packed else rows_of(delivery, sample, 1)[..., 0]
    grey = np.ascontiguousarray(image)
    return cast("Image", grey if kind == "Mono" else cv2.cvtColor(grey, _BAYER[kind])), bits


def _colour(delivery: Delivery, channels: int, kind: Sample, to_bgr: int | None) -> Image:
    pixels = rows_of(delivery, kind, channels)
    bgr = pixels if to_bgr is None else cv2.cvtColor(np.ascontiguousarray(pixels), to_bgr)
    return cast("Image", cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB))
