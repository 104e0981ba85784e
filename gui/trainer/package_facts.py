"""What a finished package says of itself, read on another thread. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gui.trainer.evaluate.judgement import Judgement, of_package
from inference.package import ModelPackage, PackageError, read_package
from inference.verdict import Thresholds
from training.evaluation.evaluate import rate
from training.report.page import REPORT

PROVEN = 0.001
"""The share of escapes that one would like to promise."""


class TypesOnly(PackageError):
    """Nothing can be said of its verdicts: it knows no good part. `str()` says what can."""


@dataclass(frozen=True, slots=True)
class PackageFacts:
    """The package as the steps Evaluate and Release show it."""

    path: Path
    model_id: str
    thresholds: Thresholds
    metrics: dict[str, Any]
    """On the validation images: `training.evaluation.evaluate.Metrics.as_dict()`."""
    report: Path | None
    package: ModelPackage
    judgement: Judgement | None
    """Of the validation images, one by one; None where the package doesn't keep it."""


def package_facts(path: Path, data: Path, say: Callable[[int, int], None]) -> PackageFacts:
    """Check it and read it. `data` is where its images lay. Raises `PackageError`."""
    say(0, 0)
    package = read_package(path)
    metrics = package.manifest.metrics
    if not package.manifest.knows_good:
        raise TypesOnly(_types_only_words(package))
    rate(0, 1)  # which imports what intervals need: not on the window's thread
    report = path / REPORT
    return PackageFacts(
        path=path,
        model_id=package.model_id,
        thresholds=package.manifest.thresholds.thresholds(),
        metrics=metrics,
        report=report if report.is_file() else None,
        package=package,
        judgement=of_package(package, data),
    )


def _types_only_words(package: ModelPackage) -> str:
    types = package.manifest.metrics.get("types")
    figures = (
        f" Macro-F1 over types {types['macro_f1']:.3f} of {types['n']:,} validation images; the "
        "report has the rest"
        if types
        else ""
    )
    return f"{package.model_id}: {package.manifest.limits}.{figures}"
