"""A network taken apart: a pretrained trunk that stays as it is, and heads that are fitted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from inference.preprocess import InputSpec
from training.architectures.evidence import trunk_answers
from training.data.split import Indices
from training.fitting.fused_norm import with_fused_norms
from training.fitting.intake import Pixels
from training.flat import as_flat
from training.keras_setup import import_keras

if TYPE_CHECKING:
    import keras

_AT_ONCE = 32


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What the trunk saw of some images: a tenth of a megabyte of each, at 224 px."""

    places: dict[int, int]
    """Of each image, in the arrays."""
    answers: tuple[NDArray[np.float16], ...]
    """One for each input of the heads, n x its shape."""

    def of(self, indices: Indices) -> tuple[NDArray[np.float16], ...]:
        """Of these images, in their order. Raises `KeyError` for one that was not seen."""
        places = [self.places[int(index)] for index in indices]
        return tuple(answer[places] for answer in self.answers)

    def of_all_wholes(self, count: int) -> NDArray[np.float32] | None:
        """`count` x features of the whole image, 0 for what was not seen; None without such."""
        for answer in self.answers:
            if answer.ndim == 2:
                features = np.zeros((count, answer.shape[1]), np.float32)
                features[list(self.places)] = answer
                return features
        return None


class FrozenTrunk:
    """Of an `evidence` network, and a copy of its heads by themselves."""

    def __init__(self, model: keras.Model, spec: InputSpec) -> None:
        model_of = import_keras().Model
        flat = as_flat(model, types=True)
        answers = trunk_answers(flat)
        self.heads = model_of(answers, flat.outputs)
        self._see = _seeing(with_fused_norms(model_of(flat.input, answers)), Pixels(spec))

    def look_at(self, images: NDArray[np.uint8], indices: Indices) -> Seen:
        """At these of N x H x W x C images."""
        shapes = [tuple(each.shape[1:]) for each in self.heads.inputs]
        answers = tuple(np.empty((len(indices), *shape), np.float16) for shape in shapes)
        for start in range(0, len(indices), _AT_ONCE):
            now = slice(start, start + _AT_ONCE)
            for answer, part in zip(answers, self._see(images[indices[now]]), strict=True):
                answer[now] = part
        return Seen({int(index): place for place, index in enumerate(indices)}, answers)

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
