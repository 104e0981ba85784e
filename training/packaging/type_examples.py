"""One validation part of each type of defect, with the map of its type: for the report."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from inference.classifier import Classifier
from inference.package import ModelPackage
from inference.preprocess import to_tensor
from training.evaluation.asking import Said
from training.fitting.fit import Task
from training.report.material import TypeExample


def type_examples(package: ModelPackage, task: Task, said: Said) -> Iterator[TypeExample]:
    """In the order of the types; none of a type that was never called DEF and told rightly.

    The surest verdict of each: what the map of a type looks like where nothing is in doubt.
    """
    manifest = package.manifest
    if not manifest.type_maps:
        return
    classifier = Classifier(package)
    scale = manifest.evidence_scale
    types = task.images.types[task.split.validation]
    for kind, name in enumerate(manifest.defect_types):
        index = _surest(types == kind, kind, said, manifest.thresholds.def_from)
        if index is None:
            continue
        fitted = task.images.fitted[task.split.validation[[index]]]
        _, maps = classifier.run_type_maps(to_tensor(fitted, task.spec))
        heat = (maps[0, kind] - scale.floor) / (scale.ceiling - scale.floor)
        yield TypeExample(name, index, float(said.shares[index, kind]), heat.astype(np.float32))


def _surest(is_kind: NDArray[np.bool_], kind: int, said: Said, def_from: float) -> int | None:
    """Of the parts that are of this kind, were called DEF and told as what they are."""
    right = is_kind & (said.probability_def >= def_from) & (said.shares.argmax(axis=1) == kind)
    if not right.any():
        return None
    return int(np.where(right, said.probability_def, -1.0).argmax())
