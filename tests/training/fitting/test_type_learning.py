from __future__ import annotations

import numpy as np
import pytest

from tests.training.small_networks import SPEC, small_network
from training.architectures.type_head import with_types
from training.augmentation.augment import NO_AUGMENTATION
from training.data.loading import UNTOLD
from training.fitting.batches import Batch
from training.fitting.fit_settings import FitSettings
from training.fitting.learner import Learner
from training.fitting.type_loss import check_types
from training.packaging.always_def import always_def

pytestmark = pytest.mark.keeps_threads

SETTINGS = FitSettings(epochs=1, augmentation=NO_AUGMENTATION)
STEPS = 150
RATE = 1e-2


def _batch(side: int = 8) -> tuple[Batch, np.ndarray, np.ndarray]:
    """Good parts are grey; of the defective ones some are dark, some bright at one place."""
    images = np.random.default_rng(0).integers(110, 140, (24, 32, 32, 1), np.uint8)
    types = np.arange(24) % 3 - 1
    for index, kind in enumerate(types):
        if kind != UNTOLD:
            row, column = 4 + index % 16, 20 - index % 16
            images[index, row : row + side, column : column + side] = (5, 250)[kind]
    masks = np.zeros((24, 32, 32), np.uint8)
    return Batch(images, np.arange(24), masks), types != UNTOLD, types


@pytest.mark.parametrize("tail", ["evidence", "mean", "dense"])
def test_types_are_learnt_beside_the_verdict(tail: str) -> None:
    batch, is_def, types = _batch()
    learner = Learner(with_types(small_network(tail), 2), SPEC, SETTINGS, RATE, STEPS)

    losses = [learner.learn(batch, is_def, np.ones(24, np.float32), types)[0] for _ in range(STEPS)]

    told = learner.judge(batch.images)[1]
    assert losses[-1] < 0.75 * losses[0]
    assert (told.argmax(axis=1) == types)[is_def].mean() > 0.9


def test_a_part_whose_type_nobody_said_teaches_none() -> None:
    batch, is_def, _ = _batch()
    model = with_types(small_network("dense"), 2)
    learner = Learner(model, SPEC, SETTINGS, RATE, 3)
    before = learner.judge(batch.images)[1]

    loss, right = learner.learn(batch, is_def, np.zeros(24, np.float32), np.full(24, UNTOLD))

    assert loss == 0.0
    assert 0 <= right <= 24
    assert learner.judge(batch.images)[1] == pytest.approx(before, abs=1e-3)


def test_without_good_parts_only_the_type_is_learnt() -> None:
    batch, _, types = _batch(side=16)
    defective = np.flatnonzero(types != UNTOLD)
    images, types = batch.images[defective], types[defective]
    only = Batch(images, defective, batch.masks[defective])
    model = always_def(with_types(small_network("evidence"), 2))
    learner = Learner(model, SPEC, SETTINGS, RATE, STEPS, knows_good=False)
    ones = np.ones(len(images), np.float32)

    for _ in range(STEPS):
        _, right = learner.learn(only, np.ones(len(images), np.bool_), ones, types)

    verdicts, told = learner.judge(images)
    assert verdicts == pytest.approx(20.0), "the verdict is not touched"
    assert right / len(types) > 0.75
    assert check_types(told, types)[1] > 0.75


def test_a_check_of_nothing_is_nothing() -> None:
    assert check_types(np.zeros((3, 2), np.float32), np.full(3, UNTOLD)) == (0.0, 0.0)
    logits = np.array([[2.0, 0.0], [0.0, 2.0], [9.0, 9.0]], np.float32)
    loss, right = check_types(logits, np.array([0, 0, UNTOLD]))
    assert right == 0.5
    assert loss == pytest.approx((np.log1p(np.exp(-2)) + np.log1p(np.exp(2))) / 2)
