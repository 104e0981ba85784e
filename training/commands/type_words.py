"""What `evaluate` says of the types of defects, beside the verdict or without one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from inference.package import ModelPackage
from training.data.dataset import UnusableDataset
from training.evaluation.figures import types_of
from training.evaluation.judging import Judged
from training.evaluation.type_report import TypeReport, report_lines


def types_fields(package: ModelPackage, judged: Judged) -> dict[str, Any]:
    """`types`, where the model tells some and the folder names some that it knows."""
    report = _report(package, judged)
    return {"types": report} if report else {}


def types_lines(package: ModelPackage, judged: Judged) -> list[str]:
    """The same for people."""
    report = _report(package, judged)
    return ["", *report_lines(report)] if report else []


def types_only(package: ModelPackage, judged: Judged, folder: Path, *, as_json: bool) -> str:
    """Without good parts, or with a model that knows none. Raises `UnusableDataset`."""
    report = _report(package, judged)
    if report is None:
        raise UnusableDataset(
            "without good parts there is only the type to be judged, and the folder names none "
            f"that {package.model_id} tells ({', '.join(package.manifest.defect_types) or 'none'})"
        )
    if as_json:
        return json.dumps(_fields(package, judged, folder, report), ensure_ascii=False)
    limits = [f"{package.model_id}: {package.manifest.limits}"] if package.manifest.limits else []
    return "\n".join(
        [*limits, f"{package.model_id} on {report['n']:,} images of {folder}", ""]
        + report_lines(report)
        + [f"FAULT  {fault.file.path}: {fault.error}" for fault in judged.faults]
    )


def _fields(
    package: ModelPackage, judged: Judged, folder: Path, report: TypeReport
) -> dict[str, Any]:
    return {
        "model_id": package.model_id,
        "folder": str(folder),
        "n": len(judged.files),
        "knows_good": package.manifest.knows_good,
        "types": report,
        "faults": [{"path": str(fault.file.path), "error": fault.error} for fault in judged.faults],
    }


def _report(package: ModelPackage, judged: Judged) -> TypeReport | None:
    if judged.shares is None:
        return None
    return types_of(
        judged.files,
        judged.probability_def,
        judged.shares,
        package.manifest.thresholds.thresholds(),
        package.manifest.defect_types,
    )
