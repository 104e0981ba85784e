"""From a foreign Keras file to a package: looked at, rebuilt, proven equal, judged, written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from inference.files_on_disk import sha256_of
from inference.keras_archive import UnsafeArchive
from inference.manifest import InputSection, Manifest, SeenSection, ThresholdSection
from inference.package import GRAPH, KERAS_MODEL, ModelPackage, write_package
from inference.plausibility import SeenRange
from inference.preprocess import InputSpec, to_tensor
from inference.verdict import Thresholds
from training.architectures.tail import UnsupportedModel
from training.evaluation.answers import ANSWERS, answers_bytes, root_of
from training.evaluation.asking import Said, ask
from training.evaluation.evaluate import Metrics, evaluate
from training.evaluation.figures import figures_of
from training.evaluation.thresholds import choose_thresholds
from training.export.graph import export_graph, map_methods
from training.export.parity import PROBABILITY_TOLERANCE, ExportRefused, ParityReport, check_parity
from training.importing.flatten import flattened
from training.importing.h5_file import h5_as_keras
from training.importing.look import AUGMENTING, Look, look_inside
from training.importing.order import ImportOrder, ImportRefused, Rescale, good_label
from training.importing.trial_images import TrialImages, trial_images
from training.importing.verdict import Reading, read_answers, verdict_network
from training.keras_file import keras_bytes, load_keras
from training.packaging.heat_scale import calibrate_maps

if TYPE_CHECKING:
    import keras

_PARITY_IMAGES = 32
_BATCH = 32
_CAREFUL = Thresholds(0.25, 0.75)
"""Without labelled images nobody knows where it errs: what is not clear goes to a person."""
_SCALES = {
    Rescale.UNIT: (0.0, 1 / 255),
    Rescale.SIGNED: (127.5, 1 / 127.5),
    Rescale.NONE: (0.0, 1.0),
}
_PARTS = ("keras", "numpy", "onnx", "onnxruntime", "opencv-python-headless")

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Imported:
    """What was written."""

    package: ModelPackage
    metrics: Metrics | None
    """On the order's data; None without."""


def import_model(order: ImportOrder, tell: Tell) -> Imported:
    """Do it, in this process; an .h5 is converted in another. `tell` is told of each step.

    The package appears whole at the very end, or not at all. Raises `ImportRefused`,
    `UnusableDataset`, `PackageError` or `OSError`, all with words for the engineer.
    """
    order.check_name()
    good = good_label(order.labels, order.good)
    tell("looking inside")
    look = look_inside(order.file)
    spec = _input_spec(order, look)
    images = trial_images(order, good, spec)
    content = order.file.read_bytes()
    tell("rebuilding the network")
    original = _loaded(order, look, content)
    flat = flattened(original, order.size)
    reading = read_answers(flat, order.labels, good)
    model = verdict_network(flat, reading)
    tell("exporting it, and proving that it answers the same")
    _prove_same_verdicts(original, model, reading, images, spec)
    graph, parity = _exported(model, _labels(reading), images, spec)
    tell("judging the images")
    said = ask(graph, images.fitted, spec, map_methods(model), tells_types=bool(reading.types))
    files = {KERAS_MODEL: keras_bytes(model), GRAPH: graph}
    lineage = _lineage(order, look, reading, parity, content)
    return _packaged(order, reading, spec, files, images, said, lineage)


def _labels(reading: Reading) -> tuple[str, ...]:
    """The package's: `ok` whatever the good one was called, then `def` or its types."""
    return ("ok", *(reading.types or ("def",)))


def _input_spec(order: ImportOrder, look: Look) -> InputSpec:
    size, rescale = look.size or order.size, look.rescale or order.rescale
    if size is None:
        raise ImportRefused("the model takes images of any size: say --size HEIGHTxWIDTH")
    if look.size and order.size and look.size != order.size:
        raise ImportRefused(f"the model takes {look.size[0]}x{look.size[1]} and no other size")
    if rescale is None:
        raise ImportRefused(
            "the file does not say what the training made of the values 0 to 255: say --rescale "
            "0..1 (divided by 255, the usual), -1..1 or 0..255"
        )
    if look.rescale and order.rescale not in (None, look.rescale):
        raise ImportRefused("the model rescales by itself: leave --rescale away")
    offset, scale = _SCALES[rescale]
    return InputSpec(size[0], size[1], look.colour, offset, scale)


