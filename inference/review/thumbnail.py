"""An image file -> a small picture with its heat map, without decoding more than is shown."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.decode import UnreadableImage, read_image
from inference.overlay import blended, shrunk

_REDUCED = {
    8: cv2.IMREAD_REDUCED_COLOR_8,
    4: cv2.IMREAD_REDUCED_COLOR_4,
    2: cv2.IMREAD_REDUCED_COLOR_2,
}
_JPEG = (".jpg", ".jpeg")


@dataclass(frozen=True, slots=True, eq=False)
class Thumbnail:
    """One small picture, or the reason why there is none."""

    pixels: NDArray[np.uint8] | None
    """H x W x 3 RGB, read-only, the longest side at most what was asked for."""
    error: str | None = None


def draw_thumbnail(
    path: Path,
    size: tuple[int, int],
    longest_px: int,
    heat: NDArray[np.uint8] | None = None,
    opacity: float = 0.6,
) -> Thumbnail:
    """The picture at most `longest_px` long, its heat map over it; raises nothing.

    `size` is the file's own width and height, (0, 0) if unknown: a large JPEG is then decoded at an
    eighth, a quarter or half. `heat` is h x w, 0..255.
    """
    try:
        picture = _small(path, size, longest_px)
    except UnreadableImage as error:
        return Thumbnail(None, str(error))
    if heat is not None:
        share = heat.astype(np.float32) / np.float32(255.0)
        picture = blended(picture, share, opacity, longest_px=longest_px)
    picture.flags.writeable = False
    return Thumbnail(picture)


def _small(path: Path, size: tuple[int, int], longest_px: int) -> NDArray[np.uint8]:
    reduction = next((by for by in _REDUCED if max(size) >= by * longest_px), 1)
    if reduction > 1 and path.suffix.lower() in _JPEG:
        reduced = _read_reduced(path, reduction)
        if reduced is not None:
            return shrunk(reduced, longest_px)
    image = read_image(path)
    small = shrunk(image, longest_px, 16 if image.dtype == np.uint16 else 8)
    if small.ndim == 2:
        small = np.asarray(cv2.cvtColor(small, cv2.COLOR_GRAY2RGB), np.uint8)
    return small.copy() if small is image else small


def _read_reduced(path: Path, reduction: int) -> NDArray[np.uint8] | None:
    """None where it is easier to let the usual way say what is wrong."""
    try:
        content = np.frombuffer(path.read_bytes(), np.uint8)
        image = cv2.imdecode(content, _REDUCED[reduction])
    except (OSError, cv2.error):
        return None
    return None if image is None else np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8)
