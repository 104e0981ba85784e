"""Any Keras model as a flat functional copy, each layer called once; what its layers answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from training.architectures.type_head import verdict_alone
from training.keras_setup import import_keras

if TYPE_CHECKING:
    import keras

_AT_ONCE = 16


def as_flat(model: keras.Model, *, logit: bool = False, types: bool = False) -> keras.Model:
    """A functional copy with the same weights and layer names; `logit` leaves the sigmoid out.

    Of a network that tells defect types too, the verdict alone, unless `types` keeps them.
    A Sequential from a file or built with `add()` calls its layers twice and so forks the graph:
    no gradient is then found between its input and its output.
    """
    keras = import_keras()
    verdict = verdict_alone(model)
    last = verdict.layers[-1].name
    model = model if types else verdict

    def copied(layer: Any) -> Any:
        config = layer.get_config()
        if logit and layer.name == last:
            config["activation"] = "linear"
        return type(layer).from_config(config)

    if isinstance(model, keras.Sequential):
        flat = _chained(model, copied, keras)
    else:
        flat = keras.models.clone_model(model, clone_function=copied)
    flat.set_weights(model.get_weights())
    return flat


def _chained(model: keras.Sequential, copied: Any, keras: Any) -> keras.Model:
    image = x = keras.layers.Input(model.inputs[0].shape[1:], name="image")
    for layer in model.layers:
        x = copied(layer)(x)
    return keras.Model(image, x, name=model.name)


def outputs_of(
    flat: keras.Model, layers: Sequence[str], batch: NDArray[np.float32]
) -> list[NDArray[np.float32]]:
    """What these layers answer to N x H x W x C: one array each, in their order."""
    trunk = import_keras().Model(flat.input, [flat.get_layer(name).output for name in layers])
    answers = trunk.predict(batch, batch_size=_AT_ONCE, verbose=0)
    return answers if isinstance(answers, list) else [answers]
