"""The quick way to `evidence`: its trunk stays, its heads learn from what it saw of the images."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from training.architectures.evidence import WHOLE_LOGIT
from training.data.drawing import drawn_evenly
from training.data.split import Indices, Split
from training.events import Listener
from training.fitting.checkpoint import Checkpoints
from training.fitting.fit import History, Task, fit, never
from training.fitting.frozen_trunk import FrozenTrunk, Seen
from training.fitting.head_fit import fit_verdict_head
from training.fitting.lessons import SeenLessons, augmenter_of_way
from training.fitting.type_head_fit import fit_type_head

if TYPE_CHECKING:
    import keras

_CHECKED = 4
"""Of so many images that there may be to learn from, an epoch is checked on one, at most; the
finished model is judged on all validation images."""


def fit_heads(
    model: keras.Model,
    task: Task,
    listener: Listener,
    *,
    checkpoints: Checkpoints | None = None,
    is_stopped: Callable[[], bool] = never,
) -> History:
    """Fit the heads of an `evidence` network in place.

    The trunk looks at each image as it is and, where they are few, as it might also have come. The
    logit of the whole image is a logistic regression. Those of places learn as in `fit`, by the
    same losses, from what the trunk saw of them: a step takes a tenth of the time. A run that goes
    on from a checkpoint looks at the images again.
    """
    task = replace(task, split=Split(task.split.training, _checked(task)))
    trunk = FrozenTrunk(model, task.spec)
    lessons = begin_heads(trunk, task)
    history = fit(
        trunk.heads, task, listener,
        lessons=lessons, checkpoints=checkpoints, is_stopped=is_stopped,
    )  # fmt: skip
    trunk.hand_back(model)
    return history


def begin_heads(trunk: FrozenTrunk, task: Task) -> SeenLessons:
    """Look at all images of the split, and fit what is fitted at once; the rest is to be learnt."""
    images, training = task.images, task.split.training
    ways = [
        trunk.look_at(images, training, augmenter_of_way(task, way), way)
        for way in range(task.settings.ways_for(len(training)))
    ]
    validation = trunk.look_at(images, task.split.validation, augmenter_of_way(task, 0), 0)
    _fit_wholes(trunk.heads, ways, task)
    return SeenLessons(task, trunk.heads, ways, validation)


def _checked(task: Task) -> Indices:
    images, validation = task.images, task.split.validation
    most = (task.settings.most_images or len(images.files)) // _CHECKED
    return drawn_evenly(validation, images.is_def, images.types, most=most, seed=task.seed)


def _fit_wholes(heads: keras.Model, ways: Sequence[Seen], task: Task) -> None:
    """The layers that judge the whole image, by regression; after that they learn no more.

    A step moves each of their 1,280 weights by little: in so few steps they would not get there.
    """
    features = np.concatenate([seen.wholes for seen in ways])
    indices = np.concatenate([seen.indices for seen in ways])
    images, balances = task.images, task.settings.balances_classes
    for layer in heads.layers:
        if type(layer).__name__ != "Dense":
            continue
        if layer.name != WHOLE_LOGIT:
            names = len(images.type_names)
            fit_type_head(layer, features, images.types[indices], names, balances=balances)
        elif images.knows_good:
            fit_verdict_head(layer, features, images.is_def[indices], balances=balances)
        layer.trainable = False
