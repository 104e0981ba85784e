"""The forms of the recipe `evidence` on one set of labelled parts: accuracy, maps, time, size."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.bench.row import Row
from inference.package import ModelPackage, read_package
from training.bench.one_part import exported
from training.data.dataset import UnusableDataset
from training.explanations.masked_images import find_images
from training.explanations.methods import chosen_methods
from training.explanations.quality import measure, select
from training.explanations.quality_rows import rows_of
from training.explanations.subject import Subject
from training.runs.job import train
from training.runs.order import TrainingOrder

GROUP = "evidence forms"
FORMS = ("67", "147", "67+147", "67+whole", "147+whole", "67+147+whole", "67+147+whole@300")
_TEST = "test"
_THREADS = 2
_ROUNDS, _RUNS = 10, 10


@dataclass(frozen=True, slots=True)
class Search:
    """What the forms are tried on."""

    folder: Path
    """`train` and `test`, each of class folders; the masks of the test images beside them."""
    good: str | None = None
    forms: Sequence[str] = FORMS
    seed: int = 0


def measure_evidence_forms(scratch: Path, search: Search) -> Iterator[Row]:
    """A row for each form: trained as `train` does it, then judged on the test images once.

    `median_ms` and `p99_ms` are of a verdict with its map on two threads, in turns; `ratio` is to
    the first form. `called` is the share of defective parts with a mask that are called DEF, `share
    in mask` and `pointing within 15 px` those of the live map over all of these.
    """
    if not (search.folder / _TEST).is_dir():
        raise UnusableDataset(f"{search.folder} needs a folder `{_TEST}` beside `train`")
    trained = [_Trained.of(form, search, scratch / f"form-{form}") for form in search.forms]
    seconds = _take_turns([each.package for each in trained])
    first = float(np.median(seconds[0]))
    for each, taken in zip(trained, seconds, strict=True):
        median = float(np.median(taken))
        yield Row(
            GROUP,
            f"{search.folder.name}, {each.form}",
            median_ms=1e3 * median,
            p99_ms=1e3 * float(np.quantile(taken, 0.99)),
            ratio=median / first,
            more=each.figures,
        )


@dataclass(frozen=True, slots=True)
class _Trained:
    form: str
    package: ModelPackage
    figures: dict[str, float]

    @classmethod
    def of(cls, form: str, search: Search, out: Path) -> _Trained:
        order = TrainingOrder(
            search.folder, out, f"evidence:{form}", good=search.good, name="form", seed=search.seed
        )
        finished = train(order, _unheard)
        package = read_package(out)
        test = finished.metrics["test"]
        figures = {
            **{name: float(test[name]) for name in ("accuracy", "roc_auc")},
            **{name: float(test[name]["count"]) for name in ("escapes", "overkills")},
            **_of_maps(package, search.folder / _TEST, search.good),
            "graph_mb": len(package.graph) / 2**20,
            "training_s": finished.seconds,
        }
        return cls(form, package, figures)


def _of_maps(package: ModelPackage, folder: Path, good: str | None) -> dict[str, float]:
    """How true the live map is; nothing where no image has a mask."""
    subject = Subject(package)
    try:
        chosen = select(subject, find_images(folder, folder, good), has_masks=True, limit=None)
    except UnusableDataset:
        return {}
    (method,) = chosen_methods(subject, ["evidence"])
    measured = measure(subject, chosen.parts, [method], needs_no_masks=False, say=_unsaid)
    def_from = package.manifest.thresholds.def_from
    (row,) = rows_of(measured, chosen.parts, def_from, method.name)
    return {
        "called": row["called"]["n"] / row["n"],
        "share_in_mask": row["share_in_mask"],
        "pointing_within_15_px": row["pointing_tolerant"],
    }


def _take_turns(packages: Sequence[ModelPackage]) -> list[NDArray[np.float64]]:
    """Seconds of each run of each graph; what else the machine does touches them alike."""
    ways = [_judging(package) for package in packages]
    taken: list[list[float]] = [[] for _ in ways]
    for _ in range(_ROUNDS):
        for way, seconds in zip(ways, taken, strict=True):
            way()  # the caches are another's
            for _ in range(_RUNS):
                started = time.perf_counter()
                way()
                seconds.append(time.perf_counter() - started)
    return [np.array(seconds) for seconds in taken]


def _judging(package: ModelPackage) -> Callable[[], object]:
    spec = package.manifest.input.spec()
    batch = np.zeros((1, spec.height, spec.width, spec.channels), np.float32)
    return partial(exported(package, _THREADS), batch)


def _unheard(event: object) -> None:
    """A training's news: only what it comes to is told."""


def _unsaid(method: str, done: int, of: int) -> None:
    """Progress, likewise."""
