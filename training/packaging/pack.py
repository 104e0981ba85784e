"""A fitted model -> a package: exported, proven equal, judged, calibrated, written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from inference.manifest import InputSection, Manifest, MapScale, SeenSection, ThresholdSection
from inference.package import GRAPH, KERAS_MODEL, ModelPackage, write_package
from inference.part.choices import FoundPart
from inference.plausibility import SeenRange
from inference.preprocess import InputSpec, to_tensor
from inference.self_test.reference import REFERENCE, Reference, reference_bytes
from inference.verdict import Thresholds
from training.architectures.type_head import has_type_maps
from training.data.loading import LabelledImages
from training.data.split_file import SPLIT, SplitRow, split_bytes
from training.evaluation.asking import AT_ONCE, Said, ask
from training.evaluation.curves import expected_calibration_error
from training.evaluation.figures import figures_of
from training.evaluation.thresholds import choose_thresholds
from training.export.graph import export_graph, map_methods
from training.export.parity import ParityReport, check_parity
from training.export.preparation import check_preparation
from training.fitting.fit import History, Task
from training.flat import as_flat
from training.keras_file import keras_bytes
from training.packaging.always_def import THRESHOLDS, dark_scales
from training.packaging.field_weights import weigh_fields
from training.packaging.heat_scale import calibrate_maps
from training.packaging.papers import papers
from training.packaging.temperature import fit_temperature, with_temperature

if TYPE_CHECKING:
    import keras

HISTORY = "history.json"
LABELS = ("ok", "def")
_PARITY_IMAGES = 32
_REFERENCE_IMAGES = 8
_USUAL_SIZES = (1.0, 99.0)
"""Per cent of the parts that are smaller: one that was found amiss widens no limit."""
_PARTS_OF_THE_TRAINER = ("keras", "numpy", "onnx", "onnxruntime", "opencv-python-headless")


@dataclass(frozen=True, slots=True)
class Origin:
    """What the caller knows of the model, to be written into its package."""

    name: str
    lineage: Mapping[str, Any]
    """History, settings and versions are added."""
    split: tuple[SplitRow, ...]


@dataclass(frozen=True, slots=True)
class Packaged:
    """What was written, and what it is worth: `manifest.metrics`."""

    package: ModelPackage
    figures: dict[str, Any]
    """See `figures_of`: on the validation images, and under `test` on those."""


def package_model(
    model: keras.Model,
    task: Task,
    history: History,
    *,
    out: Path,
    origin: Origin,
    test: LabelledImages | None = None,
) -> Packaged:
    """Write the package at `out`: a folder, or a zip when it ends in .zip.

    The logit is calibrated first (`temperature`). Thresholds, metrics and the maps' scale come from
    what the *exported graph* of the calibrated model answers on the validation images. `test` is
    judged once all of these are chosen.

    Raises `ExportRefused` when the graph isn't the model, `UnsupportedModel` for a network that
    can't be exported, `PackageError` or `OSError` when it can't be written; then nothing is left at
    `out` that wasn't there.
    """
    model, calibration = _calibrated(model, task)
    model = weigh_fields(model, task)
    names = task.images.type_names
    graph = export_graph(model, ("ok", *names) if names else LABELS)
    parity = _prove_equal(model, graph, task)
    check_preparation(task.images, task.split.validation[_spread(task, _PARITY_IMAGES)], task.spec)
    ask_graph = partial(
        ask, graph, spec=task.spec, methods=map_methods(model), tells_types=bool(names)
    )
    validation = task.split.validation
    said = ask_graph(task.images.fitted[validation])
    thresholds, scales = _scaled(said, task)
    validated = [task.images.files[index] for index in validation]
    figures = figures_of(validated, said.probability_def, said.shares, thresholds, names)
    if test:
        figures["test"] = _tested(ask_graph(test.fitted), test, task, thresholds)
    manifest = Manifest(
        name=origin.name,
        labels=("ok", *names) if names else LABELS,
        knows_good=task.images.knows_good,
        input=InputSection.of(_with_learnt_sizes(task)),
        maps=scales,
        # With no good part seen its maps are dark: there is nothing to share out.
        type_maps=task.images.knows_good and has_type_maps(model),
        thresholds=ThresholdSection(**asdict(thresholds)),
        seen=SeenSection(**asdict(SeenRange.of(task.images.fitted))),
        metrics=figures,
        lineage={
            **origin.lineage,
            **_made_with(task, history, parity),
            "calibration": asdict(calibration),
        },
        files={},
    )
    files = {
        **_files(model, graph, history),
        SPLIT: split_bytes(origin.split),
        REFERENCE: _reference_file(task, said),
        **papers(ModelPackage(out, manifest, graph, sha256=""), task, history, said),
    }
    return Packaged(write_package(out, files, manifest), figures)


def _with_learnt_sizes(task: Task) -> InputSpec:
    """Where the part is searched for: what is far smaller or larger than these is none."""
    part = task.spec.part
    if not isinstance(part, FoundPart):
        return task.spec
    smallest, largest = np.percentile(task.images.part_sizes, _USUAL_SIZES)
    return replace(task.spec, part=part.learnt(float(smallest), float(largest)))


def _scaled(said: Said, task: Task) -> tuple[Thresholds, tuple[MapScale, ...]]:
    """The thresholds and the maps' scales."""
    if not task.images.knows_good:
        return THRESHOLDS, dark_scales(tuple(said.maps))
    is_def = task.images.is_def[task.split.validation]
    thresholds = choose_thresholds(said.probability_def, is_def)
    return thresholds, calibrate_maps(said.maps, is_def, thresholds)


