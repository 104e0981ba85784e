"""What goes into the records, and what comes out of them. Pure data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from inference.records.archive import ArchivedImage
from inference.verdict import Inspection, Outcome, Thresholds, Timings


@dataclass(frozen=True, slots=True, eq=False)
class RecordedPart:
    """One judged part on its way into the records, with its image where one was archived."""

    inspection: Inspection
    archived: ArchivedImage | None = None


@dataclass(frozen=True, slots=True)
class OperatorVerdict:
    """What a person said of a part, and when (UTC)."""

    outcome: Outcome
    by: str
    time: datetime


class Ruling(StrEnum):
    """What an operator's latest word makes of the station's outcome."""

    CONFIRMED = "confirmed"
    OVERRULED = "overruled"


@dataclass(frozen=True, slots=True)
class ThresholdChange:
    """Somebody moved the thresholds of a model at `time` (UTC). `old` is None for the first."""

    time: datetime
    model_id: str
    old: Thresholds | None
    new: Thresholds
    by: str


@dataclass(frozen=True, slots=True)
class PartRecord:
    """One part as it was recorded.

    It never changes, but for what an operator says, and for images deleted by age or for room.
    """

    part_id: str
    time: datetime
    """When the picture was taken, UTC."""
    source: str
    source_path: str | None
    outcome: Outcome
    """What the station said; an operator's word is in `operator`."""
    probability_def: float | None
    thresholds: Thresholds | None
    defect_type: str | None
    error: str | None
    remedy: str | None
    model_id: str | None
    model_sha256: str | None
    image: str | None
    """Below the images folder, with forward slashes; None when not archived, or deleted since."""
    image_sha256: str | None
    """Of the file; stays when the image is deleted."""
    bits_per_sample: int | None
    """Of the image's values; None for a part that had no image."""
    heat_map: str | None
    heat_map_method: str | None
    image_deleted_at: datetime | None
    timings: Timings
    operator: OperatorVerdict | None = None
    """The latest word of a person; None when nobody said anything."""
    line: str = ""
    """Which of several lines judged it; empty where there was only one."""


@dataclass(frozen=True, slots=True)
class PartFilter:
    """Which records are wanted. What is None does not restrict. Times carry their zone."""

    part_id: str | None = None
    outcome: Outcome | None = None
    since: datetime | None = None
    """From this moment on."""
    until: datetime | None = None
    """Before this moment."""
    source: str | None = None
    line: str | None = None
    model_id: str | None = None
    defect_type: str | None = None
    ruling: Ruling | None = None
    text: str | None = None
    """The part's id begins with it, or its file's name or its error holds it; no matter the case
    of ASCII letters."""


@dataclass(frozen=True, slots=True)
class ArchivedFiles:
    """The files of one recorded part that are still on disk."""

    part_id: str
    time: datetime
    image: str
    heat_map: str | None
    size_bytes: int
