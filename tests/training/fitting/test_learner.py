from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inference.preprocess import to_tensor
from training.architectures.catalogue import recipe_named
from training.architectures.evidence_head import part_logits
from training.fitting.batches import Batch
from training.fitting.fit_settings import FIT_SETTINGS, fit_settings
from training.fitting.learner import Learner
from training.flat import as_flat

pytestmark = pytest.mark.keeps_threads


def _hot_spot_batch() -> tuple[Batch, np.ndarray]:
    random = np.random.default_rng(0)
    images = random.integers(100, 160, (8, 300, 300, 1), np.uint8)
    masks = np.zeros((8, 300, 300), np.uint8)
    is_def = np.arange(8) % 2 == 1
    for index in np.flatnonzero(is_def):
        row, column = random.integers(40, 240, 2)
        images[index, row : row + 16, column : column + 16] = 5
        masks[index, row : row + 16, column : column + 16] = 255
    return Batch(images, np.arange(8), masks), is_def


@pytest.mark.slow
def test_masks_teach_the_evidence_map_where_to_look() -> None:
    from training.keras_setup import import_keras

    recipe = recipe_named("demo")
    model = recipe.build(0)
    learner = Learner(model, recipe.input, FIT_SETTINGS["demo"], 3e-3, steps=30)
    batch, is_def = _hot_spot_batch()

    losses = [learner.learn(batch, is_def, np.ones(8, np.float32))[0] for _ in range(30)]

    assert losses[-1] < losses[0] / 3
    model.set_weights(learner.weights())
    flat = as_flat(model)
    evidence = import_keras().Model(flat.input, flat.get_layer("evidence").output)
    maps = np.asarray(evidence(to_tensor(batch.images, recipe.input), training=True))[..., 0]
    for index in np.flatnonzero(is_def):
        row, column = np.unravel_index(maps[index].argmax(), maps[index].shape)
        side = 300 / maps.shape[1]
        cell = batch.masks[index][
            int(row * side) : int((row + 1) * side) + 1,
            int(column * side) : int((column + 1) * side) + 1,
        ]
        assert cell.any()


@pytest.mark.slow
def test_the_learners_logits_are_those_of_the_line() -> None:
    recipe = recipe_named("pooled")
    model = recipe.build(0)
    learner = Learner(model, recipe.input, FIT_SETTINGS["pooled"], 1e-3, steps=1)
    images = np.random.default_rng(0).integers(0, 256, (3, 300, 300, 1), np.uint8)

    probability = np.asarray(model(to_tensor(images, recipe.input), training=False))[:, 0]

    assert 1 / (1 + np.exp(-learner.logits(images))) == pytest.approx(probability, abs=1e-6)


@pytest.mark.slow
def test_each_part_of_a_mean_learns_by_itself() -> None:
    """With a loss on the mean alone, parts far apart would never have to agree."""
    from training.keras_setup import import_keras

    small = replace(recipe_named("evidence").input, height=96, width=96)
    model = recipe_named("evidence").build_seeded(small)
    before = model.get_weights()
    learner = Learner(model, small, FIT_SETTINGS["evidence"], 1e-3, steps=8)
    images = np.random.default_rng(0).integers(100, 160, (8, 96, 96, 3), np.uint8)
    is_def = np.arange(8) % 2 == 1
    images[is_def, 40:60, 40:60] = 5
    batch = Batch(images, np.arange(8), np.zeros((8, 96, 96), np.uint8))

    def part_losses(weights: list[np.ndarray]) -> np.ndarray:
        model.set_weights(weights)
        parts = import_keras().Model(model.input, part_logits(model))
        answers = parts(to_tensor(images, small), training=True)
        return np.array([
            np.logaddexp(0, np.where(is_def, -1, 1) * np.asarray(part)[:, 0]).mean()
            for part in answers
        ])  # fmt: skip

    losses = [learner.learn(batch, is_def, np.ones(8, np.float32))[0] for _ in range(8)]

    assert losses[-1] < losses[0]
    assert (part_losses(learner.weights()) < part_losses(before)).all()


def test_a_few_images_are_gone_over_more_often() -> None:
    settings = fit_settings("evidence")
    assert settings.epochs_for(10_000) == settings.epochs
    few = settings.epochs_for(320)
    assert few > settings.epochs
    assert few * 10 >= settings.least_steps > (few - 1) * 10
    assert settings.epochs_for(3) <= 60
