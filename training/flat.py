"""Any Keras model as a flat functional copy, in which each layer is called exactly once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from training.architectures.type_head import verdict_alone
from training.keras_setup import import_keras

if TYPE_CHECKING:
    import keras


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
