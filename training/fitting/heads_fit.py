"""The quick way to `evidence`: its trunk looks at each image once, its heads learn from that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from training.architectures.evidence import WHOLE_LOGIT
from training.data.drawing import drawn_evenly
from training.data.split import Split
from training.events import Listener
from training.fitting.checkpoint import Checkpoints
from training.fitting.fit import History, Task, fit, never
from training.fitting.frozen_trunk import FrozenTrunk, Seen
from training.fitting.head_fit import fit_verdict_head
from training.fitting.lessons import SeenLessons, augmenter_of_way
from training.fitting.type_head_fit import fit_type_head

if TYPE_CHECKING:
    import keras

_MOST_CHECKED = 600
"""Validation images that an epoch is checked on; the finished model is judged on all of them."""
_MOST_WAYS = 12
"""To look at an image. From 25 + 25 castings in one draw, each as it is, the heads had 90.5 % of
parts never seen right (ROC AUC 0.977), from twelve changes of each 96.6 % (0.997); from 2,400, each
as it is, 98.2 % (0.9990), and from one change of each 97.8 % (0.9975)."""


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
    is_def = task.images.is_def
    validation = drawn_evenly(task.split.validation, is_def, most=_MOST_CHECKED, seed=task.seed)
    task = replace(task, split=Split(task.split.training, validation))
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
        for way in range(_ways(task))
    ]
    validation = trunk.look_at(images, task.split.validation, augmenter_of_way(task, 0), 0)
    _fit_wholes(trunk.heads, ways, task)
    return SeenLessons(task, trunk.heads, ways, validation)


def _ways(task: Task) -> int:
    """So many of each training image: of few images many, of many none but as they are."""
    images = len(task.split.training)
    return max(1, min(_MOST_WAYS, (task.settings.most_images or images) // images))


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
