"""The models of a home as the tab shows them, read on another thread. Knows no Qt."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inference.home import Home
from inference.manifest import Manifest
from inference.models.release_log import (
    Release,
    ReleaseLog,
    UsedModel,
    last_release,
    roll_back_targets,
)
from inference.models.store import ModelStore, StoredModel
from inference.package import ModelPackage, PackageError, read_package

HISTORY = "history.json"
REPORT = "report.html"


@dataclass(frozen=True, slots=True)
class ModelShelf:
    """What there is, and what was on the line when."""

    models: tuple[StoredModel, ...]
    active: Path | None
    """The line's model as the settings name it; None comes with the program."""
    releases: tuple[Release, ...]
    target: UsedModel | None
    """What a roll back would bring."""

    def released(self, model: StoredModel) -> Release | None:
        """When it was put on the line last."""
        return last_release(self.releases, model.path)

    def is_active(self, model: StoredModel) -> bool:
        return model.path == self.active


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of a model beyond its manifest, after a full check."""

    model: StoredModel
    history: Mapping[str, list[float]]
    """Columns of the training's epochs; empty where none is kept."""
    report: Path | None
    problem: str | None = None
    """Why it can't be used."""


Say = Callable[[int, int], None]


def read_shelf(home: Home, active: Path | None, say: Say) -> ModelShelf:
    """Raises `ReleaseLogError` or `OSError`."""
    say(0, 0)
    releases = ReleaseLog(home.releases).releases(active)
    targets = roll_back_targets(releases, active)
    there = [used for used in targets if used.path is None or used.path.exists()]
    models = tuple(ModelStore(home).models(active))
    return ModelShelf(models, active, releases, there[0] if there else None)


def read_details(model: StoredModel, say: Say) -> Details:
    """Takes as long as its files take to be hashed."""
    say(0, 0)
    try:
        package = read_package(model.folder)
    except (OSError, PackageError) as error:
        return Details(model, {}, None, str(error))
    report = model.folder / REPORT
    return Details(model, _history(package), report if report.is_file() else None)


def rate_of(manifest: Manifest, name: str) -> Mapping[str, Any] | None:
    """`escapes` or `overkills` with its interval, where the package tells it."""
    rate = manifest.metrics.get(name)
    needed = {"count", "of", "rate", "low", "high"}
    return rate if isinstance(rate, dict) and needed <= rate.keys() else None


def number_of(manifest: Manifest, name: str) -> float | None:
    """A figure of the metrics, where the package tells it."""
    value = manifest.metrics.get(name)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if is_number and value is not None else None


def _history(package: ModelPackage) -> Mapping[str, list[float]]:
    if HISTORY not in package.manifest.files:
        return {}
    try:
        columns = json.loads(package.content(HISTORY))
    except (ValueError, PackageError):
        return {}
    return columns if isinstance(columns, dict) else {}
