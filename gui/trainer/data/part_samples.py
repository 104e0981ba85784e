"""Some pictures of the data, and what the model sees of each. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.decode import UnreadableImage, read_image
from inference.overlay import shrunk
from inference.part.area import Area
from inference.part.choices import PartChoice, PartNotFound
from inference.preprocess import Colour, InputSpec, fit_area, part_area
from training.data.dataset import LabelledFile
from training.data.loading import bits_per_sample
from training.data.spread import spread_places

SAMPLES = 24
"""Spread over the data: enough to see whether the part is found, soon enough looked at."""
_PICTURE_PX = 900
_SEEN_PX = 176

Say = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class PartSample:
    """One picture."""

    file: LabelledFile
    picture: NDArray[np.uint8]
    """H x W grey or H x W x 3 RGB, shrunk where it is large."""
    size: tuple[int, int]
    """The file's own width and height in px."""
    area: Area | None
    """What the model sees, in px of the file; None is all of it, or nothing."""
    seen: NDArray[np.uint8] | None
    """The same as a small square picture; None where no part is found."""
    why_not: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class PartSamples:
    """What one choice makes of them."""

    part: PartChoice | None
    samples: tuple[PartSample, ...]

    @property
    def missing(self) -> tuple[PartSample, ...]:
        """Those in which no part is found."""
        return tuple(sample for sample in self.samples if sample.seen is None)


def look_for_part(files: Sequence[LabelledFile], part: PartChoice | None, say: Say) -> PartSamples:
    """At most `SAMPLES` of the files, as training and the line would see them.

    Raises `UnreadableImage` or `OSError` where none can be read, and what `say` raises.
    """
    places = spread_places(len(files), SAMPLES)
    samples = []
    trouble: Exception = UnreadableImage("there are no images")
    for done, place in enumerate(places):
        say(done, len(places))
        try:
            samples.append(_sample(files[place], part))
        except (UnreadableImage, OSError) as error:
            trouble = error
    if not samples:
        raise trouble
    return PartSamples(part, tuple(samples))


def _sample(file: LabelledFile, part: PartChoice | None) -> PartSample:
    image = read_image(file.path)
    bits = bits_per_sample(image)
    colour = Colour.GREY if image.ndim == 2 else Colour.RGB
    spec = InputSpec(_SEEN_PX, _SEEN_PX, colour, part=part)
    picture = np.ascontiguousarray(shrunk(image, _PICTURE_PX, bits))
    height, width = image.shape[:2]
    try:
        area = part_area(image, spec, bits)
    except PartNotFound as error:
        return PartSample(file, picture, (width, height), None, None, str(error))
    seen = fit_area(image, area, spec, bits)
    shown = seen[:, :, 0] if spec.channels == 1 else seen
    return PartSample(file, picture, (width, height), area, np.ascontiguousarray(shown))
