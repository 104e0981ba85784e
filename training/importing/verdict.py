"""What a model answers, read as P(def): turned round, or taken together, once and for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from inference.exported_graph import TYPES
from training.architectures.recipe import ANSWER
from training.architectures.type_head import TYPE_LOGITS
from training.importing.order import ImportRefused
from training.keras_setup import import_keras

if TYPE_CHECKING:
    import keras

_Weights = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Reading:
    """How the numbers that a model answers with are meant."""

    labels: tuple[str, ...]
    """In the model's order."""
    good: str
    activation: str
    """Of the last layer. `linear` answers are taken for logits."""

    @property
    def good_index(self) -> int:
        return self.labels.index(self.good)

    @property
    def types(self) -> tuple[str, ...]:
        """Of the defects, in the model's order, where it tells several."""
        defects = tuple(label for label in self.labels if label != self.good)
        return defects if len(defects) > 1 else ()

    def words(self) -> str:
        """For the package's lineage."""
        if len(self.labels) > 2:
            return f"P(def) = 1 - P({self.good}), of {self.activation} over {len(self.labels)}"
        defect = self.labels[1 - self.good_index]
        return f"P(def) = P({defect}), of {self.activation}"

    def probability_def(self, answers: _Weights) -> NDArray[np.float64]:
        """N x 1 or N x K answers -> P(def), N."""
        from scipy.special import expit, softmax

        wide = answers.astype(np.float64)
        if wide.shape[1] == 1:
            second = expit(wide[:, 0]) if self.activation == "linear" else wide[:, 0]
            return np.asarray(second if self.good_index == 0 else 1 - second)
        shares = softmax(wide, axis=1) if self.activation == "linear" else wide
        return np.asarray(1 - shares[:, self.good_index])

    def type_probabilities(self, answers: _Weights) -> NDArray[np.float64]:
        """N x K answers -> P(def and of this type), N x types."""
        from scipy.special import softmax

        wide = answers.astype(np.float64)
        shares = softmax(wide, axis=1) if self.activation == "linear" else wide
        return np.delete(shares, self.good_index, axis=1)


def read_answers(flat: keras.Model, labels: Sequence[str], good: str) -> Reading:
    """Raises `ImportRefused` where the labels don't fit the answers, or these are no verdict."""
    dense, activation = _last_dense(flat)
    answers = int(dense.units)
    wanted = max(2, answers)
    if len(labels) != wanted:
        raise ImportRefused(
            f"the model answers with {answers} number{'s' * (answers > 1)}: {wanted} labels are "
            f"needed, not {len(labels)} ({', '.join(labels)})"
        )
    allowed = ("sigmoid", "linear") if answers == 1 else ("softmax", "linear")
    if activation not in allowed:
        raise ImportRefused(
            f"the model answers with {answers} number{'s' * (answers > 1)} and {activation}: "
            f"only {allowed[0]} can be read as a verdict there"
        )
    return Reading(tuple(labels), good, activation)


def verdict_network(flat: keras.Model, reading: Reading) -> keras.Model:
    """The network with one sigmoid, P(def), in place of its last layer, and the types beside it.

    A softmax over two is exactly the sigmoid of the difference of its logits; a sigmoid for `ok`
    is one for `def` with its weights negated. Of a softmax over more, 1 - P(good) is exactly the
    sigmoid of log(sum(exp)) of each defect's logit less the good one's, and P(type | def) is the
    softmax over these.
    """
    keras = import_keras()
    dense, _ = _last_dense(flat)
    kernel, bias = _kernel_and_bias(dense)
    kernel, bias = _towards_def(kernel, bias, reading.good_index)
    if kernel.shape[1] > 1:
        return _with_types(flat, dense.input, kernel, bias)
    last = keras.layers.Dense(1, activation="sigmoid", name=ANSWER)
    verdict = keras.Model(flat.input, last(dense.input), name="imported")
    last.set_weights([kernel, bias])
    return verdict


def _with_types(flat: keras.Model, features: Any, kernel: _Weights, bias: _Weights) -> keras.Model:
    from training.architectures.layers import LogSumExpPooling2D

    keras = import_keras()
    kinds = kernel.shape[1]
    last = keras.layers.Dense(kinds, name=TYPE_LOGITS)
    logits = last(features)
    # The pooling means over the kinds where a sum is wanted: their biases make up for it.
    last.set_weights([kernel, bias + np.float32(np.log(kinds))])
    side_by_side = keras.layers.Reshape((1, kinds, 1), name="kinds")(logits)
    logit = LogSumExpPooling2D(sharpness=1.0, name="logit")(side_by_side)
    verdict = keras.layers.Activation("sigmoid", name=ANSWER)(logit)
    types = keras.layers.Activation("softmax", name=TYPES)(logits)
    return keras.Model(flat.input, [verdict, types], name="imported")


def _last_dense(flat: keras.Model) -> tuple[Any, str]:
    """The dense layer that makes the logits, and what is made of them."""
    producers = {id(layer.output): layer for layer in flat.layers}
    last = producers[id(flat.output)]
    kind = type(last).__name__
    activation = "softmax" if kind == "Softmax" else last.activation.__name__
    dense = producers[id(last.input)] if kind in ("Activation", "Softmax") else last
    if type(dense).__name__ != "Dense" or (
        dense is not last and dense.activation.__name__ != "linear"
    ):
        raise ImportRefused(f"layer {dense.name!r} before the answer is no plain dense layer")
    return dense, activation


def _kernel_and_bias(dense: Any) -> tuple[_Weights, _Weights]:
    kernel, *bias = dense.get_weights()
    return kernel, bias[0] if bias else np.zeros(kernel.shape[1], np.float32)


def _towards_def(kernel: _Weights, bias: _Weights, good_index: int) -> tuple[_Weights, _Weights]:
    """The logit of each defect against the good one: one column less than labels."""
    if kernel.shape[1] == 1:
        sign = np.float32(1 if good_index == 0 else -1)
        return sign * kernel, sign * bias
    others = [index for index in range(kernel.shape[1]) if index != good_index]
    return (
        kernel[:, others] - kernel[:, [good_index]],
        bias[others] - bias[[good_index]],
    )
