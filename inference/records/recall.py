"""A recorded part as it was on the screen: its picture and its map from the archive."""

from __future__ import annotations

from inference.frame import Frame
from inference.records.archive import ImageArchive
from inference.records.errors import ArchiveError
from inference.records.part_record import PartRecord
from inference.verdict import HeatMap, Inspection, Outcome, Verdict


def recalled_frame(record: PartRecord, archive: ImageArchive) -> Frame:
    """The picture that was judged, pixel by pixel. Raises `ArchiveError` where there is none."""
    if record.image is None:
        raise ArchiveError(*_why_no_image(record))
    return Frame(
        archive.load_image(record.image, record.image_sha256),
        source=record.source,
        part_id=record.part_id,
        captured_at=record.time,
        bits_per_sample=record.bits_per_sample or 8,
        source_path=record.source_path,
    )


def recalled(record: PartRecord, archive: ImageArchive) -> Inspection:
    """Verdict, picture and map as they were. Raises `ArchiveError` where there is no picture.

    A map that is not there any more is left out: the picture is worth showing without it.
    """
    return Inspection(
        recalled_frame(record, archive),
        recalled_verdict(record),
        _recalled_map(record, archive),
        record.model_id,
        record.model_sha256,
        record.timings,
        line=record.line,
    )


def recalled_verdict(record: PartRecord) -> Verdict:
    """What the station said, by the thresholds of then."""
    return Verdict(
        record.outcome,
        record.probability_def,
        record.thresholds,
        record.defect_type,
        record.error,
        record.remedy,
    )


def _recalled_map(record: PartRecord, archive: ImageArchive) -> HeatMap | None:
    if record.heat_map is None:
        return None
    try:
        return archive.load_heat_map(record.heat_map, record.heat_map_method or "")
    except ArchiveError:
        return None


def _why_no_image(record: PartRecord) -> tuple[str, str]:
    if record.image_deleted_at is not None:
        day = f"{record.image_deleted_at.astimezone():%Y-%m-%d}"
        return (
            f"the picture was deleted on {day}, by its age or to keep room on the disk",
            "the settings say how long pictures are kept: max_age_days and min_free_share",
        )
    if record.outcome is Outcome.FAULT and record.bits_per_sample is None:
        return "there was no picture: it could not be read", "see what went wrong"
    return (
        "no picture was kept: the archive rule of then left this part out",
        'Setup keeps the image and heat map "of every part", if asked to (or --archive all)',
    )
