"""What a finished package says of itself, read on another thread. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gui.trainer.evaluate.judgement import Judgement, of_package
from inference.package import ModelPackage, read_package
from inference.verdict import Thresholds
from training.evaluation.evaluate import rate
from training.report.page import REPORT

PROVEN = 0.001
"""The share of escapes that one would like to promise."""


@dataclass(frozen=True, slots=True)
class PackageFacts:
    """The package as the steps Evaluate and Release show it."""

    path: Path
    model_id: str
    thresholds: Thresholds
    metrics: dict[str, Any]
    """On the validation images: `training.evaluation.figures.figures_of`."""
    report: Path | None
    package: ModelPackage
    judgement: Judgement | None
    """Of the validation images, one by one; None where the package doesn't keep it."""

    @property
    def knows_good(self) -> bool:
        """False: it tells types only, and nothing can be said of its verdicts."""
        return self.package.manifest.knows_good


def package_facts(path: Path, data: Path, say: Callable[[int, int], None]) -> PackageFacts:
    """Check it and read it. `data` is where its images lay. Raises `PackageError`."""
    say(0, 0)
    package = read_package(path)
    rate(0, 1)  # which imports what intervals need: not on the window's thread
    report = path / REPORT
    return PackageFacts(
        path=path,
        model_id=package.model_id,
        thresholds=package.manifest.thresholds.thresholds(),
        metrics=package.manifest.metrics,
        report=report if report.is_file() else None,
        package=package,
        judgement=of_package(package, data),
    )
