"""What becomes of a model's verdicts when light, focus, noise or the part's place change."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.classifier import ImplausibleImage
from inference.package import ModelPackage, PackageError
from inference.verdict import Thresholds
from training.augmentation.disturbances import DISTURBANCES, Disturbance, disturbed
from training.data.dataset import UnusableDataset
from training.data.loading import load_images
from training.data.spread import spread_places
from training.evaluation.classifiers import Classifiers
from training.evaluation.judging import Judged, Say, nobody

ROBUSTNESS = "robustness.json"
"""In a package: what `Robustness.as_dict` gives."""
MOST_IMAGES = 200
"""Of one check: some 5,000 verdicts, so that it takes seconds and not minutes."""


@dataclass(frozen=True, slots=True)
class Point:
    """One level of one disturbance."""

    disturbance: str
    unit: str
    level: float
    n: int
    accuracy: float
    """At the def threshold, of all n; a picture refused as no picture of a part is not right."""
    escapes: int
    overkills: int
    faults: int
    """So far changed that the station would refuse to judge them: never an OK."""


@dataclass(frozen=True, slots=True)
class Robustness:
    """All levels of all disturbances, on the same images."""

    good: int
    defective: int
    of: int
    """The images are so many of these, spread evenly over both kinds."""
    points: tuple[Point, ...]

    @property
    def images(self) -> int:
        return self.good + self.defective

    def by_disturbance(self) -> dict[str, tuple[Point, ...]]:
        names = dict.fromkeys(point.disturbance for point in self.points)
        return {
            name: tuple(point for point in self.points if point.disturbance == name)
            for name in names
        }

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, fields: dict[str, Any]) -> Robustness:
        """What `as_dict` gave. Raises `KeyError` or `TypeError` for anything else."""
        points = tuple(Point(**point) for point in fields["points"])
        return cls(fields["good"], fields["defective"], fields["of"], points)


def read_robustness(content: bytes) -> Robustness:
    """Out of a package's `robustness.json`. Raises `PackageError`."""
    try:
        return Robustness.from_dict(json.loads(content))
    except (ValueError, KeyError, TypeError) as error:
        raise PackageError(f"its robustness can't be read: {error}") from error


def chosen_for_robustness(is_def: NDArray[np.bool_], most: int | None = None) -> NDArray[np.intp]:
    """Which images are looked at: at most `most`, by default `MOST_IMAGES`, of both kinds."""
    most = most or MOST_IMAGES
    defective, good = np.flatnonzero(is_def), np.flatnonzero(~is_def)
    few = min(len(defective), len(good), most // 2)
    more = most - few
    kinds = (
        kind[spread_places(len(kind), few if len(kind) == few else more)]
        for kind in (defective, good)
    )
    return np.sort(np.concatenate(list(kinds)))


def check_robustness(
    classifiers: Classifiers,
    fitted: Sequence[NDArray[np.uint8]] | NDArray[np.uint8],
    is_def: NDArray[np.bool_],
    thresholds: Thresholds,
    *,
    of: int,
    say: Say = nobody,
) -> Robustness:
    """Each image (H x W x C uint8, as the model sees it; N) at each level, judged as on the line.

    `of` is how many images these were chosen from. `say` is told how many verdicts of how many
    were given; whatever it raises ends the work.
    """
    levels = [(each, level) for each in DISTURBANCES for level in each.levels]
    whole = len(levels) * len(fitted)
    say(0, whole)
    points = []
    with ThreadPoolExecutor(os.cpu_count(), "disturb") as pool:
        for number, (disturbance, level) in enumerate(levels, 1):
            answers = pool.map(_judge(classifiers, disturbance, level), enumerate(fitted))
            probability_def = np.array(list(answers), np.float32)
            points.append(_point(disturbance, level, probability_def, is_def, thresholds))
            say(number * len(fitted), whole)
    return Robustness(int((~is_def).sum()), int(is_def.sum()), of, tuple(points))


def robustness_of(package: ModelPackage, judged: Judged, say: Say) -> Robustness:
    """The package's, with its own thresholds, on a bounded number of the images that it judged.

    Raises `UnusableDataset` where they can't be read any more, and what `say` raises.
    """
    chosen = chosen_for_robustness(judged.is_def)
    spec = package.manifest.input.spec()
    images = load_images([judged.files[index] for index in chosen], spec)
    if not images.files:
        raise UnusableDataset("none of the images can be read: they lie elsewhere by now")
    thresholds = package.manifest.thresholds.thresholds()
    of = len(judged.files)
    classifiers = Classifiers.for_fitted(package)
    return check_robustness(classifiers, images.fitted, images.is_def, thresholds, of=of, say=say)


def _judge(
    classifiers: Classifiers, disturbance: Disturbance, level: float
) -> Callable[[tuple[int, NDArray[np.uint8]]], float]:
    """P(def) of one image; NaN where the station would refuse the picture."""

    def judge(numbered: tuple[int, NDArray[np.uint8]]) -> float:
        index, pixels = numbered
        changed = disturbed(disturbance, pixels, level, index)
        picture = changed[:, :, 0] if changed.shape[2] == 1 else changed
        try:
            return classifiers.classify(picture).probability_def
        except ImplausibleImage:
            return float("nan")

    return judge


def _point(
    disturbance: Disturbance,
    level: float,
    probability_def: NDArray[np.float32],
    is_def: NDArray[np.bool_],
    thresholds: Thresholds,
) -> Point:
    judged = np.isfinite(probability_def)
    said_def = probability_def >= thresholds.def_from
    return Point(
        disturbance=disturbance.name,
        unit=disturbance.unit,
        level=level,
        n=len(is_def),
        accuracy=float((judged & (said_def == is_def)).mean()),
        escapes=int((judged & is_def & ~said_def).sum()),
        overkills=int((said_def & ~is_def).sum()),
        faults=int((~judged).sum()),
    )
