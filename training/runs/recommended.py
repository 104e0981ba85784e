"""Which recipe suits a folder's images."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from inference.decode import UnreadableImage, read_image
from training.architectures.catalogue import recommended_recipe
from training.data.dataset import LabelledFile
from training.data.spread import spread_places

_LOOKED_AT = 40
"""Images, spread over all: their sizes say what the others have."""


def recommended_for(files: Sequence[LabelledFile]) -> str:
    """The recipe's name. Images that can't be read have no size, and do no harm."""
    sides = list(_longer_sides(files))
    return recommended_recipe(len(files), float(np.median(sides)) if sides else 0.0)


def _longer_sides(files: Sequence[LabelledFile]) -> Iterator[int]:
    for place in spread_places(len(files), _LOOKED_AT):
        try:
            image = read_image(files[place].path)
        except (UnreadableImage, OSError):
            continue
        yield max(image.shape[:2])
