"""The quick way to `evidence`: its trunk looks at each image once, its heads learn from that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from training.architectures.evidence import WHOLE_LOGIT
from training.data.drawing import drawn_evenly
from training.data.split import Split
from training.events import Listener
from training.fitting.checkpoint import Checkpoints
from training.fitting.fit import History, Task, fit, never
from training.fitting.frozen_trunk import FrozenTrunk
from training.fitting.head_fit import fit_verdict_head
from training.fitting.lessons import SeenLessons
from training.fitting.type_head_fit import fit_type_head

if TYPE_CHECKING:
    import keras

_MOST_CHECKED = 600
"""Validation images that an epoch is checked on; the finished model is judged on all of them."""


def fit_heads(
    model: keras.Model,
    task: Task,
    listener: Listener,
    *,
    checkpoints: Checkpoints | None = None,
    is_stopped: Callable[[], bool] = never,
) -> History:
    """Fit the heads of an `evidence` network in place, on images as they are.

    The logit of the whole image is a logistic regression. Those of places learn as in `fit`, by the
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
    looked_at = np.concatenate([task.split.training, task.split.validation])
    seen = trunk.look_at(task.images.fitted, looked_at)
    _fit_wholes(trunk.heads, seen.of_all_wholes(len(task.images.files)), task)
    return SeenLessons(task, trunk.heads, seen)


def _fit_wholes(heads: keras.Model, features: NDArray[np.float32] | None, task: Task) -> None:
    """The layers that judge the whole image, by regression; after that they learn no more.

    A step moves each of their 1,280 weights by little: in so few steps they would not get there.
    `features` are N x 1,280, of all images, zeros of those that were not looked at.
    """
    for layer in heads.layers:
        if features is None or type(layer).__name__ != "Dense":
            continue
        if layer.name != WHOLE_LOGIT:
            fit_type_head(layer, features, task)
        elif task.images.knows_good:
            fit_verdict_head(layer, features, task)
        layer.trainable = False
