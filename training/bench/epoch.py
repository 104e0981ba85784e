"""An epoch of the notebook's network: our batches against Keras' own two ways, side by side."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.bench.row import Row
from training.architectures.catalogue import recipe_named
from training.augmentation.augment import NOTEBOOK, Augmenter
from training.bench.drawn_parts import draw_parts
from training.bench.notebook_pipeline import BATCH, RECIPE, compiled_network, generator_flow
from training.data.dataset import find_dataset
from training.data.loading import LabelledImages, load_images
from training.fitting.batches import training_batches
from training.fitting.fit_settings import fit_settings
from training.fitting.learner import Learner
from training.keras_setup import import_keras

GROUP = "training epoch"
_ROUNDS = 3

Epoch = Callable[[], object]


def measure_epochs(folder: Path, images: int = 512, rounds: int = _ROUNDS) -> Iterator[Row]:
    """A row for each way, on `images` drawn parts below `folder`; `ratio` is to ours.

    `median_ms` and `p99_ms` are of whole epochs, `cpu_s` is what an epoch takes of all cores
    together. Reading the files is no part of ours, which does so once before the first epoch, nor
    of tf.data's; the generator reads them in each epoch, as in the notebook.
    """
    draw_parts(folder, images, recipe_named(RECIPE).input.width)
    loaded = load_images(find_dataset(folder).files, recipe_named(RECIPE).input)
    ways: dict[str, Epoch] = {
        "ours": _our_epoch(loaded),
        "ImageDataGenerator": _generator_epoch(folder),
        "Keras layers in tf.data": _layers_epoch(loaded),
    }
    taken = _take_turns(ways, rounds)
    ours = float(np.median(taken["ours"][0]))
    for name, (seconds, cpu_seconds) in taken.items():
        median = float(np.median(seconds))
        yield Row(
            GROUP,
            f"notebook, {len(loaded.files)} images: {name}",
            median_ms=1e3 * median,
            p99_ms=1e3 * float(np.quantile(seconds, 0.99)),
            per_s=len(loaded.files) / median,
            ratio=median / ours,
            more={"cpu_s": float(np.median(cpu_seconds))},
        )


def _take_turns(ways: Mapping[str, Epoch], rounds: int) -> dict[str, NDArray[np.float64]]:
    """2 x rounds for each way: seconds of an epoch, and seconds of all cores together.

    In turns, so that what else the machine does touches them alike.
    """
    for run_epoch in ways.values():
        run_epoch()  # traced and warm
    taken = {name: np.zeros((2, rounds)) for name in ways}
    for number in range(rounds):
        for name, run_epoch in ways.items():
            before = np.array([time.perf_counter(), time.process_time()])
            run_epoch()
            taken[name][:, number] = [time.perf_counter(), time.process_time()] - before
    return taken


def _our_epoch(images: LabelledImages) -> Epoch:
    recipe, settings = recipe_named(RECIPE), fit_settings(RECIPE)
    steps = -(-len(images.files) // BATCH)
    learner = Learner(recipe.build(0), recipe.input, settings, recipe.peak_learning_rate, steps)
    augmenter = Augmenter(NOTEBOOK, 0)
    is_def, weights = images.is_def, np.ones(len(images.files), np.float32)
    everything = np.arange(len(images.files))

    def run_epoch() -> None:
        for batch in training_batches(images, everything, augmenter, epoch=1, size=BATCH, seed=0):
            learner.learn(batch, is_def[batch.indices], weights[batch.indices])

    return run_epoch


def _generator_epoch(folder: Path) -> Epoch:
    model, flow = compiled_network(), generator_flow(folder, is_learning=True)
    return lambda: model.fit(flow, epochs=1, verbose=0)


def _layers_epoch(images: LabelledImages) -> Epoch:
    keras = import_keras()
    import tensorflow as tf

    low, high = NOTEBOOK.zoom
    darkest, brightest = (end - 1.0 for end in NOTEBOOK.gain)
    change = keras.Sequential(
        [
            keras.layers.RandomZoom((low - 1.0, high - 1.0)),
            keras.layers.RandomBrightness((darkest, brightest)),
            keras.layers.Rescaling(1 / 255),
        ]
    )
    parts = tf.data.Dataset.from_tensor_slices((images.fitted, images.is_def.astype(np.float32)))
    batches = (
        parts.shuffle(len(images.files))
        .batch(BATCH)
        .map(lambda x, y: (change(x, training=True), y), num_parallel_calls=tf.data.AUTOTUNE)
        .prefetch(tf.data.AUTOTUNE)
    )
    model = compiled_network()
    return lambda: model.fit(batches, epochs=1, verbose=0, shuffle=False)
