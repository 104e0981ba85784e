"""Judged parts for the tests of the records."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from inference.decide import decide, fault
from inference.frame import Frame, Image, UnreadableFrame, frozen_copy, new_part_id
from inference.verdict import HeatMap, Inspection, Thresholds, Timings

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
THRESHOLDS = Thresholds(0.4, 0.6)


def grey(size: int = 32) -> Image:
    return np.random.default_rng(7).integers(0, 256, (size, size), dtype=np.uint8)


def heat(size: int = 37) -> HeatMap:
    values = np.random.default_rng(8).random((size, size), dtype=np.float32)
    values.flags.writeable = False
    return HeatMap(values, "evidence")


def judged(
    probability_def: float = 0.9,
    *,
    part_id: str | None = None,
    image: Image | None = None,
    bits_per_sample: int | None = None,
    minutes: float = 0,
    heat_map: HeatMap | None = None,
    model_id: str = "impeller-1",
    line: str = "",
) -> Inspection:
    image = grey() if image is None else image
    frame = Frame(
        frozen_copy(image),
        source="simulated",
        part_id=part_id or new_part_id(),
        captured_at=NOON + timedelta(minutes=minutes),
        bits_per_sample=bits_per_sample or 8 * image.itemsize,
    )
    return Inspection(
        frame,
        decide(probability_def, THRESHOLDS),
        heat_map,
        model_id,
        "ab" * 32,
        Timings(0.5, 1.5, 2.5, 4.5),
        line=line,
    )


def unreadable(part_id: str | None = None) -> Inspection:
    frame = UnreadableFrame(
        source="folder:/in",
        error="the file is empty",
        remedy="write it again",
        part_id=part_id or new_part_id(),
        captured_at=NOON,
        source_path="/in/Teil-ä.png",
    )
    return Inspection(frame, fault(frame.error, frame.remedy))
