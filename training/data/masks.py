"""Masks that a person draws: where the defect is, kept beside the images and never in them."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.decode import UnreadableImage, read_image
from inference.files_on_disk import write_atomically
from training.data.dataset import LabelledFile, drawn_mask


def read_mask(file: LabelledFile, size: tuple[int, int]) -> NDArray[np.uint8]:
    """H x W of `size`, 255 on the defect and 0 elsewhere; all 0 where there is none to be read."""
    empty = np.zeros(size, np.uint8)
    if file.mask is None:
        return empty
    try:
        found = read_image(file.mask)
    except UnreadableImage:
        return empty
    if found.shape[:2] != size:
        found = cv2.resize(found, size[::-1], interpolation=cv2.INTER_NEAREST)
    seen = found.reshape(*size, -1).max(axis=2) > 0
    return np.where(seen, np.uint8(255), np.uint8(0))


def write_mask(root: Path, file: LabelledFile, mask: NDArray[np.uint8]) -> None:
    """Keep it as `masks/<class>/<name>.png` in the dataset's folder `root`; an empty one goes.

    A mask that came with the images is left as it is; the drawn one counts instead, also when it
    is empty. Raises `OSError`.
    """
    place = drawn_mask(root, file.path)
    if not mask.any() and file.mask in (None, place):
        place.unlink(missing_ok=True)
        return
    encoded = cv2.imencode(".png", mask, [cv2.IMWRITE_PNG_COMPRESSION, 3])[1]
    write_atomically(place, encoded.tobytes())
