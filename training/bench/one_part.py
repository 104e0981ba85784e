"""A verdict with its map, for one part: ours, what one writes first, and what it must cost."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from inference.bench.row import Row
from inference.classifier import Classifier
from inference.manifest import InputSection, Manifest, MapScale, ThresholdSection
from inference.package import ModelPackage
from inference.preprocess import InputSpec, prepare
from inference.sources.simulated import draw_part
from training.architectures.catalogue import RECIPES, recipe_named
from training.bench.floor import bytes_per_s, flop_per_s, work_of
from training.explanations.layers import last_features
from training.explanations.subject import Subject
from training.explanations.vis import Gradcam
from training.export.graph import export_graph, map_methods
from training.flat import as_flat
from training.keras_setup import import_keras

if TYPE_CHECKING:
    import keras

GROUP = "verdict and map"
_ROUNDS = 8
_QUICK_RUNS, _SLOW_RUNS = 10, 2
"""In each round. What takes a tenth of a second tells as much with fewer."""
_OURS = "ours"

Batch = NDArray[np.float32]
Way = Callable[[Batch], object]


def measure_one_part(
    recipes: Sequence[str] = tuple(RECIPES), rounds: int = _ROUNDS
) -> Iterator[Row]:
    """Rows for each recipe's network; `ratio` is to ours on all cores.

    The ways take turns. All are given the image as a tensor, so that none pays for preparing it.
    The weights are those before any training: the arithmetic is the same.
    """
    for name in recipes:
        recipe = recipe_named(name)
        model = recipe.build(0)
        batch = _part(recipe.input)
        package = _package(model, name, recipe.input)
        taken, speeds = _measure(_ways(model, package), batch, rounds)
        ours = float(np.median(taken[_OURS]))
        for way, seconds in taken.items():
            yield _row(f"{name}: {way}", seconds, ours)
        yield from _floor(name, package.graph, speeds, ours)


def _measure(
    ways: dict[str, Way], batch: Batch, rounds: int
) -> tuple[dict[str, list[float]], list[tuple[float, float]]]:
    """Each way's seconds, and the machine's speeds between the rounds."""
    for way in ways.values():
        way(batch)  # traced and warm
    taken: dict[str, list[float]] = {name: [] for name in ways}
    speeds: list[tuple[float, float]] = []
    for _ in range(rounds):
        speeds.append((flop_per_s(), bytes_per_s()))
        for name, way in ways.items():
            taken[name] += _timed(way, batch)
    return taken, speeds


def _row(name: str, seconds: Sequence[float], ours: float) -> Row:
    median = float(np.median(seconds))
    return Row(
        GROUP,
        name,
        median_ms=1e3 * median,
        p99_ms=1e3 * float(np.quantile(seconds, 0.99)),
        per_s=1 / median,
        ratio=median / ours,
    )


def _floor(
    recipe: str, graph: bytes, speeds: Sequence[tuple[float, float]], ours: float
) -> Iterator[Row]:
    """At the best speeds that were reached between the rounds."""
    work = work_of(graph)
    flop, memory = (max(column) for column in zip(*speeds, strict=True))
    for name, seconds, more in (
        ("floor", work.least_s(flop, memory), {}),
        ("floor of the arithmetic", work.flop / flop, {"gflop_per_s": flop / 1e9}),
        ("floor of the weights", work.weight_bytes / memory, {"gb_per_s": memory / 1e9}),
    ):
        yield Row(
            GROUP, f"{recipe}: {name}", median_ms=1e3 * seconds, ratio=seconds / ours, more=more
        )


def _timed(way: Way, batch: Batch) -> list[float]:
    seconds: list[float] = []
    while len(seconds) < (_SLOW_RUNS if seconds and seconds[0] > 0.1 else _QUICK_RUNS):
        started = time.perf_counter()
        way(batch)
        seconds.append(time.perf_counter() - started)
    return seconds


def _ways(model: keras.Model, package: ModelPackage) -> dict[str, Way]:
    threads = os.cpu_count() or 1
    eager = _with_tape(model)
    return {
        _OURS: exported(package, threads),
        "ours, one thread": exported(package, 1),
        "keras predict and tf-keras-vis": _predict_and_explain(model, package),
        "keras model(x) and GradientTape": eager,
        "tf.function": _compiled(eager),
    }


def exported(package: ModelPackage, threads: int) -> Way:
    """Verdict and map of a tensor, as the line asks the graph for them."""
    classifier = Classifier(package, threads=threads)
    return lambda batch: classifier.run(batch, classifier.method)


def _predict_and_explain(model: keras.Model, package: ModelPackage) -> Way:
    explain = Gradcam(Subject(package, keras_model=model))
    return lambda batch: (model.predict(batch, verbose=0), explain(batch))


def _with_tape(model: keras.Model) -> Way:
    """Grad-CAM as its paper writes it."""
    keras = import_keras()
    import tensorflow as tf

    flat = as_flat(model, logit=True)
    features = flat.get_layer(last_features(flat)).output
    network = keras.Model(flat.input, [features, flat.output])

    def judge(batch: Any) -> Any:
        with tf.GradientTape() as tape:
            seen, logit = network(batch, training=False)
        weights = tf.reduce_mean(tape.gradient(logit, seen), axis=(1, 2), keepdims=True)
        return tf.sigmoid(logit), tf.nn.relu(tf.reduce_sum(seen * weights, axis=-1))

    return judge


def _compiled(judge: Way) -> Way:
    import tensorflow as tf

    compiled = tf.function(judge)
    return lambda batch: [answer.numpy() for answer in compiled(tf.constant(batch))]


def _package(model: keras.Model, name: str, spec: InputSpec) -> ModelPackage:
    """In memory alone: enough of one for the line's own classifier."""
    manifest = Manifest(
        name=name,
        labels=("ok", "def"),
        input=InputSection.model_validate(asdict(spec)),
        maps=tuple(
            MapScale.model_validate({"method": each, "floor": 0.0, "ceiling": 1.0})
            for each in map_methods(model)
        ),
        thresholds=ThresholdSection(unsure_from=0.5, def_from=0.5),
        files={},
    )
    return ModelPackage(Path(name), manifest, export_graph(model), sha256="0" * 64)


def _part(spec: InputSpec) -> Batch:
    return prepare(draw_part(1, 1, None, spec.width).image, spec)
