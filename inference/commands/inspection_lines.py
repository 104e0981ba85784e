"""An inspection as one line: for people, and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from inference.review.regions import Region
from inference.verdict import Inspection


def as_json(inspection: Inspection, regions: Sequence[Region] | None = None) -> str:
    """One JSON object on one line, with its hot `regions` where they were looked for."""
    fields = _fields(inspection)
    if regions is not None:
        fields["regions"] = [region.fields() for region in regions]
    return json.dumps(fields, ensure_ascii=False)


def as_text(inspection: Inspection) -> str:
    """`DEF     0.973  image.png  blowhole`, and for a FAULT what happened.

    Of several lines each begins with its name.
    """
    verdict, part = inspection.verdict, inspection.frame
    probability = "    -" if verdict.probability_def is None else f"{verdict.probability_def:.3f}"
    what = (part.source_path or f"{part.source} {part.part_id}").replace("\n", "\\n")
    kind = f"  {verdict.defect_type}" if verdict.defect_type else ""
    trouble = f"  {verdict.error}; {verdict.remedy}" if verdict.error else ""
    line = f"{inspection.line}  " if inspection.line else ""
    return f"{line}{verdict.outcome.upper():<7} {probability}  {what}{kind}{trouble}"


def _fields(inspection: Inspection) -> dict[str, Any]:
    verdict, part, timings = inspection.verdict, inspection.frame, inspection.timings
    thresholds = verdict.thresholds
    fields: dict[str, Any] = {
        "path": part.source_path,
        "part_id": part.part_id,
        "time": part.captured_at.isoformat(),
        "source": part.source,
        "outcome": verdict.outcome.value,
        "probability_def": verdict.probability_def,
        "defect_type": verdict.defect_type,
        "unsure_from": thresholds.unsure_from if thresholds else None,
        "def_from": thresholds.def_from if thresholds else None,
        "model_id": inspection.model_id,
        "preprocess_ms": round(timings.preprocess_ms, 3),
        "inference_ms": round(timings.inference_ms, 3),
    }
    if inspection.line:
        fields["line"] = inspection.line
    if timings.trigger_to_verdict_ms is not None:
        fields["trigger_to_verdict_ms"] = round(timings.trigger_to_verdict_ms, 3)
    if verdict.error:
        fields |= {"error": verdict.error, "remedy": verdict.remedy}
    return fields
