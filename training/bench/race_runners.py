"""Who runs: ours, all of a network or its heads alone, and the notebook's way."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from training.architectures.catalogue import recipe_named
from training.architectures.recipe import Recipe
from training.augmentation.augment import NO_AUGMENTATION, Augmenter
from training.bench.notebook_pipeline import compiled_network, generator_flow, read_ahead
from training.data.dataset import LabelledFile
from training.data.drawing import drawn_evenly
from training.data.loading import LabelledImages, load_images
from training.data.split import Split
from training.fitting.batches import Batch
from training.fitting.fit import Task
from training.fitting.fit_settings import FitSettings, fit_settings
from training.fitting.frozen_trunk import FrozenTrunk
from training.fitting.heads_fit import begin_heads
from training.fitting.learner import Learner
from training.fitting.lessons import ImageLessons, Lessons

if TYPE_CHECKING:
    import keras

QUICK = "quick"
"""The mode, as it is said behind a recipe's name."""
_SEED = 0

Files = Sequence[LabelledFile]
Judged = tuple[NDArray[np.float32], NDArray[np.bool_]]
"""Logits of the held-out parts, and which of these are defective."""


class OurRunner:
    """As `train` does it."""

    def __init__(
        self,
        learner: Learner,
        lessons: Lessons,
        images: LabelledImages,
        judged: Callable[[], Judged],
    ) -> None:
        self._learner = learner
        self._is_def = images.is_def
        self._batches = _endless(lessons)
        self._judged = judged

    def learn(self, steps: int) -> None:
        for batch in islice(self._batches, steps):
            weights = np.ones(len(batch.indices), np.float32)
            self._learner.learn(batch, self._is_def[batch.indices], weights)

    def accuracy(self) -> float:
        logits, is_def = self._judged()
        return float(((logits > 0) == is_def).mean())

    def close(self) -> None:
        self._batches.close()


def full_runner(recipe: str, training: Files, held_out: Files, epochs: int) -> OurRunner:
    """All of the network learns; its learning rate's schedule stretches over so many epochs."""
    chosen = recipe_named(recipe)
    task = _task(chosen, load_images(training, chosen.input), fit_settings(recipe))
    lessons = ImageLessons(task)
    learner = _learner(chosen.build(0), task, lessons, epochs)

    def judged() -> Judged:
        images = load_images(held_out, chosen.input)
        return learner.logits(images.fitted), images.is_def

    return OurRunner(learner, lessons, task.images, judged)


def quick_runner(recipe: str, training: Files, held_out: Files) -> OurRunner:
    """The trunk looks once, then the heads learn: as `--mode quick` has it, its epochs too."""
    chosen, settings = recipe_named(recipe), fit_settings(recipe, QUICK)
    task = _task(chosen, load_images(training, chosen.input), settings)
    trunk = FrozenTrunk(chosen.build(0), chosen.input)
    lessons = begin_heads(trunk, task)
    learner = _learner(trunk.heads, task, lessons, settings.epochs_for(len(task.split.training)))

    def judged() -> Judged:
        images = load_images(held_out, chosen.input)
        everything = np.arange(len(images.files))
        seen = trunk.look_at(images, everything, Augmenter(NO_AUGMENTATION, _SEED), 0)
        return learner.judge_in_turn([seen.of(everything)])[0], images.is_def

    return OurRunner(learner, lessons, task.images, judged)


def _task(recipe: Recipe, images: LabelledImages, settings: FitSettings) -> Task:
    """With nothing to check on: that is the race's."""
    everything = np.arange(len(images.files))
    most = settings.most_images or len(everything)
    drawn = drawn_evenly(everything, images.is_def, images.types, most=most, seed=_SEED)
    split = Split(drawn, everything[:0])
    return Task(images, split, recipe.input, settings, recipe.peak_learning_rate, _SEED)


def _learner(model: keras.Model, task: Task, lessons: Lessons, epochs: int) -> Learner:
    steps = task.settings.steps_for(len(task.split.training)) * epochs
    rate = task.peak_learning_rate
    return Learner(model, task.spec, task.settings, rate, steps, intake=lessons.intake)


def _endless(lessons: Lessons) -> Generator[Batch]:
    """Epoch after epoch."""
    for epoch in count(1):
        yield from lessons.batches(epoch)


class NotebookRunner:
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
