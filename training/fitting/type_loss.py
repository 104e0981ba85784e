"""How well the types of defects are told: the loss that is learnt from, and the check after it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.data.loading import UNTOLD


def types_loss(logits: Any, types: Any) -> tuple[Any, Any]:
    """Inside a graph: N x K logits and N types -> mean cross entropy, and how many are right.

    What is UNTOLD counts for nothing; without one type that is known both are 0.
    """
    import tensorflow as tf

    known = types > UNTOLD
    losses = tf.nn.sparse_softmax_cross_entropy_with_logits(tf.maximum(types, 0), logits)
    counted = tf.cast(known, tf.float32)
    loss = tf.math.divide_no_nan(tf.reduce_sum(losses * counted), tf.reduce_sum(counted))
    said = tf.argmax(logits, axis=1, output_type=tf.int32)
    return loss, tf.reduce_sum(tf.cast(known & (said == types), tf.int32))


def check_types(logits: NDArray[np.float32], types: NDArray[np.intp]) -> tuple[float, float]:
    """Mean cross entropy and share of right ones, of those whose type is known; 0 of nothing."""
    from scipy.special import log_softmax

    known = types > UNTOLD
    if not known.any():
        return 0.0, 0.0
    shares = log_softmax(logits[known].astype(np.float64), axis=1)
    told = types[known]
    loss = -shares[np.arange(len(told)), told].mean()
    return float(loss), float((shares.argmax(axis=1) == told).mean())
