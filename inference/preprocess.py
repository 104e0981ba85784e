"""The one way from a frame to what the model sees: the same bytes in training and on the line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.frame import Image
from inference.part.area import Area, cut_out, laid_over_frame
from inference.part.choices import FoundPart, PartChoice, PartRegion
from inference.part.search import find_part, searched


class Colour(StrEnum):
    """What the model's input channels are."""

    GREY = "grey"
    RGB = "rgb"


@dataclass(frozen=True, slots=True)
class InputSpec:
    """What a model wants to see. Lives in the model package's manifest."""

    height: int
    width: int
    colour: Colour
    offset: float = 0.0
    """Subtracted from the 0..255 value, before `scale`."""
    scale: float = 1.0 / 255.0
    """The tensor is (value - offset) * scale."""
    part: PartChoice | None = None
    """Which place of the picture is the part; None is the whole picture."""

    @property
    def channels(self) -> int:
        return 1 if self.colour is Colour.GREY else 3


def fit_to_input(image: Image, spec: InputSpec, bits_per_sample: int = 8) -> NDArray[np.uint8]:
    """Place, depth, colour and size as the model wants them: H x W x C, uint8, 0..255.

    `image` is H x W or H x W x 3 (RGB), uint8 or uint16. Training augments what this returns; the
    line goes straight on to `to_tensor`. Raises `PartNotFound`.
    """
    area = part_area(image, spec, bits_per_sample)
    return fit_area(image, area, spec, bits_per_sample)


def part_area(image: Image, spec: InputSpec, bits_per_sample: int = 8) -> Area | None:
    """The place of the picture that the model sees; None is all of it. Raises `PartNotFound`."""
    height, width = image.shape[:2]
    if isinstance(spec.part, PartRegion):
        return spec.part.area_in(width, height)
    if isinstance(spec.part, FoundPart):
        part = _search(image, bits_per_sample)
        return spec.part.area_around(part, (width, height), spec.width / spec.height)
    return None


def fit_area(
    image: Image, area: Area | None, spec: InputSpec, bits_per_sample: int = 8
) -> NDArray[np.uint8]:
    """As `fit_to_input`, of a place that is known: what lies over the picture, a mask, goes along.

    Shrinking averages areas, so that no pit falls between two samples; enlarging interpolates
    linearly. The aspect ratio is not kept.
    """
    place = image if area is None else cut_out(image, area)
    pixels = _to_colour(to_8_bit(place, bits_per_sample), spec.colour)
    fitted = _to_size(pixels, spec)
    return fitted.reshape(spec.height, spec.width, spec.channels)


def over_frame(
    heat: NDArray[np.float32], area: Area | None, spec: InputSpec, frame_shape: tuple[int, ...]
) -> NDArray[np.float32]:
    """A map of what the model sees as a map of the whole frame, 0 outside of the area.

    One model's maps are of one size, whatever the part and the frame.
    """
    if area is None or spec.part is None:
        return heat
    cells = spec.part.cells_for((heat.shape[0], heat.shape[1]))
    return laid_over_frame(heat, area, frame_shape, cells)


def to_tensor(fitted: NDArray[np.uint8], spec: InputSpec) -> NDArray[np.float32]:
    """What the model takes: float32, the same shape, (value - offset) * scale."""
    tensor = fitted.astype(np.float32)
    if spec.offset:
        tensor -= np.float32(spec.offset)
    tensor *= np.float32(spec.scale)
    return tensor


def prepare(image: Image, spec: InputSpec, bits_per_sample: int = 8) -> NDArray[np.float32]:
    """One image as a batch of one: 1 x H x W x C, float32."""
    return to_tensor(fit_to_input(image, spec, bits_per_sample), spec)[np.newaxis]


def to_8_bit(image: Image, bits_per_sample: int) -> NDArray[np.uint8]:
    """The same shape in uint8: full scale (2^bits - 1) becomes 255.

    Raises `ValueError` for a uint16 image that is said to have 8 bits: it would come out white.
    """
    if image.dtype == np.uint8:
        return image.astype(np.uint8, copy=False)
    if bits_per_sample <= 8:
        raise ValueError("a uint16 image has more than 8 bits per sample: say how many")
    full_scale = (1 << bits_per_sample) - 1
    scaled: NDArray[np.uint8] = cv2.convertScaleAbs(image, alpha=255.0 / full_scale)
    return scaled


def _search(image: Image, bits_per_sample: int) -> Area:
    height, width = image.shape[:2]
    return find_part(to_8_bit(searched(image), bits_per_sample), (width, height))


def _to_colour(image: NDArray[np.uint8], colour: Colour) -> NDArray[np.uint8]:
    is_grey = image.ndim == 2
    if colour is Colour.GREY:
        converted = image if is_grey else cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    else:
        converted = cv2.cvtColor(image, cv2.COLOR_GRAY2RGB) if is_grey else image
    return np.asarray(converted, np.uint8)


def _to_size(image: NDArray[np.uint8], spec: InputSpec) -> NDArray[np.uint8]:
    height, width = image.shape[:2]
    if (height, width) == (spec.height, spec.width):
        return image
    shrinks = spec.height * spec.width < height * width
    interpolation = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    resized = cv2.resize(image, (spec.width, spec.height), interpolation=interpolation)
    return np.asarray(resized, np.uint8)
