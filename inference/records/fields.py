"""A record as named values, for JSON lines and CSV."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from inference.records.part_record import PartRecord


def part_fields(record: PartRecord) -> dict[str, Any]:
    """Every record has the same names in the same order. Times are ISO 8601 in UTC."""
    thresholds, operator, timings = record.thresholds, record.operator, record.timings
    return {
        "part_id": record.part_id,
        "time": record.time.isoformat(),
        "source": record.source,
        "source_path": record.source_path,
        "outcome": record.outcome.value,
        "probability_def": record.probability_def,
        "model_id": record.model_id,
        "image": record.image,
        "unsure_from": None if thresholds is None else thresholds.unsure_from,
        "def_from": None if thresholds is None else thresholds.def_from,
        "defect_type": record.defect_type,
        "error": record.error,
        "remedy": record.remedy,
        "operator_outcome": None if operator is None else operator.outcome.value,
        "operator_by": None if operator is None else operator.by,
        "operator_time": None if operator is None else operator.time.isoformat(),
        "model_sha256": record.model_sha256,
        "image_sha256": record.image_sha256,
        "image_deleted_at": _iso(record.image_deleted_at),
        "bits_per_sample": record.bits_per_sample,
        "heat_map": record.heat_map,
        "heat_map_method": record.heat_map_method,
        "queued_ms": timings.queued_ms,
        "preprocess_ms": timings.preprocess_ms,
        "inference_ms": timings.inference_ms,
        "total_ms": timings.total_ms,
        "line": record.line or None,
        "trigger_to_verdict_ms": timings.trigger_to_verdict_ms,
    }


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
