"""Calibrated probabilities: the logit is divided by a temperature, inside the network itself.

So Keras, the exported graph and the records all speak of the same P(def). No verdict's rank
changes. Evidence maps are divided too: they stay the logits that their verdict is pooled from.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from training.architectures.tail import UnsupportedModel
from training.architectures.type_head import verdict_alone
from training.flat import as_flat

if TYPE_CHECKING:
    import keras

_LIMIT = 8.0
"""A temperature beyond this, or below its reciprocal, says that something else is wrong."""
_LINEAR = frozenset({
    "Activation", "Average", "Dropout", "GlobalAveragePooling2D", "LogSumExpPooling2D", "Reshape",
})  # fmt: skip
_SHARP = frozenset({"EvidenceWeightedPooling2D", "LogSumExpPooling2D"})


def fit_temperature(logits: NDArray[np.float32], is_def: NDArray[np.bool_]) -> float:
    """What N validation logits must be divided by to be likeliest; above 1 they were too sure.

    Where good and defective parts are wholly apart the likeliest would be infinitely sure, so the
    labels are softened as Platt did: by as much as so few parts can't prove.
    """
    from scipy.optimize import minimize_scalar

    defects = int(is_def.sum())
    target = np.where(is_def, (defects + 1) / (defects + 2), 1 / (len(is_def) - defects + 2))

    def loss(log_temperature: float) -> float:
        cooled = logits.astype(np.float64) / np.exp(log_temperature)
        return float((np.logaddexp(0.0, cooled) - target * cooled).mean())

    edge = float(np.log(_LIMIT))
    return float(np.exp(minimize_scalar(loss, bounds=(-edge, edge), method="bounded").x))


def with_temperature(model: keras.Model, temperature: float) -> keras.Model:
    """A copy whose logit is that of `model` divided by `temperature`.

    Raises `UnsupportedModel` where a layer before the logit does more than add and weigh.
    """
    flat = as_flat(model, types=True)
    for layer in verdict_layers(flat):
        if is_logit_maker(layer):
            divided = [weights / np.float32(temperature) for weights in layer.get_weights()]
            layer.set_weights(divided)
    for layer in flat.layers:
        if type(layer).__name__ in _SHARP:
            # Sharper by as much as the places get flatter: LSE(x / T) with r T is LSE(x) / T.
            layer.sharpness *= temperature
    return flat


def verdict_layers(model: keras.Model) -> Iterator[Any]:
    """From the sigmoid back to the layers that make the logits, these included.

    Raises `UnsupportedModel` where a layer between them does more than add and weigh.
    """
    verdict = verdict_alone(model)
    producers = {id(layer.output): layer for layer in verdict.layers}
    waiting = [producers[id(verdict.output)]]
    while waiting:
        layer = waiting.pop()
        yield layer
        if is_logit_maker(layer):
            continue
        kind = type(layer).__name__
        if kind not in _LINEAR:
            raise UnsupportedModel(f"layer {layer.name!r} ({kind}) lies before the logit")
        inputs = layer.input if isinstance(layer.input, list) else [layer.input]
        waiting += [producers[id(each)] for each in inputs]


def is_logit_maker(layer: Any) -> bool:
    """Whether its weights scale the logit: the first such layer, seen from the verdict."""
    return type(layer).__name__ in ("Conv2D", "Dense")
