"""The quick way to tell types: a logistic regression over them becomes the head's last layer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from training.data.loading import UNTOLD
from training.fitting.type_loss import check_types

if TYPE_CHECKING:
    import keras

_INVERSE_PENALTY = 0.01
"""As of the verdict's head (scikit-learn's C, on standardised features)."""
_NEVER = -30.0
"""The logit of a type that there was no image of to learn from."""

Judge = Callable[[NDArray[np.float32], NDArray[Any]], tuple[float, float]]
"""Features and what is right -> mean loss, and the share that is told rightly."""


def fit_type_head(
    layer: keras.layers.Dense,
    features: NDArray[np.float32],
    types: NDArray[np.intp],
    count: int,
    *,
    balances: bool,
) -> Judge:
    """Fit in place the dense layer that tells `count` types from `features`, N x F.

    It learns from those whose type is known, and answers with the function that judges others.
    """
    known = types > UNTOLD
    weights, biases = _fitted(features[known], types[known], count, balances)
    layer.set_weights([weights, biases])
    return lambda features, types: check_types(features @ weights + biases, types)


def _fitted(
    features: NDArray[np.float32], types: NDArray[np.intp], count: int, balances: bool
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """F x K weights and K biases for the features as they are."""
    from sklearn.linear_model import LogisticRegression

    mean, spread = features.mean(axis=0), features.std(axis=0)
    spread = np.where(spread > 0, spread, 1)  # a feature that is always the same
    weights, biases = np.zeros((features.shape[1], count)), np.full(count, _NEVER)
    learnt = np.unique(types)
    if len(learnt) < 2:
        biases[learnt] = 0.0
        return weights.astype(np.float32), biases.astype(np.float32)
    weighing = "balanced" if balances else None
    regression = LogisticRegression(C=_INVERSE_PENALTY, class_weight=weighing, max_iter=1000)
    regression.fit((features - mean) / spread, types)
    rows, offsets = regression.coef_, regression.intercept_
    if len(learnt) == 2:  # then there is one row, that of the second type
        rows, offsets = np.vstack([0 * rows, rows]), np.array([0.0, offsets[0]])
    weights[:, learnt] = (rows / spread).T
    biases[learnt] = offsets - mean @ weights[:, learnt]
    return weights.astype(np.float32), biases.astype(np.float32)
