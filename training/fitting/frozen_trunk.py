"""A network taken apart: a pretrained trunk that stays as it is, and heads that are fitted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from inference.preprocess import InputSpec
from training.architectures.evidence import trunk_answers
from training.augmentation.augment import Augmenter
from training.data.loading import LabelledImages
from training.data.split import Indices
from training.fitting.batches import epoch_order, training_batches
from training.fitting.fused_norm import with_fused_norms
from training.fitting.intake import Pixels
from training.flat import as_flat
from training.keras_setup import import_keras

if TYPE_CHECKING:
    import keras

_AT_ONCE = 32
_ANY_SEED = 0
"""Of the order in which images are looked at: it changes nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What the trunk saw of some images: a tenth of a megabyte of each, at 224 px.

    `trunk_answer_size` says how much it is of one.
    """

    indices: Indices
    answers: tuple[NDArray[np.float16], ...]
    """One for each input of the heads, n x its shape, as `indices` are ordered."""

    def of(self, indices: Indices) -> tuple[NDArray[np.float16], ...]:
        """Of these images, in their order; each has been seen."""
        order = np.argsort(self.indices)
        places = order[np.searchsorted(self.indices, indices, sorter=order)]
        return tuple(answer[places] for answer in self.answers)

    @property
    def wholes(self) -> NDArray[np.float32]:
        """The features of the whole images, n x F; F is 0 where it has no say."""
        of_wholes = [answer for answer in self.answers if answer.ndim == 2]
        none = np.empty((len(self.indices), 0), np.float16)
        return np.concatenate([none, *of_wholes], axis=1).astype(np.float32)


class FrozenTrunk:
    """Of an `evidence` network, and a copy of its heads by themselves."""

    def __init__(self, model: keras.Model, spec: InputSpec) -> None:
        model_of = import_keras().Model
        flat = as_flat(model, types=True)
        answers = trunk_answers(flat)
        self.heads = model_of(answers, flat.outputs)
        self._see = _seeing(with_fused_norms(model_of(flat.input, answers)), Pixels(spec))

    def look_at(
        self, images: LabelledImages, indices: Indices, augmenter: Augmenter, epoch: int
    ) -> Seen:
        """At these images, as that epoch changes them."""
        shapes = [tuple(each.shape[1:]) for each in self.heads.inputs]
        answers = tuple(np.empty((len(indices), *shape), np.float16) for shape in shapes)
        order = epoch_order(indices, epoch, _ANY_SEED)
        batches = training_batches(
            images, indices, augmenter, epoch=epoch, size=_AT_ONCE, seed=_ANY_SEED
        )
        for number, batch in enumerate(batches):
            start = number * _AT_ONCE
            for answer, part in zip(answers, self._see(batch.images), strict=True):
                answer[start : start + _AT_ONCE] = part
        return Seen(order, answers)

    def hand_back(self, model: keras.Model) -> None:
        """Put what the heads have learnt into the network that they are of."""
        for layer in self.heads.layers:
            if layer.weights:
                model.get_layer(layer.name).set_weights(layer.get_weights())


def _seeing(trunk: keras.Model, pixels: Pixels) -> Any:
    """uint8 images -> the trunk's answers, traced as one graph."""
    import tensorflow as tf

    def see(images: Any) -> Any:
        answers = tf.nest.flatten(trunk(pixels.tensors(images), training=False))
        return [tf.cast(answer, tf.float16) for answer in answers]

    return tf.function(see, input_signature=[pixels.signature], autograph=False)
