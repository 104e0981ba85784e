"""Any Keras model -> a flat functional one for judging: each layer once, no model in another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from training.importing.look import AUGMENTING
from training.keras_setup import import_keras

if TYPE_CHECKING:
    import keras


def flattened(model: keras.Model, size: tuple[int, int] | None) -> keras.Model:
    """The same answers from copies of its layers; `size` (height, width) where it takes any.

    What only augments is left out.
    """
    keras = import_keras()
    height, width, channels = model.inputs[0].shape[1:]
    if size is not None:
        height, width = size
    image = keras.layers.Input((height, width, channels), name="image")
    return keras.Model(image, _passed_through(model, image), name="imported")


def _passed_through(model: keras.Model, image: Any) -> Any:
    """What a model answers to a symbolic image, by copies of its layers."""
    keras = import_keras()
    if isinstance(model, keras.Sequential):
        for layer in model.layers:
            image = _by_copy(layer, image)
        return image
    # What clone_model does within; it would cut a model inside another off from what is around it.
    return model._run_through_graph(  # noqa: SLF001
        image, operation_fn=lambda layer: layer, call_fn=_by_copy
    )


def _by_copy(layer: Any, *arguments: Any, **named: Any) -> Any:
    if type(layer).__name__ in AUGMENTING:
        return arguments[0]
    if hasattr(layer, "layers"):
        return _passed_through(layer, arguments[0])
    named.pop("training", None)
    copy = type(layer).from_config(layer.get_config())
    answer = copy(*arguments, **named)
    copy.set_weights(layer.get_weights())
    return answer
