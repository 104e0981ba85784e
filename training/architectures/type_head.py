"""A second head: which type a defect is, told from the features that the verdict rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from inference.exported_graph import TYPES
from training.architectures.tail import EvidenceTail, MeanTail, read_tail
from training.keras_setup import import_keras

if TYPE_CHECKING:
    import keras

TYPE_LOGITS = "type_logits"
"""The name of the layer that holds one logit per type, N x K."""


@dataclass(frozen=True, slots=True)
class TypeParts:
    """The layers whose answers the types' logits are the mean of, where places have a say."""

    places: tuple[str, ...]
    """One logit per type at each place, N x h x w x K, in the order of the verdict's fields."""
    wholes: tuple[str, ...]
    """One logit per type of the whole image, N x K."""


def with_types(model: keras.Model, count: int) -> keras.Model:
    """The same network with a second output: P(type | def), N x `count`.

    Where places give evidence, each place also says which type it would be, and counts as much as
    it counts for the verdict; a verdict that is the mean of several parts has the mean of their
    logits. Any other network tells the types from what its last layer sees. The verdict, and all
    that leads to it, stays as it was. Raises `UnsupportedModel` for a network with another tail.
    """
    keras = import_keras()
    logits = _type_logits(model, count)
    types = keras.layers.Activation("softmax", name=TYPES)(logits)
    return keras.Model(model.input, [model.output, types], name=model.name)


def tells_types(model: keras.Model) -> bool:
    """Whether it has the second output."""
    return any(layer.name == TYPES for layer in model.layers)


def has_type_maps(model: keras.Model) -> bool:
    """Whether it tells at each place which type it would be."""
    return tells_types(model) and bool(type_parts(model).places)


def type_parts(model: keras.Model) -> TypeParts:
    """Of a network that tells types; without any `places` a type has no map."""
    tail = read_tail(verdict_alone(model))
    if isinstance(tail, EvidenceTail):
        return TypeParts((_of_places_name(TYPE_LOGITS),), ())
    if isinstance(tail, MeanTail):
        fields = [_of_places_name(_part_name(field.evidence)) for field in tail.fields]
        wholes = [_part_name(layer.name) for layer in _wholes(verdict_alone(model), tail)]
        return TypeParts(tuple(fields), tuple(wholes))
    return TypeParts((), ())


def verdict_alone(model: keras.Model) -> keras.Model:
    """The network without the second output; the very same layers."""
    if not tells_types(model):
        return model
    return import_keras().Model(model.input, model.outputs[0], name=model.name)


def _type_logits(model: keras.Model, count: int) -> Any:
    keras = import_keras()
    tail = read_tail(model)
    if isinstance(tail, EvidenceTail):
        return _of_places(model, tail, count, TYPE_LOGITS)
    if isinstance(tail, MeanTail):
        parts = [
            _of_places(model, field, count, _part_name(field.evidence)) for field in tail.fields
        ]
        parts += [_of_whole(layer, count, _part_name(layer.name)) for layer in _wholes(model, tail)]
        return keras.layers.Average(name=TYPE_LOGITS)(parts)
    return _of_whole(tail.dense[-1], count, TYPE_LOGITS)


def _of_places(model: keras.Model, field: EvidenceTail, count: int, name: str) -> Any:
    from training.architectures.layers import EvidenceWeightedPooling2D

    evidence = model.get_layer(field.evidence)
    each = import_keras().layers.Conv2D(count, 1, name=_of_places_name(name))(evidence.input)
    pooling = EvidenceWeightedPooling2D(sharpness=_sharpness(model, evidence), name=name)
    return pooling([evidence.output, each])


def _of_whole(logit: Any, count: int, name: str) -> Any:
    """Beside the dense layer that makes the verdict's logit, from the same features."""
    return import_keras().layers.Dense(count, name=name)(logit.input)


def _part_name(verdict_layer: str) -> str:
    """Of the part that stands beside this part of the verdict."""
    return f"{verdict_layer}_{TYPE_LOGITS}"


def _of_places_name(pooled: str) -> str:
    return f"{pooled}_of_places"


def _wholes(model: keras.Model, tail: MeanTail) -> list[Any]:
    """The dense layers among those whose logits the verdict is the mean of."""
    inputs = model.get_layer(tail.logit).input
    parts = {id(part) for part in inputs}
    return [
        layer
        for layer in model.layers
        if id(layer.output) in parts and type(layer).__name__ == "Dense"
    ]


def _sharpness(model: keras.Model, evidence: Any) -> float:
    """Of the pooling that makes these places' evidence a verdict."""
    poolings = [layer for layer in model.layers if type(layer).__name__ == "LogSumExpPooling2D"]
    (pooling,) = [layer for layer in poolings if layer.input is evidence.output]
    return float(pooling.sharpness)
