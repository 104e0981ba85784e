"""The quick way: what the network sees is kept as it is, only its last layer is fitted."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from training.architectures.recipe import ANSWER
from training.architectures.type_head import TYPE_LOGITS, tells_types
from training.events import EpochFinished, Listener
from training.fitting.features import Features
from training.fitting.fit import History, Task
from training.fitting.type_head_fit import Judge, fit_type_head

if TYPE_CHECKING:
    import keras

_INVERSE_PENALTY = 0.01
"""Of the logistic regression on standardised features (scikit-learn's C): 1,280 weights from a few
dozen images fit anything, and say it with certainty, unless they are held small."""


def fit_head(model: keras.Model, task: Task, listener: Listener) -> History:
    """Fit the last layer of the `transfer` network in place, by logistic regression.

    Each image goes through the network once, as it is: nothing is augmented. Answers with one
    epoch, whose losses are those of the finished model: verdict and types together, where it
    tells types; the accuracy is the verdict's, unless there is no good part to learn one from.
    """
    started = time.monotonic()
    features = Features(model, task.spec).of(task.images.fitted)
    layer = model.get_layer(ANSWER)
    training, balances = task.split.training, task.settings.balances_classes
    heads: list[tuple[Judge, NDArray[Any]]] = []
    if task.images.knows_good:
        is_def = task.images.is_def
        judge = fit_verdict_head(layer, features[training], is_def[training], balances=balances)
        heads.append((judge, is_def))
    if tells_types(model):
        types, names = task.images.types, len(task.images.type_names)
        layer = model.get_layer(TYPE_LOGITS)
        judge = fit_type_head(layer, features[training], types[training], names, balances=balances)
        heads.append((judge, types))
    learnt, checked = (
        [judge(features[side], labels[side]) for judge, labels in heads]
        for side in (training, task.split.validation)
    )
    epoch = EpochFinished(
        epoch=1,
        epochs=1,
        loss=sum(loss for loss, _ in learnt),
        accuracy=learnt[0][1],
        val_loss=sum(loss for loss, _ in checked),
        val_accuracy=checked[0][1],
        is_best=True,
        seconds=time.monotonic() - started,
        seconds_left=0.0,
    )
    listener(epoch)
    return History((epoch,))


def fit_verdict_head(
    layer: keras.layers.Dense,
    features: NDArray[np.float32],
    is_def: NDArray[np.bool_],
    *,
    balances: bool,
) -> Judge:
    """Fit in place the dense layer that makes a logit of `features`, N x F.

    Answers with the function that tells mean loss and accuracy for other features.
    """
    head = _Head.fitted(features, is_def, balances)
    layer.set_weights([head.weights[:, np.newaxis], np.array([head.bias])])
    return head.judged


@dataclass(frozen=True, slots=True, eq=False)
class _Head:
    """One logit from the features as they are."""

    weights: NDArray[np.float64]
    bias: float

    @classmethod
    def fitted(
        cls, features: NDArray[np.float32], is_def: NDArray[np.bool_], balances: bool
    ) -> _Head:
        """Fitted on standardised features; the standardisation is folded into the weights."""
        from sklearn.linear_model import LogisticRegression

        mean, spread = features.mean(axis=0), features.std(axis=0)
        spread = np.where(spread > 0, spread, 1)  # a feature that is always the same
        weighing = "balanced" if balances else None
        regression = LogisticRegression(C=_INVERSE_PENALTY, class_weight=weighing, max_iter=1000)
        regression.fit((features - mean) / spread, is_def)
        weights = np.asarray(regression.coef_[0] / spread, np.float64)
        return cls(weights, float(regression.intercept_[0] - weights @ mean))

    def judged(
        self, features: NDArray[np.float32], is_def: NDArray[np.bool_]
    ) -> tuple[float, float]:
        """Mean loss and accuracy."""
        logits = features @ self.weights + self.bias
        losses = np.logaddexp(0.0, np.where(is_def, -logits, logits))
        return float(losses.mean()), float(((logits > 0) == is_def).mean())
