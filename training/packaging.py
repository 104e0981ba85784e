"""A fitted model -> a package: exported, proven equal, judged, calibrated, written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from inference.classifier import INPUT, PROBABILITY
from inference.manifest import InputSection, Manifest, SeenSection, ThresholdSection
from inference.package import GRAPH, KERAS_MODEL, ModelPackage, write_package
from inference.plausibility import SeenRange
from inference.preprocess import to_tensor
from training.answers import ANSWERS, answers_bytes, root_of
from training.calibrate import calibrate_maps
from training.classifiers import Classifiers
from training.curves import expected_calibration_error
from training.evaluate import Metrics, evaluate
from training.export.graph import export_graph, map_methods
from training.export.parity import ParityReport, check_parity
from training.fit import History, Task
from training.flat import as_flat
from training.keras_file import keras_bytes
from training.report.material import Material
from training.report.page import REPORT, report_html
from training.robustness import Robustness, check_robustness, chosen_for_robustness
from training.temperature import fit_temperature, with_temperature
from training.thresholds import choose_thresholds

if TYPE_CHECKING:
    import keras

HISTORY = "history.json"
ROBUSTNESS = "robustness.json"
LABELS = ("ok", "def")
_PARITY_IMAGES = 32
_BATCH = 32
_DISTURBED_IMAGES = 120
"""Of the check of robustness that comes with each training: it takes some seconds."""
_PARTS_OF_THE_TRAINER = ("keras", "numpy", "onnx", "onnxruntime", "opencv-python-headless")

_Answers = dict[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Packaged:
    """What was written, and what it is worth on the validation images."""

    package: ModelPackage
    metrics: Metrics


def package_model(
    model: keras.Model, task: Task, history: History, *, out: Path, name: str, lineage: Any
) -> Packaged:
    """Write the package at `out`: a folder, or a zip when it ends in .zip.

    The logit is calibrated first (`temperature`). Thresholds, metrics and the maps' scale come from
    what the *exported graph* of the calibrated model answers on the validation images. `lineage` is
    what the caller knows of the model's origin; history, settings and versions are added.

    Raises `ExportRefused` when the graph isn't the model, `UnsupportedModel` for a network that
    can't be exported, `PackageError` or `OSError` when it can't be written; then nothing is left at
    `out` that wasn't there.
    """
    model, calibration = _calibrated(model, task)
    graph = export_graph(model, LABELS)
    parity = _prove_equal(model, graph, task)
    answers = _answers(graph, task, (PROBABILITY, *map_methods(model)))
    is_def = task.images.is_def[task.split.validation]
    probability_def = answers.pop(PROBABILITY)
    thresholds = choose_thresholds(probability_def, is_def)
    metrics = evaluate(probability_def, is_def, thresholds)
    manifest = Manifest(
        name=name,
        labels=LABELS,
        input=InputSection.model_validate(asdict(task.spec)),
        maps=calibrate_maps(answers, is_def, thresholds),
        thresholds=ThresholdSection(**asdict(thresholds)),
        seen=SeenSection(**asdict(SeenRange.of(task.images.fitted))),
        metrics=metrics.as_dict(),
        lineage={
            **lineage,
            **_made_with(task, history, parity),
            "calibration": asdict(calibration),
        },
        files={},
    )
    robustness = _robustness(ModelPackage(out, manifest, graph, sha256=""), task)
    material = _material(manifest, metrics, task, history, probability_def, answers)
    files = {
        **_files(model, graph, history),
        ROBUSTNESS: json.dumps(robustness.as_dict(), indent=1).encode(),
        ANSWERS: _answers_file(task, probability_def),
        REPORT: report_html(replace(material, robustness=robustness)).encode(),
    }
    return Packaged(write_package(out, files, manifest), metrics)


def _robustness(package: ModelPackage, task: Task) -> Robustness:
    """Of what is about to be written, on some of the validation images."""
    validation = task.split.validation
    chosen = validation[chosen_for_robustness(task.images.is_def[validation], _DISTURBED_IMAGES)]
    return check_robustness(
        Classifiers(package),
        task.images.fitted[chosen],
        task.images.is_def[chosen],
        package.manifest.thresholds.thresholds(),
        of=len(validation),
    )


def _answers_file(task: Task, probability_def: NDArray[np.float32]) -> bytes:
    files = task.images.files
    validated = [files[index] for index in task.split.validation]
    return answers_bytes(validated, root_of(files), probability_def)


@dataclass(frozen=True, slots=True)
class _Calibration:
    """What the logit was divided by, and the calibration error on validation before that."""

    temperature: float
    ece_before: float


def _calibrated(model: keras.Model, task: Task) -> tuple[keras.Model, _Calibration]:
    from scipy.special import expit

    validation = task.split.validation
    is_def = task.images.is_def[validation]
    judge = as_flat(model, logit=True)
    batches = [
        judge.predict_on_batch(to_tensor(task.images.fitted[chosen], task.spec))[:, 0]
        for chosen in np.array_split(validation, -(-len(validation) // _BATCH))
    ]
    logits = np.concatenate(batches)
    temperature = fit_temperature(logits, is_def)
    before = expected_calibration_error(expit(logits), is_def)
    return with_temperature(model, temperature), _Calibration(temperature, before)


def _material(
    manifest: Manifest,
    metrics: Metrics,
    task: Task,
    history: History,
    probability_def: NDArray[np.float32],
    raw_maps: _Answers,
) -> Material:
    validation = task.split.validation
    scale = manifest.maps[0]
    heat = (raw_maps[scale.method] - scale.floor) / (scale.ceiling - scale.floor)
    paths = [task.images.files[index].path for index in validation]
    return Material(
        name=manifest.name,
        metrics=metrics,
        thresholds=manifest.thresholds.thresholds(),
        probability_def=probability_def,
        is_def=task.images.is_def[validation],
        images=task.images.fitted[validation],
        heat=np.clip(heat, 0.0, 1.0).astype(np.float32),
        captions=tuple(f"{path.parent.name}/{path.name}" for path in paths),
        history=history.as_columns(),
        lineage=manifest.lineage,
    )


def _prove_equal(model: keras.Model, graph: bytes, task: Task) -> ParityReport:
    """On images spread over the validation set, so that both kinds are among them."""
    validation = task.split.validation
    spread = np.linspace(0, len(validation) - 1, min(_PARITY_IMAGES, len(validation)))
    fitted = task.images.fitted[validation[spread.astype(int)]]
    images = [image[:, :, 0] if task.spec.channels == 1 else image for image in fitted]
    return check_parity(model, graph, images, task.spec)


def _answers(graph: bytes, task: Task, outputs: tuple[str, ...]) -> _Answers:
    """What the graph says of the validation images, in order: N, and N x h x w for each map."""
    session = ort.InferenceSession(graph, providers=["CPUExecutionProvider"])
    validation = task.split.validation
    batches = [
        session.run(outputs, {INPUT: to_tensor(task.images.fitted[chosen], task.spec)})
        for chosen in np.array_split(validation, -(-len(validation) // _BATCH))
    ]
    return {
        output: np.concatenate(column)
        for output, column in zip(outputs, zip(*batches, strict=True), strict=True)
    }


def _made_with(task: Task, history: History, parity: ParityReport) -> dict[str, Any]:
    return {
        "seed": task.seed,
        "settings": {**asdict(task.settings), "peak_learning_rate": task.peak_learning_rate},
        "training_images": len(task.split.training),
        "validation_images": len(task.split.validation),
        "images_sha256": task.images.digest(),
        "masks": sum(mask is not None for mask in task.images.masks),
        "unreadable": len(task.images.unreadable),
        "epochs_run": len(history.epochs),
        "best_epoch": history.best.epoch,
        "parity": asdict(parity),
        "versions": {part: version(part) for part in _PARTS_OF_THE_TRAINER},
    }


def _files(model: keras.Model, graph: bytes, history: History) -> Mapping[str, bytes]:
    return {
        KERAS_MODEL: keras_bytes(model),
        GRAPH: graph,
        HISTORY: json.dumps(history.as_columns(), indent=1).encode(),
    }