def _tested(said: Said, test: LabelledImages, task: Task, thresholds: Thresholds) -> dict[str, Any]:
    names = task.images.type_names
    return {
        **figures_of(test.files, said.probability_def, said.shares, thresholds, names),
        "identical_to_training": test.identical_to(task.images),
        "unreadable": len(test.unreadable),
    }


@dataclass(frozen=True, slots=True)
class _Calibration:
    """What the logit was divided by, and the calibration error on validation before that."""

    temperature: float
    ece_before: float


def _calibrated(model: keras.Model, task: Task) -> tuple[keras.Model, _Calibration]:
    from scipy.special import expit

    if not task.images.knows_good:
        return as_flat(model, types=True), _Calibration(1.0, 0.0)
    validation = task.split.validation
    is_def = task.images.is_def[validation]
    judge = as_flat(model, logit=True)
    batches = [
        judge.predict_on_batch(to_tensor(task.images.fitted[chosen], task.spec))[:, 0]
        for chosen in np.array_split(validation, -(-len(validation) // AT_ONCE))
    ]
    logits = np.concatenate(batches)
    temperature = fit_temperature(logits, is_def)
    before = expected_calibration_error(expit(logits), is_def)
    return with_temperature(model, temperature), _Calibration(temperature, before)


def _prove_equal(model: keras.Model, graph: bytes, task: Task) -> ParityReport:
    """On images spread over the validation set, so that both kinds are among them."""
    fitted = task.images.fitted[task.split.validation[_spread(task, _PARITY_IMAGES)]]
    images = [image[:, :, 0] if task.spec.channels == 1 else image for image in fitted]
    # They show the part alone: `check_preparation` goes the whole way from the files.
    return check_parity(model, graph, images, replace(task.spec, part=None))


def _spread(task: Task, count: int) -> NDArray[np.intp]:
    """Places among the validation images, so many at most, from the first to the last."""
    last = len(task.split.validation) - 1
    return np.linspace(0, last, min(count, last + 1)).astype(np.intp)


def _reference_file(task: Task, said: Said) -> bytes:
    """Some validation images and what the graph answered here: the self-test asks again."""
    chosen = _spread(task, _REFERENCE_IMAGES)
    images = task.images.fitted[task.split.validation[chosen]]
    maps = {method: raw[chosen] for method, raw in said.maps.items()}
    return reference_bytes(Reference(images, said.probability_def[chosen], maps))


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
