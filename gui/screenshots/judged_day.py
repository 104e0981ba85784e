"""A day of the line for the History tab's charts: drawn parts, really judged, recorded as then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from inference.classifier import Classifier
from inference.frame import Frame, Image, frozen_copy
from inference.home import Home
from inference.package import read_package
from inference.records.part_record import RecordedPart
from inference.records.records import Records
from inference.sources.settings import DEFECT_TYPES
from inference.sources.simulated import draw_part, order_defect
from inference.station.judge import Judge

_HOURS = 24
_PARTS_AN_HOUR = 50
_SEED = 23
_PX = 300
_DEFECT_SHARE = 0.06
_BAD_HOURS, _BAD_SHARE = (9, 10), 0.3
"""Something went wrong before the line, and was mended."""
_COVERED_EVERY = 240
"""A hand before the lens."""


def record_day(home: Home, model: Path) -> None:
    """Up to now, part after part; pictures are not kept."""
    judge = Judge(Classifier(read_package(model)))
    begin = datetime.now(UTC) - timedelta(hours=_HOURS)
    with Records(home.database) as records:
        for hour in range(_HOURS):
            numbers = range(hour * _PARTS_AN_HOUR, (hour + 1) * _PARTS_AN_HOUR)
            parts = judge.judge_batch([_frame(begin, number, hour) for number in numbers])
            records.add([RecordedPart(part) for part in parts])


def _frame(begin: datetime, number: int, hour: int) -> Frame:
    return Frame(
        frozen_copy(_image(number, _BAD_SHARE if hour in _BAD_HOURS else _DEFECT_SHARE)),
        source="simulated",
        part_id=f"day-{number:05}",
        captured_at=begin + number * timedelta(hours=1) / _PARTS_AN_HOUR,
    )


def _image(number: int, defect_share: float) -> Image:
    if number % _COVERED_EVERY == _COVERED_EVERY - 1:
        return np.zeros((_PX, _PX), np.uint8)
    defect = order_defect(_SEED, number, defect_share, DEFECT_TYPES)
    return draw_part(_SEED, number, defect, _PX).image
