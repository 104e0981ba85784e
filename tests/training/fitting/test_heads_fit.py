from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from inference.preprocess import to_tensor
from tests.training.drawn_parts import draw_disc
from training.architectures.catalogue import recipe_named
from training.architectures.evidence_head import evidence_maps, part_logits
from training.architectures.type_head import with_types
from training.augmentation.augment import GENTLE, NO_AUGMENTATION, STRONG, Augmentation
from training.data.dataset import LabelledFile
from training.data.loading import LabelledImages
from training.data.split import Split
from training.events import Event, FindingNoted
from training.fitting.checkpoint import Checkpoint
from training.fitting.fit import History, Task
from training.fitting.fit_settings import fit_settings
from training.fitting.heads_fit import fit_heads
from training.keras_setup import import_keras
from training.runs.gathering import Gathered
from training.runs.job import _as_learnt, _learnt_from
from training.runs.order import TrainingOrder

pytestmark = pytest.mark.keeps_threads
_RECIPE = recipe_named("evidence:67+147+whole@64")
_TYPES = ("pit", "hole")


def _images() -> LabelledImages:
    """48 discs, every other one with one of two defects."""
    files, pictures = [], []
    for number in range(48):
        is_def = number % 2 == 1
        kind = _TYPES[number // 2 % 2]
        picture = draw_disc(number, is_def=is_def and kind == "pit")
        if is_def and kind == "hole":
            picture[24:40, 24:40] = 255
        files.append(LabelledFile(Path(f"{number}.png"), is_def, kind if is_def else None))
        pictures.append(np.repeat(picture[..., None], 3, axis=2))
    count = len(files)
    return LabelledImages(np.stack(pictures), tuple(files), (b"",) * count, (None,) * count)


def _task() -> Task:
    settings = replace(fit_settings("evidence", "quick"), epochs=8, batch=8, most_images=72)
    split = Split(np.arange(36), np.arange(36, 48))
    return Task(_images(), split, _RECIPE.input, settings, 3e-3, seed=0)


class _Kept:
    """Checkpoints in memory."""

    def __init__(self) -> None:
        self.last: Checkpoint | None = None

    def read(self) -> Checkpoint | None:
        return self.last

    def write(self, checkpoint: Checkpoint) -> None:
        self.last = checkpoint


@pytest.mark.slow
def test_the_heads_learn_and_the_trunk_stays_as_it_is() -> None:
    task, kept = _task(), _Kept()
    model = with_types(_RECIPE.build(0), len(_TYPES))
    before = {layer.name: layer.get_weights() for layer in model.layers}

    history = fit_heads(model, task, lambda _: None, checkpoints=kept)

    assert history.best.accuracy > 0.9
    changed = {
        layer.name
        for layer in model.layers
        for old, new in zip(before[layer.name], layer.get_weights(), strict=True)
        if not np.array_equal(old, new)
    }
    assert {"evidence", "wide_evidence", "whole_logit", "whole_logit_type_logits"} <= changed
    assert not any(name.startswith(("stem", "b0_", "b9_", "head")) for name in changed)
    _check_that_it_is_the_model_that_was_checked(model, task, history)
    assert kept.last is not None
    assert len(kept.last.history) == task.settings.epochs


def _check_that_it_is_the_model_that_was_checked(model: Any, task: Task, history: History) -> None:
    parts = [*model.outputs, *part_logits(model), *evidence_maps(model)]
    asked = import_keras().Model(model.input, parts)
    images, is_def = task.images.fitted[task.split.validation], task.images.is_def
    answers = [np.asarray(each) for each in asked(to_tensor(images, task.spec), training=False)]
    probability, types, fine, wide, whole, places, _ = answers
    said = probability[:, 0] > 0.5
    right = np.mean(said == is_def[task.split.validation])
    assert right == pytest.approx(history.best.val_accuracy, abs=0.1)  # one may lie at the edge
    assert probability[:, 0] == pytest.approx(
        1 / (1 + np.exp(-(fine + wide + whole)[:, 0] / 3)), abs=1e-5
    )
    # Its map is what its verdict is made of.
    assert fine[:, 0] == pytest.approx(
        np.log(np.exp(4 * places).mean(axis=(1, 2, 3))) / 4, abs=1e-4
    )
    bad = is_def[task.split.validation]
    assert np.mean(types.argmax(axis=1)[bad] == task.images.types[task.split.validation][bad]) > 0.7


def test_no_more_is_learnt_from_than_is_said() -> None:
    split = Split(np.arange(40), np.arange(40, 48))
    gathered = cast("Gathered", SimpleNamespace(images=_images(), split=split))
    quick, heard = replace(fit_settings("evidence", "quick"), most_images=10), list[Event]()
    drawn = _learnt_from(gathered, quick, 0, heard.append)
    assert len(drawn.training) == 10
    assert drawn.validation is split.validation
    assert heard == [FindingNoted("The quick mode learns from 10 of them, drawn by the seed")]
    assert _learnt_from(gathered, fit_settings("evidence"), 0, heard.append) is split


def test_what_somebody_drew_a_mask_of_is_learnt_from() -> None:
    images, masked = _images(), (4, 7, 33)
    mask = np.ones((64, 64), np.uint8)
    masks = tuple(mask if number in masked else None for number in range(48))
    gathered = cast(
        "Gathered",
        SimpleNamespace(
            images=replace(images, masks=masks), split=Split(np.arange(40), np.arange(40, 48))
        ),
    )
    quick = replace(fit_settings("evidence", "quick"), most_images=10)
    drawn = _learnt_from(gathered, quick, 0, lambda _: None)
    assert set(masked) <= set(drawn.training)


@pytest.mark.parametrize(
    ("images", "given", "learnt_with", "notes"),
    [
        (1_200, STRONG, STRONG, 0),
        (1_201, STRONG, NO_AUGMENTATION, 1),
        (1_201, NO_AUGMENTATION, NO_AUGMENTATION, 0),
        (1_201, None, NO_AUGMENTATION, 0),
        (42, None, GENTLE, 0),
    ],
)
def test_an_augmentation_that_is_not_used_is_not_said_to_be(
    images: int, given: Augmentation | None, learnt_with: Augmentation, notes: int
) -> None:
    order = TrainingOrder(Path("parts"), Path("out"), mode="quick", augmentation=given)
    quick, heard = fit_settings("evidence", "quick"), list[Event]()
    settings = replace(quick, augmentation=given or quick.augmentation)
    split = Split(np.arange(images), np.arange(images, images + 8))
    assert _as_learnt(settings, split, order, heard.append).augmentation == learnt_with
    assert len([each for each in heard if "augmentation is not used" in str(each)]) == notes
    full = replace(fit_settings("evidence"), augmentation=STRONG)
    assert _as_learnt(full, split, order, heard.append) is full
