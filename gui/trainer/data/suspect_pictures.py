"""The search for suspicious labels, and pictures of what it found. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.decode import UnreadableImage, read_image
from inference.overlay import fitted
from training.data.loading import bits_per_sample
from training.evaluation.judging import Say
from training.suspects.process import find_suspects_aside
from training.suspects.search import Suspects

_PICTURE_PX = 360


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What was found, with a picture of each: H x W x 3 RGB, or None where it can't be read."""

    suspects: Suspects
    pictures: tuple[NDArray[np.uint8] | None, ...]


def search(folder: Path, good: str | None, say: Say) -> Found:
    """In a process of its own. Raises as `find_suspects_aside` does."""
    suspects = find_suspects_aside(folder, good, say)
    return Found(suspects, tuple(_picture(one.path) for one in suspects.suspects))


def _picture(path: Path) -> NDArray[np.uint8] | None:
    try:
        image = read_image(path)
    except UnreadableImage:
        return None
    picture = fitted(image, _PICTURE_PX, bits_per_sample(image))
    if picture.ndim == 2:
        picture = np.asarray(cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB), np.uint8)
    return np.ascontiguousarray(picture)
