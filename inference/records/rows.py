"""Judged part -> row, row -> record."""

from __future__ import annotations

from typing import Any

from sqlalchemy import RowMapping

from inference.frame import Frame
from inference.records.part_record import (
    ArchivedFiles,
    OperatorVerdict,
    PartRecord,
    RecordedPart,
    ThresholdChange,
)
from inference.verdict import Inspection, Outcome, Thresholds, Timings

Row = dict[str, Any]


def part_row(part: RecordedPart) -> Row:
    """The row of `parts` for one judged part."""
    inspection = part.inspection
    frame, timings = inspection.frame, inspection.timings
    return {
        "part_id": frame.part_id,
        "time": frame.captured_at,
        "source": _storable(frame.source),
        "source_path": _storable(frame.source_path),
        "line": inspection.line or None,
        "model_id": inspection.model_id,
        "model_sha256": inspection.model_sha256,
        "bits_per_sample": frame.bits_per_sample if isinstance(frame, Frame) else None,
        "queued_ms": timings.queued_ms,
        "preprocess_ms": timings.preprocess_ms,
        "inference_ms": timings.inference_ms,
        "total_ms": timings.total_ms,
        "trigger_to_verdict_ms": timings.trigger_to_verdict_ms,
        **_verdict_columns(inspection),
        **_archive_columns(part),
    }


def part_record(row: RowMapping) -> PartRecord:
    """The record for a row of `parts`, joined with the latest operator verdict."""
    return PartRecord(
        part_id=row["part_id"],
        time=row["time"],
        source=row["source"],
        source_path=row["source_path"],
        outcome=Outcome(row["outcome"]),
        probability_def=row["probability_def"],
        thresholds=_thresholds(row["unsure_from"], row["def_from"]),
        defect_type=row["defect_type"],
        error=row["error"],
        remedy=row["remedy"],
        model_id=row["model_id"],
        model_sha256=row["model_sha256"],
        image=row["image"],
        image_sha256=row["image_sha256"],
        bits_per_sample=row["bits_per_sample"],
        heat_map=row["heat_map"],
        heat_map_method=row["heat_map_method"],
        image_deleted_at=row["image_deleted_at"],
        timings=_timings(row),
        operator=_latest_operator_verdict(row),
        line=row["line"] or "",
    )


def operator_verdict(row: RowMapping) -> OperatorVerdict:
    """For a row of `operator_verdicts`."""
    return OperatorVerdict(Outcome(row["outcome"]), row["by"], row["time"])


def threshold_change(row: RowMapping) -> ThresholdChange:
    """For a row of `threshold_changes`."""
    return ThresholdChange(
        time=row["time"],
        model_id=row["model_id"],
        old=_thresholds(row["old_unsure_from"], row["old_def_from"]),
        new=Thresholds(row["new_unsure_from"], row["new_def_from"]),
        by=row["by"],
    )


def archived_files(row: RowMapping) -> ArchivedFiles:
    """For a row of `parts` whose image is on disk."""
    return ArchivedFiles(
        part_id=row["part_id"],
        time=row["time"],
        image=row["image"],
        heat_map=row["heat_map"],
        size_bytes=row["archived_bytes"],
    )


def _verdict_columns(inspection: Inspection) -> Row:
    verdict = inspection.verdict
    thresholds = verdict.thresholds
    return {
        "outcome": verdict.outcome.value,
        "probability_def": verdict.probability_def,
        "unsure_from": None if thresholds is None else thresholds.unsure_from,
        "def_from": None if thresholds is None else thresholds.def_from,
        "defect_type": verdict.defect_type,
        "error": _storable(verdict.error),
        "remedy": _storable(verdict.remedy),
    }


def _archive_columns(part: RecordedPart) -> Row:
    archived, heat_map = part.archived, part.inspection.heat_map
    method = None if heat_map is None else heat_map.method
    if archived is None:
        return dict.fromkeys(("image", "image_sha256", "heat_map", "archived_bytes")) | {
            "heat_map_method": method
        }
    return {
        "image": archived.image,
        "image_sha256": archived.image_sha256,
        "heat_map": archived.heat_map,
        "heat_map_method": method,
        "archived_bytes": archived.size_bytes,
    }


def _storable(words: str | None) -> str | None:
    # The name of a file may be no valid UTF-8, and its part is to be recorded all the same.
    return None if words is None else words.encode("utf-8", "backslashreplace").decode()


def _thresholds(unsure_from: float | None, def_from: float | None) -> Thresholds | None:
    if unsure_from is None or def_from is None:
        return None
    return Thresholds(unsure_from, def_from)


def _timings(row: RowMapping) -> Timings:
    return Timings(
        queued_ms=row["queued_ms"],
        preprocess_ms=row["preprocess_ms"],
        inference_ms=row["inference_ms"],
        total_ms=row["total_ms"],
        trigger_to_verdict_ms=row["trigger_to_verdict_ms"],
    )


def _latest_operator_verdict(row: RowMapping) -> OperatorVerdict | None:
    if row["operator_outcome"] is None:
        return None
    return OperatorVerdict(
        Outcome(row["operator_outcome"]), row["operator_by"], row["operator_time"]
    )