def _loaded(order: ImportOrder, look: Look, content: bytes) -> keras.Model:
    try:
        archive = h5_as_keras(order.file) if look.is_h5 else content
        return load_keras(archive, AUGMENTING)
    except UnsafeArchive as error:
        raise ImportRefused(f"{order.file.name} is refused: {error}") from error
    except (KeyError, TypeError, ValueError) as error:  # Keras', of a file that it can't build
        raise ImportRefused(f"Keras can't build {order.file.name}: {error}") from error


def _prove_same_verdicts(
    original: keras.Model,
    model: keras.Model,
    reading: Reading,
    images: TrialImages,
    spec: InputSpec,
) -> None:
    """The rebuilt network against the file's own, before anything is said of the export."""
    batch = to_tensor(images.fitted[images.spread(_PARITY_IMAGES)], spec)
    theirs = original.predict(batch, batch_size=_BATCH, verbose=0)
    ours = model.predict(batch, batch_size=_BATCH, verbose=0)
    verdict, types = ours if reading.types else (ours, None)
    differences = {"P(def)": verdict[:, 0] - reading.probability_def(theirs)}
    if types is not None:
        differences["P(type)"] = types * verdict - reading.type_probabilities(theirs)
    for name, each in differences.items():
        difference = float(np.abs(each).max())
        if not difference <= PROBABILITY_TOLERANCE:
            raise ImportRefused(
                f"the rebuilt network answers differently from the file's own: {name} by "
                f"{difference:.2g}"
            )


def _exported(
    model: keras.Model, labels: tuple[str, ...], images: TrialImages, spec: InputSpec
) -> tuple[bytes, ParityReport]:
    chosen = images.fitted[images.spread(_PARITY_IMAGES)]
    pictures = [image[:, :, 0] if spec.channels == 1 else image for image in chosen]
    try:
        graph = export_graph(model, labels)
        return graph, check_parity(model, graph, pictures, spec)
    except UnsupportedModel as error:
        raise ImportRefused(
            f"no heat map can be drawn for this network, and a verdict without one is not "
            f"accepted: {error}"
        ) from error
    except ExportRefused as error:
        raise ImportRefused(f"the export is not the model: {error}") from error


def _packaged(
    order: ImportOrder,
    reading: Reading,
    spec: InputSpec,
    files: dict[str, bytes],
    images: TrialImages,
    said: Said,
    lineage: dict[str, Any],
) -> Imported:
    metrics, figures, thresholds = None, {}, _CAREFUL
    if images.files:
        thresholds = choose_thresholds(said.probability_def, images.is_def)
        metrics = evaluate(said.probability_def, images.is_def, thresholds)
        _refuse_nonsense(metrics)
        figures = figures_of(
            images.files, said.probability_def, said.shares, thresholds, reading.types
        )
        files[ANSWERS] = answers_bytes(images.files, root_of(images.files), said.probability_def)
    seen = SeenSection(**asdict(SeenRange.of(images.fitted))) if images.files else None
    manifest = Manifest(
        name=order.model_name,
        labels=_labels(reading),
        input=InputSection.of(spec),
        maps=calibrate_maps(said.maps, images.is_def, thresholds),
        thresholds=ThresholdSection(**asdict(thresholds)),
        seen=seen,
        metrics=figures,
        lineage={**lineage, **images.lineage()},
        files={},
    )
    return Imported(write_package(order.out, files, manifest), metrics)


def _refuse_nonsense(metrics: Metrics) -> None:
    if metrics.roc_auc < 0.5:
        raise ImportRefused(
            f"it gives good parts the higher P(def) (ROC AUC {metrics.roc_auc:.3f}): the labels "
            "are probably in the other order, or the images were rescaled in another way"
        )


def _lineage(
    order: ImportOrder, look: Look, reading: Reading, parity: ParityReport, content: bytes
) -> dict[str, Any]:
    return {
        "recipe": "imported",
        "imported": {
            "file": order.file.name,
            "sha256": sha256_of(content),
            "format": "hdf5" if look.is_h5 else "keras",
            "labels": list(reading.labels),
            "good": reading.good,
            "reading": reading.words(),
        },
        "parity": asdict(parity),
        "versions": {part: version(part) for part in _PARTS},
    }
