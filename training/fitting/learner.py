"""The network while it learns: one step, one check, and the weights that were best."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from inference.preprocess import InputSpec
from training.architectures.evidence_head import evidence_maps, part_logits
from training.architectures.type_head import TYPE_LOGITS, tells_types
from training.data.loading import UNTOLD
from training.fitting.batches import Batch, Given
from training.fitting.fit_settings import FitSettings
from training.fitting.fused_norm import with_fused_norms
from training.fitting.intake import Intake, Pixels
from training.fitting.map_loss import map_loss
from training.fitting.type_loss import types_loss
from training.flat import as_flat
from training.keras_setup import import_keras

if TYPE_CHECKING:
    import keras

_Scalar = TypeVar("_Scalar", bound=np.generic)
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
        *,
        knows_good: bool = True,
        intake: Intake | None = None,
    ) -> None:
        """`steps` are those of all epochs: the schedule stretches over them.

        Without `knows_good` there is no verdict to learn: the types of defects alone are. `intake`
        is how batches come in; without it they are images as `spec` says.
        """
        import tensorflow as tf

        intake = intake or Pixels(spec)
        self._logit = with_fused_norms(as_flat(model, logit=True, types=True))
        _hasten_statistics(self._logit, steps)
        self._optimiser = _optimiser(settings, peak_learning_rate, steps)
        masks = tf.TensorSpec((None, spec.height, spec.width), tf.uint8)
        self._learn = _learning(self._logit, self._optimiser, intake, masks, settings, knows_good)
        self._judge = _judging(self._logit, intake)

    def learn(
        self,
        batch: Batch,
        is_def: NDArray[np.bool_],
        weights: NDArray[np.float32],
        types: NDArray[np.intp] | None = None,
    ) -> tuple[float, int]:
        """One step. The mean loss before it, and how many verdicts were right.

        `types` (N, or UNTOLD) is for a model that tells them. Where no verdict is learnt, the
        types that were right are counted.
        """
        told = np.full(len(is_def), UNTOLD) if types is None else types
        loss, right = self._learn(
            batch.images, batch.masks, is_def.astype(np.float32), weights, told.astype(np.int32)
        )
        return float(loss), int(right)

    def logits(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The logit of P(def) of each of N x H x W x C images."""
        return self.judge(images)[0]

    def judge(self, images: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The logits of P(def), N, and of the types, N x K; K is 0 where none are told."""
        return self.judge_in_turn(in_turn(images))

    def judge_in_turn(
        self, batches: Iterable[Given]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The same of all their images; there is one at least."""
        answers = [self._judge(batch) for batch in batches]
        verdicts, types = (
            [np.asarray(each) for each in part] for part in zip(*answers, strict=True)
        )
        return np.concatenate(verdicts), np.concatenate(types)

    def weights(self) -> list[NDArray[Any]]:
        """A copy, in the order of the model that came in."""
        return list(self._logit.get_weights())

    def state(self) -> list[NDArray[Any]]:
        """A copy of all that learning changes: weights, statistics, seeds and the optimiser's."""
        return [np.array(variable.numpy()) for variable in self._variables()]

    def restore(self, state: Sequence[NDArray[Any]]) -> None:
        """Go on from there. Raises `ValueError` for the state of another network."""
        variables = self._variables()
        shapes = [tuple(variable.shape) for variable in variables]
        if shapes != [array.shape for array in state]:
            raise ValueError("it is that of another network")
        for variable, array in zip(variables, state, strict=True):
            variable.assign(array)

    def _variables(self) -> list[Any]:
        return [*self._logit.variables, *self._optimiser.variables]


def _hasten_statistics(model: keras.Model, steps: int) -> None:
    """Let batch norms' running statistics follow within a tenth of the fit.

    With Keras' own momentum of 0.99 they would still be near their first values after the some 80
    steps that a small dataset gets: all learnt, and each validation image called the same. In a
    longer fit a shorter memory only makes the validation loss jump.
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


def in_turn(values: NDArray[_Scalar]) -> Iterator[NDArray[_Scalar]]:
    """N of whatever, in as small batches as are judged at once."""
    starts = range(0, len(values), _CHECK_BATCH)
    return (values[at : at + _CHECK_BATCH] for at in starts)


def _learning(
    model: Any, optimiser: Any, intake: Intake, masks: Any, settings: FitSettings, knows_good: bool
) -> Any:
    """`masks` is what those of a batch look like."""
    import tensorflow as tf

    maps = evidence_maps(model)
    outputs = [_type_logits(model), model.outputs[0], *part_logits(model), *maps]
    trunk = import_keras().Model(model.input, outputs)
    smoothing = settings.label_smoothing
    first_map = 1 + len(part_logits(model))

    def learn(images: Any, masks: Any, is_def: Any, weights: Any, types: Any) -> Any:
        target = is_def * (1.0 - smoothing) + smoothing / 2
        with tf.GradientTape() as tape:
            told, *answers = tf.nest.flatten(trunk(intake.tensors(images), training=True))
            of_types, types_right = types_loss(told, types)
            verdicts, evidence = answers[:first_map], answers[first_map:]
            # A verdict that is the mean of several logits: these are taught by themselves too.
            # With a loss on the mean alone, one could lean on what the others already know.
            losses = [_verdict_loss(each[:, 0], target, weights) for each in verdicts]
            total = tf.add_n([*losses, of_types]) if knows_good else of_types
            if settings.mask_weight:
                total += settings.mask_weight * map_loss(evidence, masks, is_def)
        gradients = tape.gradient(total, model.trainable_variables)
        optimiser.apply(gradients, model.trainable_variables)
        right = tf.reduce_sum(tf.cast((verdicts[0][:, 0] > 0) == (is_def > 0.5), tf.int32))
        return (losses[0] + of_types, right) if knows_good else (of_types, types_right)

    optimiser.build(model.trainable_variables)
    numbers = tf.TensorSpec((None,), tf.float32)
    signature = [intake.signature, masks, numbers, numbers, tf.TensorSpec((None,), tf.int32)]
    return tf.function(learn, input_signature=signature, autograph=False)


def _type_logits(model: Any) -> Any:
    """N x K; a single logit, which is always right, where no types are told."""
    if tells_types(model):
        return model.get_layer(TYPE_LOGITS).output
    return import_keras().ops.zeros_like(model.outputs[0])


def _verdict_loss(logits: Any, target: Any, weights: Any) -> Any:
    import tensorflow as tf

    losses = tf.nn.sigmoid_cross_entropy_with_logits(target, logits)
    return tf.reduce_mean(losses * weights)


def _judging(model: Any, intake: Intake) -> Any:
    import tensorflow as tf

    types = [model.get_layer(TYPE_LOGITS).output] if tells_types(model) else []
    trunk = import_keras().Model(model.input, [model.outputs[0], *types])

    def judge(images: Any) -> Any:
        logits, *told = tf.nest.flatten(trunk(intake.tensors(images), training=False))
        return logits[:, 0], told[0] if told else logits[:, :0]

    return tf.function(judge, input_signature=[intake.signature], autograph=False)
