"""Each method by its name, behind one small protocol."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from inference.manifest import MapScale
from training.explanations.gradient_maps import GradcamTimesLayerCam, HiResCam, LayerCam
from training.explanations.subject import Subject
from training.explanations.vis import Gradcam, GradcamPlusPlus, ScoreCam, SmoothGrad

OWN = {"evidence": "evidence", "gradcam": "gradcam_exported"}
"""The maps that a graph draws itself, and what they are called here: `gradcam` is another layer's
where a network has several heads."""
OF_LIKELIEST = "evidence_of_type"
"""The map of the type that the part's defect most likely is, where types have maps."""


class UnknownMethod(ValueError):
    """No such method, or not of this model. `str()` lists those that there are."""


class Explain(Protocol):
    """One method, ready for one model. For one thread at a time."""

    def __call__(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        """1 x H x W x C, prepared as for the line -> the raw map, h x w float32, finite.

        The logit of P(def) is explained, also where the verdict is OK, so that heat means one
        thing: it speaks for a defect. Only maps that the graph draws can be negative.
        """


@dataclass(frozen=True, slots=True)
class Method:
    """One way to explain a verdict."""

    name: str
    title: str
    """For people."""
    build: Callable[[Subject], Explain]
    """Some seconds where the Keras model is loaded. Raises what `Subject.logit_model` raises, and
    `ValueError` for a network that this method can't explain."""
    scale: MapScale | None = None
    """The fixed scale of the model's own maps; None: only the positive part has a meaning, and
    only within its image."""

    @property
    def needs_keras(self) -> bool:
        return self.scale is None


IN_DEPTH = (
    Method("gradcam", "Grad-CAM", Gradcam),
    Method("gradcam_x_layercam", "Grad-CAM × LayerCAM", GradcamTimesLayerCam),  # noqa: RUF001
    Method("layercam", "LayerCAM", LayerCam),
    Method("hirescam", "HiResCAM", HiResCam),
    Method("gradcam++", "Grad-CAM++", GradcamPlusPlus),
    Method("smoothgrad", "SmoothGrad", SmoothGrad),
    Method("scorecam", "Score-CAM", ScoreCam),
)
"""From the Keras model, the quick ones first."""


def own_methods(scales: Sequence[MapScale]) -> tuple[Method, ...]:
    """The maps that the graph draws in the same pass as the verdict, the live one first."""
    return tuple(_own(scale) for scale in scales)


def methods_for(subject: Subject) -> tuple[Method, ...]:
    """All that can be asked for of any part, the live map first."""
    likeliest = (_of_likeliest(subject),) if subject.has_type_maps else ()
    return (*own_methods(subject.scales), *likeliest, *IN_DEPTH)


def type_method(subject: Subject, defect_type: str) -> Method:
    """The map of this type: the `evidence` map's heat times P(type | def) of each place."""
    index = subject.package.manifest.defect_types.index(defect_type)

    def build(subject: Subject) -> Explain:
        return lambda batch: subject.classifier.run_type_maps(batch)[1][0, index]

    return Method(
        f"type:{defect_type}", defect_type, build, subject.package.manifest.evidence_scale
    )


def chosen_methods(subject: Subject, names: Sequence[str] | None) -> tuple[Method, ...]:
    """Those named, in that order; all without names. Raises `UnknownMethod`."""
    there = {method.name: method for method in methods_for(subject)}
    if names is None:
        return tuple(there.values())
    for name in names:
        if name not in there:
            raise UnknownMethod(f"there is no method {name!r} here; there are: {', '.join(there)}")
    return tuple(there[name] for name in names)


def _of_likeliest(subject: Subject) -> Method:
    def explain(subject: Subject, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        types, maps = subject.classifier.run_type_maps(batch)
        return np.asarray(maps[0, types[0].argmax()])

    def build(subject: Subject) -> Explain:
        return lambda batch: explain(subject, batch)

    title = "Evidence of the likeliest type"
    return Method(OF_LIKELIEST, title, build, subject.package.manifest.evidence_scale)


def _own(scale: MapScale) -> Method:
    def build(subject: Subject) -> Explain:
        return lambda batch: subject.classifier.run(batch, scale.method)[1][0]

    titles = {"evidence": "Evidence", "gradcam": "Grad-CAM as exported"}
    return Method(OWN[scale.method], titles[scale.method], build, scale)
