"""What of a package is for people: its report, its answers, what other light does to them."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from inference.package import ModelPackage
from training.evaluation.answers import ANSWERS, answers_bytes, root_of
from training.evaluation.asking import Said
from training.evaluation.classifiers import Classifiers
from training.evaluation.evaluate import evaluate
from training.evaluation.robustness import (
    ROBUSTNESS,
    Robustness,
    check_robustness,
    chosen_for_robustness,
)
from training.fitting.fit import History, Task
from training.packaging.type_examples import type_examples
from training.report.material import Material
from training.report.page import REPORT, report_html

_DISTURBED_IMAGES = 120
"""Of the check of robustness that comes with each training: it takes some seconds."""


def papers(package: ModelPackage, task: Task, history: History, said: Said) -> dict[str, bytes]:
    """The files by name: the report, and what it and the window are drawn from."""
    material = _material(package, task, history, said)
    if not task.images.knows_good:
        return {REPORT: report_html(material).encode()}
    robustness = _robustness(package, task)
    return {
        ROBUSTNESS: json.dumps(robustness.as_dict(), indent=1).encode(),
        ANSWERS: _answers_file(task, said.probability_def),
        REPORT: report_html(replace(material, robustness=robustness)).encode(),
    }


def _robustness(package: ModelPackage, task: Task) -> Robustness:
    """Of what is about to be written, on some of the validation images."""
    validation = task.split.validation
    chosen = validation[chosen_for_robustness(task.images.is_def[validation], _DISTURBED_IMAGES)]
    return check_robustness(
        Classifiers.for_fitted(package),
        task.images.fitted[chosen],
        task.images.is_def[chosen],
        package.manifest.thresholds.thresholds(),
        of=len(validation),
    )


def _answers_file(task: Task, probability_def: NDArray[np.float32]) -> bytes:
    files = task.images.files
    validated = [files[index] for index in task.split.validation]
    return answers_bytes(validated, root_of(files), probability_def)


def _material(package: ModelPackage, task: Task, history: History, said: Said) -> Material:
    manifest = package.manifest
    validation = task.split.validation
    is_def = task.images.is_def[validation]
    scale, thresholds = manifest.maps[0], manifest.thresholds.thresholds()
    heat = (said.maps[scale.method] - scale.floor) / (scale.ceiling - scale.floor)
    paths = [task.images.files[index].path for index in validation]
    return Material(
        name=manifest.name,
        metrics=evaluate(said.probability_def, is_def, thresholds),
        thresholds=thresholds,
        probability_def=said.probability_def,
        is_def=is_def,
        images=task.images.fitted[validation],
        heat=np.clip(heat, 0.0, 1.0).astype(np.float32),
        captions=tuple(f"{path.parent.name}/{path.name}" for path in paths),
        history=history.as_columns(),
        lineage=manifest.lineage,
        types=manifest.metrics.get("types"),
        type_examples=tuple(type_examples(package, task, said)),
        test=manifest.metrics.get("test"),
        knows_good=manifest.knows_good,
    )
