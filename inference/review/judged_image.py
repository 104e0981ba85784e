"""One image, judged: what is kept of it. Pure data."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from inference.frame import Frame, UnreadableFrame
from inference.sources.folder_scan import Stamp
from inference.verdict import Inspection


class JudgingModel(NamedTuple):
    """Which model said it, and with which map."""

    id: str
    sha256: str
    method: str


class JudgedImage(NamedTuple):
    """The answer without the picture."""

    stamp: Stamp | None
    """Size and time of the file; None where it could not be asked."""
    probability_def: float
    """P(def); NaN for a FAULT."""
    likeliest_type: str | None
    """Of its defect, were it one: the thresholds decide later."""
    heat: NDArray[np.uint8] | None
    """h x w, 0..255 on the model's fixed scale; None for a FAULT."""
    size: tuple[int, int] = (0, 0)
    """Width and height of the picture in px; (0, 0) where it could not be read."""
    error: str | None = None
    remedy: str | None = None
    slot: int | None = None
    """Where its map lies already: it was judged before the program ended."""


def judged_image(inspection: Inspection) -> JudgedImage:
    """What is kept of an inspection; the stamp is for whoever looked at the file."""
    verdict, heat_map = inspection.verdict, inspection.heat_map
    heat = None
    if heat_map is not None and verdict.error is None:
        heat = np.round(heat_map.heat * 255.0).astype(np.uint8)
    return JudgedImage(
        stamp=None,
        probability_def=np.nan if verdict.probability_def is None else verdict.probability_def,
        likeliest_type=inspection.likeliest_type,
        heat=heat,
        size=_size_of(inspection.frame),
        error=verdict.error,
        remedy=verdict.remedy,
    )


def _size_of(part: Frame | UnreadableFrame) -> tuple[int, int]:
    if isinstance(part, UnreadableFrame):
        return 0, 0
    height, width = part.image.shape[:2]
    return width, height
