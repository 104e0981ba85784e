"""A model on freshly drawn parts, whose truth is known: its verdicts, and where its maps point."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.classifier import Classifier
from inference.frame import Truth
from inference.preprocess import prepare
from inference.sources.simulated.draw import DrawnPart, draw_part
from inference.sources.simulated.order import order_defect
from inference.verdict import Thresholds
from training.evaluation.evaluate import Metrics, evaluate

_DRAWN_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class DefectFigures:
    """How one type of defect fared."""

    n: int
    called_def: int
    called_unsure: int
    escaped: int
    """Called ok."""
    hit: int
    """Of those not called ok: the map's hottest cell covers a pixel of the defect."""
    hit_within_a_cell: int
    """The same, or one of that cell's eight neighbours does."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What a model is worth on parts that nobody has seen before."""

    metrics: Metrics
    unsure_share: float
    types: dict[str, DefectFigures]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Judged:
    probability_def: float
    truth: Truth
    distance_cells: int
    """From the hottest cell to the defect: 0 on it, 1 beside it, 2 further off."""


def prove(classifier: Classifier, *, parts: int, seed: int, defect_share: float) -> Proof:
    """Judge `parts` parts of the simulated line `seed`. The seed must not be that of the training.

    Raises `ValueError` when so few parts are drawn that one kind is missing.
    """
    judged = [_judge(classifier, part) for part in _draw(parts, seed, defect_share)]
    probability = np.array([part.probability_def for part in judged], np.float32)
    is_def = np.array([part.truth.label == "def" for part in judged])
    if is_def.all() or not is_def.any():
        raise ValueError("too few parts: good and defective ones are needed")
    thresholds = classifier.package.manifest.thresholds.thresholds()
    metrics = evaluate(probability, is_def, thresholds)
    types = sorted({part.truth.defect_type for part in judged if part.truth.defect_type})
    return Proof(
        metrics=metrics,
        unsure_share=1 - metrics.auto.share,
        types={
            each: _figures([part for part in judged if part.truth.defect_type == each], thresholds)
            for each in types
        },
    )


def _draw(parts: int, seed: int, defect_share: float) -> Iterator[DrawnPart]:
    def draw(number: int) -> DrawnPart:
        return draw_part(seed, number, order_defect(seed, number, defect_share))

    with ThreadPoolExecutor(os.cpu_count(), "draw") as pool:
        for start in range(0, parts, _DRAWN_AT_ONCE):
            yield from pool.map(draw, range(start, min(parts, start + _DRAWN_AT_ONCE)))


def _judge(classifier: Classifier, part: DrawnPart) -> _Judged:
    # The picture is of the part alone, wherever the model looks for it on the line.
    spec = replace(classifier.package.manifest.input.spec(), part=None)
    probability, raw = classifier.run(prepare(part.image, spec), classifier.method)
    mask = part.truth.mask
    distance = 2 if mask is None else _distance_cells(raw[0], mask)
    return _Judged(float(probability[0]), part.truth, distance)


def _distance_cells(raw: NDArray[np.float32], mask: NDArray[np.bool_]) -> int:
    """How many cells the defect is from the hottest one, 2 standing for all beyond."""
    row, column = np.unravel_index(int(raw.argmax()), raw.shape)
    for distance in (0, 1):
        rows = _pixels(int(row), distance, raw.shape[0], mask.shape[0])
        columns = _pixels(int(column), distance, raw.shape[1], mask.shape[1])
        if mask[rows, columns].any():
            return distance
    return 2


def _pixels(cell: int, margin: int, cells: int, pixels: int) -> slice:
    """Those that a cell covers, and `margin` cells beside it."""
    first, behind = max(cell - margin, 0), cell + margin + 1
    return slice(first * pixels // cells, -(-behind * pixels // cells))


def _figures(judged: Sequence[_Judged], thresholds: Thresholds) -> DefectFigures:
    called_def = sum(part.probability_def >= thresholds.def_from for part in judged)
    seen = [part for part in judged if part.probability_def >= thresholds.unsure_from]
    return DefectFigures(
        n=len(judged),
        called_def=called_def,
        called_unsure=len(seen) - called_def,
        escaped=len(judged) - len(seen),
        hit=sum(part.distance_cells == 0 for part in seen),
        hit_within_a_cell=sum(part.distance_cells <= 1 for part in seen),
    )
