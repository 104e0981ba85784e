"""What masks teach, on a network of two fields that is small enough to learn in a second."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from inference.preprocess import Colour, InputSpec, to_tensor
from training.architectures.evidence_head import (
    EVIDENCE,
    LOGIT,
    evidence_logit,
    evidence_maps,
    sigmoid,
)
from training.augmentation.augment import NO_AUGMENTATION
from training.export.joined_evidence import sum_of_fields
from training.fitting.batches import Batch
from training.fitting.fit_settings import FitSettings
from training.fitting.learner import Learner

pytestmark = pytest.mark.keeps_threads
_SPEC = InputSpec(32, 32, Colour.GREY)
_SETTINGS = FitSettings(1, NO_AUGMENTATION, is_scheduled=False, mask_weight=1.0)
_NO_VERDICTS = np.zeros(4, np.float32)
"""As weights: what is learnt then is learnt from the masks."""


def _two_fields() -> Any:
    from training.keras_setup import import_keras

    keras = import_keras()
    keras.utils.set_random_seed(1)
    image = keras.layers.Input((32, 32, 1), name="image")
    x = keras.layers.Conv2D(8, 3, strides=2, padding="same", activation="relu")(image)
    fine = evidence_logit(x, EVIDENCE, "fine_logit")
    x = keras.layers.Conv2D(8, 3, strides=2, padding="same", activation="relu")(x)
    wide = evidence_logit(x, "wide_evidence", "wide_logit")
    logit = keras.layers.Average(name=LOGIT)([fine, wide])
    return keras.Model(image, sigmoid(logit))


def _batch(*, has_masks: bool) -> tuple[Batch, np.ndarray]:
    images = np.full((4, 32, 32, 1), 130, np.uint8)
    masks = np.zeros((4, 32, 32), np.uint8)
    is_def = np.array([True, False, True, False])
    for number, corner in ((0, 4), (2, 20)):
        images[number, corner : corner + 6, corner : corner + 6] = 5
        masks[number, corner : corner + 6, corner : corner + 6] = 255
    return Batch(images, np.arange(4), masks * np.uint8(has_masks)), is_def


def test_each_field_is_taught_where_the_defect_is() -> None:
    from training.keras_setup import import_keras

    model = _two_fields()
    learner = Learner(model, _SPEC, _SETTINGS, 3e-2, steps=60)
    batch, is_def = _batch(has_masks=True)
    for _ in range(60):
        learner.learn(batch, is_def, _NO_VERDICTS)

    model.set_weights(learner.weights())
    maps = import_keras().Model(model.input, evidence_maps(model))
    answers = maps(to_tensor(batch.images, _SPEC), training=False)
    assert [each.shape[1] for each in answers] == [16, 8]
    for field in answers:
        for number in np.flatnonzero(is_def):
            seen = np.asarray(field)[number, ..., 0]
            row, column = np.unravel_index(seen.argmax(), seen.shape)
            cell = 32 // seen.shape[0]
            there = batch.masks[number, row * cell :][:cell, column * cell :][:, :cell]
            assert there.any()
            assert seen.max() > 0 > np.median(seen)


def test_what_is_drawn_of_the_fields_glows_on_the_defect_and_nowhere_else() -> None:
    from training.keras_setup import import_keras

    model = _two_fields()
    learner = Learner(model, _SPEC, _SETTINGS, 3e-2, steps=60)
    batch, is_def = _batch(has_masks=True)
    for _ in range(60):
        learner.learn(batch, is_def, _NO_VERDICTS)

    model.set_weights(learner.weights())
    maps = import_keras().Model(model.input, evidence_maps(model))
    heat = np.exp(sum_of_fields(maps(to_tensor(batch.images, _SPEC), training=False)))[..., 0]
    touched = batch.masks.reshape(4, 16, 2, 16, 2).any(axis=(2, 4))
    for number in np.flatnonzero(is_def):
        assert heat[number][touched[number]].sum() > 0.9 * heat[number].sum()


def test_a_batch_without_masks_teaches_the_maps_nothing() -> None:
    learner = Learner(_two_fields(), _SPEC, _SETTINGS, 3e-2, steps=3)
    before = learner.weights()
    batch, is_def = _batch(has_masks=False)
    for _ in range(3):
        learner.learn(batch, is_def, _NO_VERDICTS)
    for old, new in zip(before, learner.weights(), strict=True):
        assert np.array_equal(old, new)
