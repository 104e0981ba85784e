"""The gate before a package: the exported graph must answer what the Keras model answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from inference.exported_graph import EVIDENCE, INPUT, PROBABILITY, TYPES, TYPES_OF_PLACES
from inference.frame import Image
from inference.preprocess import InputSpec, prepare
from inference.type_maps import places_shares
from training.architectures.tail import EvidenceTail, MeanTail, read_tail
from training.architectures.type_head import tells_types, type_parts
from training.export.graph import GRADCAM
from training.export.joined_evidence import join_evidence
from training.export.reference import gradcam
from training.export.type_places import types_of_places
from training.flat import as_flat, outputs_of

if TYPE_CHECKING:
    import keras

PROBABILITY_TOLERANCE = 1e-5
TYPES_TOLERANCE = 1e-4
"""P(type | def) is weighed by the places' evidence, whose rounding is exponentiated: 1.6e-5 was
seen after a sound training. It decides nothing."""
MAP_TOLERANCE = 1e-4
"""Of the range of the reference maps over all images: raw maps have no unit, and Grad-CAM's are
divided by the number of cells, so that an absolute bound would say nothing."""

_LEAST_SPAN = 1e-3
"""Of a map's largest value: with less range than this it counts as even."""
_AT_ONCE = 16

_Answers = dict[str, NDArray[np.float32]]


class ExportRefused(Exception):
    """The exported graph answers differently from the model. `str()` says where and by how much."""


@dataclass(frozen=True, slots=True)
class ParityReport:
    """How far the exported graph was from the Keras model and from tf-keras-vis."""

    images: int
    probability_difference: float
    """The largest |difference| of P(def)."""
    map_differences: dict[str, float]
    """For each map the largest |difference|, as a share of the reference maps' range."""
    flips: int
    """Verdicts that differ at P(def) = 0.5."""
    types_difference: float = 0.0
    """The largest |difference| of P(type | def)."""
    places_difference: float = 0.0
    """The same at each place, where a type has a map."""


def check_parity(
    model: keras.Model, graph: bytes, images: Sequence[Image], spec: InputSpec
) -> ParityReport:
    """Compare the graph with the model on real images: H x W or H x W x 3 (RGB), uint8.

    Raises `ExportRefused` when a verdict flips, P(def) differs by more than 1e-5,
    P(type | def) of the part or of a place by more than 1e-4, or a map by more than 1e-4 of its
    range. Some tens of images are enough; each costs about 30 ms.
    """
    if not images:
        raise ValueError("parity needs at least one image")
    batch = np.concatenate([prepare(image, spec) for image in images])
    report = _compare(_reference(model, batch), _exported(graph, batch))
    _refuse_differences(report)
    return report


def _reference(model: keras.Model, batch: NDArray[np.float32]) -> _Answers:
    flat = as_flat(model)
    answers = {PROBABILITY: flat.predict(batch, batch_size=_AT_ONCE, verbose=0)[:, 0]}
    maps = {**_evidence(flat, batch), GRADCAM: gradcam(model, batch)}
    return {**answers, **_types(model, batch), **maps}


def _types(model: keras.Model, batch: NDArray[np.float32]) -> _Answers:
    """P(type | def), where the model tells it, and of each place, where places tell it."""
    if not tells_types(model):
        return {}
    flat, parts = as_flat(model, types=True), type_parts(model)
    types, *logits = outputs_of(flat, [TYPES, *parts.places, *parts.wholes], batch)
    if not parts.places:
        return {TYPES: types}
    fields = len(parts.places)
    places = types_of_places(logits[:fields], logits[fields:])
    return {TYPES: types, TYPES_OF_PLACES: np.asarray(places)}


def _evidence(flat: keras.Model, batch: NDArray[np.float32]) -> _Answers:
    """The evidence map, where the model has one."""
    tail = read_tail(flat)
    if isinstance(tail, EvidenceTail):
        return {EVIDENCE: outputs_of(flat, [tail.evidence], batch)[0][..., 0]}
    if isinstance(tail, MeanTail):
        logit, *evidence = outputs_of(flat, tail.drawn_from, batch)
        return {EVIDENCE: np.asarray(join_evidence(evidence, logit, tail.drawn_weights))}
    return {}


def _exported(graph: bytes, batch: NDArray[np.float32]) -> _Answers:
    """One image at a time, as on the line."""
    session = ort.InferenceSession(graph, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    rows = [session.run(names, {INPUT: image[np.newaxis]}) for image in batch]
    return {
        name: np.concatenate(column)
        for name, column in zip(names, zip(*rows, strict=True), strict=True)
    }


def _compare(reference: _Answers, exported: _Answers) -> ParityReport:
    if reference.keys() != exported.keys():
        raise ExportRefused(
            f"the exported graph answers {sorted(exported)}, the model {sorted(reference)}"
        )
    ours, theirs = exported[PROBABILITY], reference[PROBABILITY]
    return ParityReport(
        images=len(theirs),
        probability_difference=float(np.abs(ours - theirs).max()),
        map_differences={
            name: _share_of_range(exported[name], reference[name])
            for name in reference
            if name not in (PROBABILITY, TYPES, TYPES_OF_PLACES)
        },
        types_difference=_difference(TYPES, exported, reference),
        places_difference=_difference(TYPES_OF_PLACES, exported, reference),
        flips=int(((ours >= 0.5) != (theirs >= 0.5)).sum()),
    )


def _difference(of_types: str, exported: _Answers, reference: _Answers) -> float:
    if of_types not in reference:
        return 0.0
    ours, theirs = exported[of_types], reference[of_types]
    if ours.shape != theirs.shape:
        raise ExportRefused(f"exported {of_types} are {ours.shape}, the model's are {theirs.shape}")
    if of_types == TYPES_OF_PLACES:
        ours, theirs = places_shares(ours), places_shares(theirs)
    return float(np.abs(ours - theirs).max())


def _share_of_range(ours: NDArray[np.float32], reference: NDArray[np.float32]) -> float:
    if ours.shape != reference.shape:
        raise ExportRefused(f"an exported map is {ours.shape}, the model's is {reference.shape}")
    difference = float(np.abs(ours - reference).max())
    # Maps that are the same all over have no range but that of rounding.
    span = max(float(np.ptp(reference)), _LEAST_SPAN * float(np.abs(reference).max()))
    return difference / span if span else difference


def _refuse_differences(report: ParityReport) -> None:
    """A NaN compares as false: each test is written so that it refuses one."""
    if report.flips:
        raise ExportRefused(f"{report.flips} of {report.images} verdicts differ at P(def) = 0.5")
    if not report.probability_difference <= PROBABILITY_TOLERANCE:
        raise ExportRefused(
            f"P(def) differs by {report.probability_difference:.2g}, "
            f"more than {PROBABILITY_TOLERANCE:g}"
        )
    of_types = {"": report.types_difference, " of a place": report.places_difference}
    for whose, difference in of_types.items():
        if not difference <= TYPES_TOLERANCE:
            raise ExportRefused(
                f"P(type | def){whose} differs by {difference:.2g}, more than {TYPES_TOLERANCE:g}"
            )
    for name, difference in report.map_differences.items():
        if not difference <= MAP_TOLERANCE:
            raise ExportRefused(
                f"the {name} map differs by {difference:.2g} of its range, "
                f"more than {MAP_TOLERANCE:g}"
            )
