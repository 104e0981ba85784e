"""`whole`, `found` or `X,Y,W,H` -> which place of each picture is the part."""

from __future__ import annotations

import re
from pathlib import Path

from inference.decode import UnreadableImage, read_image
from inference.part.choices import FoundPart, PartChoice, PartRegion
from training.data.dataset import find_dataset

WHOLE, FOUND, REGION = "whole", "found", "region"
"""The kinds of choices."""
_REGION = re.compile(r"(\d+),(\d+),(\d+),(\d+)")


def part_choice(words: str, folder: Path, good: str | None = None) -> PartChoice | None:
    """What `words` choose for the pictures in `folder`; None is the whole picture.

    A region is in px of the folder's pictures, as the first that can be read shows them. Raises
    `ValueError` for other words and a region that is not inside, and `UnusableDataset`.
    """
    if words == WHOLE:
        return None
    if words == FOUND:
        return FoundPart()
    numbers = _REGION.fullmatch(words.replace(" ", ""))
    if numbers is None:
        raise ValueError(f"{words!r} is none of: {WHOLE}, {FOUND}, X,Y,W,H (in px)")
    x, y, width, height = map(int, numbers.groups())
    return PartRegion(x, y, width, height, *_picture_size(folder, good))


def kind_of_choice(part: PartChoice | None) -> str:
    """`WHOLE`, `FOUND` or `REGION`."""
    if part is None:
        return WHOLE
    return REGION if isinstance(part, PartRegion) else FOUND


def _picture_size(folder: Path, good: str | None) -> tuple[int, int]:
    """Width and height."""
    for file in find_dataset(folder, good).files:
        try:
            height, width = read_image(file.path).shape[:2]
        except (UnreadableImage, OSError):
            continue
        return width, height
    raise ValueError("none of the images can be read, so that a region means nothing")
