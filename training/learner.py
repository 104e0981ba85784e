"""The network while it learns: one step, one check, and the weights that were best."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from inference.preprocess import InputSpec
from training.fit_settings import FitSettings
from training.flat import as_flat
from training.keras_setup import import_keras

if TYPE_CHECKING:
    import keras

_WARM_UP_SHARE = 0.1
_WARM_UP_LIMIT = 200
_LAST_RATE = 0.01
_WEIGHT_DECAY = 1e-4
_CHECK_BATCH = 64


class Learner:
    """Fits a model's logit: the sigmoid is left out, whose gradient vanishes where it is sure."""

    def __init__(
        self,
        model: keras.Model,
        spec: InputSpec,
        settings: FitSettings,
        peak_learning_rate: float,
        steps: int,
    ) -> None:
        """`steps` are those of all epochs: the schedule stretches over them."""
        self._logit = as_flat(model, logit=True)
        _hasten_statistics(self._logit, steps)
        self._optimiser = _optimiser(settings, peak_learning_rate, steps)
        self._learn = _learning(self._logit, self._optimiser, spec, settings.label_smoothing)
        self._judge = _judging(self._logit, spec)

    def learn(
        self,
        images: NDArray[np.uint8],
        is_def: NDArray[np.bool_],
        weights: NDArray[np.float32],
    ) -> tuple[float, int]:
        """One step on n x H x W x C images. The loss before it, and how many were right."""
        loss, right = self._learn(images, is_def.astype(np.float32), weights)
        return float(loss), int(right)

    def logits(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The logit of P(def) of each of N x H x W x C images."""
        starts = range(0, len(images), _CHECK_BATCH)
        answers = [np.asarray(self._judge(images[at : at + _CHECK_BATCH])) for at in starts]
        return np.concatenate(answers)

    def weights(self) -> list[NDArray[Any]]:
        """A copy, in the order of the model that came in."""
        return list(self._logit.get_weights())


def _hasten_statistics(model: keras.Model, steps: int) -> None:
    """Let batch norms' running statistics follow within a tenth of the fit.

    With Keras' own momentum of 0.99 they would still be near their first values after the some 80
    steps that a small dataset gets: all learnt, and each validation image called the same.
    """
    for layer in model.layers:
        if hasattr(layer, "moving_mean"):
            layer.momentum = min(layer.momentum, max(0.5, 1.0 - 10.0 / steps))


def _optimiser(settings: FitSettings, peak: float, steps: int) -> Any:
    optimizers = import_keras().optimizers
    if not settings.is_scheduled:
        return optimizers.Adam(peak)
    warm_up = max(1, min(_WARM_UP_LIMIT, round(steps * _WARM_UP_SHARE)))
    rate = optimizers.schedules.CosineDecay(
        peak * _LAST_RATE,
        max(1, steps - warm_up),
        alpha=_LAST_RATE,
        warmup_target=peak,
        warmup_steps=warm_up,
    )
    return optimizers.AdamW(rate, weight_decay=_WEIGHT_DECAY)


def _learning(model: Any, optimiser: Any, spec: InputSpec, smoothing: float) -> Any:
    import tensorflow as tf

    def learn(images: Any, is_def: Any, weights: Any) -> Any:
        target = is_def * (1.0 - smoothing) + smoothing / 2
        with tf.GradientTape() as tape:
            logits = model(_to_tensors(images, spec), training=True)[:, 0]
            losses = tf.nn.sigmoid_cross_entropy_with_logits(target, logits)
            loss = tf.reduce_mean(losses * weights)
        gradients = tape.gradient(loss, model.trainable_variables)
        optimiser.apply(gradients, model.trainable_variables)
        right = tf.equal(logits > 0, is_def > 0.5)
        return loss, tf.reduce_sum(tf.cast(right, tf.int32))

    optimiser.build(model.trainable_variables)
    numbers = tf.TensorSpec((None,), tf.float32)
    return tf.function(learn, input_signature=[_images(spec), numbers, numbers], autograph=False)


def _judging(model: Any, spec: InputSpec) -> Any:
    import tensorflow as tf

    def judge(images: Any) -> Any:
        return model(_to_tensors(images, spec), training=False)[:, 0]

    return tf.function(judge, input_signature=[_images(spec)], autograph=False)


def _images(spec: InputSpec) -> Any:
    import tensorflow as tf

    return tf.TensorSpec((None, spec.height, spec.width, spec.channels), tf.uint8)


def _to_tensors(images: Any, spec: InputSpec) -> Any:
    """`inference.preprocess.to_tensor`, inside the graph: a quarter of the bytes cross over."""
    import tensorflow as tf

    return (tf.cast(images, tf.float32) - spec.offset) * spec.scale
