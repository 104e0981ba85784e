"""One picture of a camera as a person who sets it up looks at it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.frame import Image
from inference.overlay import shrunk
from inference.trial.focus import sharpness
from inference.trial.light import Light, Mask, light_of, over_and_under

_LONGEST_PX = 1200


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """Small enough to be painted; the figures are of the whole picture."""

    picture: NDArray[np.uint8]
    """h x w (grey) or h x w x 3 (RGB), at most 1200 px long."""
    over: Mask
    """h x w: here at least one pixel of the camera's is over-exposed."""
    under: Mask
    light: Light
    sharpness: float
    width_px: int
    height_px: int
    bits: int


def look_at(image: Image, bits: int) -> Look:
    """`image`: H x W or H x W x 3 (RGB), uint8 or uint16, `bits` of it used."""
    over, under = over_and_under(image, bits)
    picture = shrunk(image, _LONGEST_PX, bits)
    height, width = picture.shape[:2]
    return Look(
        picture,
        fitted_mask(over, width, height),
        fitted_mask(under, width, height),
        light_of(image, bits, over, under),
        sharpness(image),
        width_px=image.shape[1],
        height_px=image.shape[0],
        bits=bits,
    )


def fitted_mask(mask: Mask, width: int, height: int) -> Mask:
    """At another size. One pixel alone is not lost: it may be the glint that hides the defect."""
    marks = mask.astype(np.uint8) * 255
    how = cv2.INTER_AREA if width < mask.shape[1] else cv2.INTER_NEAREST
    resized = cv2.resize(marks, (width, height), interpolation=how)
    return np.asarray(resized > 0, np.bool_)
