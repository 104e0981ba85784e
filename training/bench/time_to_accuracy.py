"""How long until so many of the held-out parts are judged right: ours and the notebook's way."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count, islice
from pathlib import Path
from typing import Protocol

import numpy as np

from inference.bench.row import Row
from inference.sources.settings import DefectType
from training.architectures.catalogue import recipe_named
from training.augmentation.augment import Augmenter
from training.bench.drawn_parts import draw_parts
from training.bench.notebook_pipeline import (
    BATCH,
    RECIPE,
    compiled_network,
    generator_flow,
    read_ahead,
)
from training.data.dataset import Dataset, LabelledFile, find_dataset
from training.data.loading import load_images
from training.data.split import split_by_groups
from training.fitting.batches import Batch, training_batches
from training.fitting.fit_settings import fit_settings
from training.fitting.learner import Learner

GROUP = "time to accuracy"
_HELD_OUT = 0.2
_SIZE_PX = 300
RECIPES = ("evidence", RECIPE)
_CHECKS = 8
"""Of the accuracy, in each epoch: an epoch may be far more than was needed."""
_DRAWN_TYPES: tuple[DefectType, ...] = ("chipped_edge", "flash", "shrinkage")
"""What a network from scratch learns from a thousand pictures; finer defects it does not find."""


@dataclass(frozen=True, slots=True)
class Race:
    """What is learnt, and who runs."""

    folder: Path | None = None
    """Class folders as for `train`; None draws parts."""
    images: int = 1_000
    """Of drawn parts."""
    target: float = 0.987
    """What the notebook said of its held-out part."""
    epochs: int = 20
    """Who has not reached it by then is told so."""
    scheduled_epochs: int = 1
    """What our learning rates stretch over, as with `train --epochs`: the shorter, the sooner they
    fall, and the more is right soon."""
    recipes: tuple[str, ...] = RECIPES
    """Ours; the first one is what the others are compared with."""


class _Runner(Protocol):
    """One way to train."""

    def learn(self, steps: int) -> None:
        """So many batches more."""

    def accuracy(self) -> float:
        """On the held-out parts, at P(def) = 0.5."""

    def close(self) -> None:
        """End its threads."""


def measure_time_to_accuracy(scratch: Path, race: Race) -> Iterator[Row]:
    """A row for each way: all its time from the files to the accuracy, judging them left out.

    The ways take turns, an eighth of an epoch each, so that what else the machine does touches
    them alike. The held-out parts are drawn at random, look-alikes or not: that is how the notebook
    came to its accuracy. `median_ms` is None where it was not reached.
    """
    dataset = _dataset(scratch, race)
    training, held_out = _split(dataset)
    folders = _as_folders(scratch / "files", training, held_out)
    ours = [
        partial(_Ours, recipe, training, held_out, race.scheduled_epochs) for recipe in race.recipes
    ]
    lanes = [_Lane(f"ours, {name}", make) for name, make in zip(race.recipes, ours, strict=True)]
    lanes.append(_Lane("the notebook's pipeline", partial(_Notebook, *folders)))
    steps = -(-len(training) // (BATCH * _CHECKS))
    for _ in range(race.epochs * _CHECKS):
        for lane in lanes:
            if lane.best < race.target:
                lane.run(steps)
    what = f"{dataset.folder.name}, {len(training):,} images, {race.target:.1%} of {len(held_out)}"
    for lane in lanes:
        lane.close()
    yield from (_row(what, lane, lanes[0], race.target) for lane in lanes)


class _Lane:
    """One way, and how far it is."""

    def __init__(self, name: str, make: Callable[[], _Runner]) -> None:
        self.name = name
        self.accuracies: list[float] = []
        started = time.perf_counter()
        self._runner = make()
        self.seconds = time.perf_counter() - started

    @property
    def best(self) -> float:
        return max(self.accuracies, default=0.0)

    def run(self, steps: int) -> None:
        started = time.perf_counter()
        self._runner.learn(steps)
        self.seconds += time.perf_counter() - started
        self.accuracies.append(self._runner.accuracy())

    def close(self) -> None:
        self._runner.close()


class _Ours:
    """As `train` does it: images in memory, changed and batched on other threads."""

    def __init__(
        self,
        recipe: str,
        training: Sequence[LabelledFile],
        held_out: Sequence[LabelledFile],
        epochs: int,
    ) -> None:
        chosen, self._settings = recipe_named(recipe), fit_settings(recipe)
        self._spec, self._held_out = chosen.input, held_out
        self._images = load_images(training, chosen.input)
        steps = -(-len(training) // self._settings.batch) * epochs
        self._learner = Learner(
            chosen.build(0), chosen.input, self._settings, chosen.peak_learning_rate, steps
        )
        self._batches = self._endless()

    def learn(self, steps: int) -> None:
        is_def = self._images.is_def
        for batch in islice(self._batches, steps):
            weights = np.ones(len(batch.indices), np.float32)
            self._learner.learn(batch, is_def[batch.indices], weights)

    def accuracy(self) -> float:
        images = load_images(self._held_out, self._spec)
        said = self._learner.logits(images.fitted) > 0
        return float((said == images.is_def).mean())

    def close(self) -> None:
        self._batches.close()

    def _endless(self) -> Generator[Batch, None, None]:
        """Epoch after epoch."""
        augmenter = Augmenter(self._settings.augmentation, 0)
        everything = np.arange(len(self._images.files))
        for epoch in count(1):
            yield from training_batches(
                self._images, everything, augmenter,
                epoch=epoch, size=self._settings.batch, seed=0,
            )  # fmt: skip


class _Notebook:
    """As `fit` does it, but it can be looked at in between.

    A `fit` for each look would begin by reading two batches for nothing, throw away what it had
    read ahead, and never see a whole epoch.
    """

    def __init__(self, training: Path, held_out: Path) -> None:
        self._model = compiled_network()
        self._batches = read_ahead(generator_flow(training, is_learning=True))
        self._held_out = generator_flow(held_out, is_learning=False)

    def learn(self, steps: int) -> None:
        for images, is_def in islice(self._batches, steps):
            self._model.train_on_batch(images, is_def)

    def accuracy(self) -> float:
        return float(self._model.evaluate(self._held_out, verbose=0)[1])

    def close(self) -> None:
        self._batches = iter(())


def _dataset(scratch: Path, race: Race) -> Dataset:
    if race.folder is not None:
        return find_dataset(race.folder)
    drawn = scratch / "drawn"
    draw_parts(drawn, race.images, _SIZE_PX, _DRAWN_TYPES)
    return find_dataset(drawn)


def _split(dataset: Dataset) -> tuple[tuple[LabelledFile, ...], tuple[LabelledFile, ...]]:
    """Learnt from, and held out."""
    is_def = np.array([file.is_def for file in dataset.files])
    split = split_by_groups(np.arange(len(is_def)), is_def, seed=0, validation_share=_HELD_OUT)
    training, held_out = (
        tuple(dataset.files[index] for index in indices)
        for indices in (split.training, split.validation)
    )
    return training, held_out


def _as_folders(
    folder: Path, training: Sequence[LabelledFile], held_out: Sequence[LabelledFile]
) -> list[Path]:
    """What Keras' generator reads: each side in a folder of its own, with its classes."""
    sides = {folder / "training": training, folder / "held-out": held_out}
    for side, files in sides.items():
        for number, file in enumerate(files):
            path = side / ("def" if file.is_def else "ok") / f"{number:06d}{file.path.suffix}"
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file.path, path)
    return list(sides)


def _row(what: str, lane: _Lane, first: _Lane, target: float) -> Row:
    is_there = lane.best >= target
    are_compared = is_there and first.best >= target
    return Row(
        GROUP,
        f"{what}: {lane.name}",
        median_ms=1e3 * lane.seconds if is_there else None,
        ratio=lane.seconds / first.seconds if are_compared else None,
        more={
            "seconds": lane.seconds,
            "epochs": len(lane.accuracies) / _CHECKS,
            "best_accuracy": lane.best,
        },
    )
