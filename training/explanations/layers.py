"""Which of a network's feature maps are explained: the last one, and an earlier, finer one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import keras

_FINE_PX = 8
"""An earlier map has a place for each 8 px: fine enough for a pit, late enough to know one."""


def last_features(model: keras.Model) -> str:
    """The layer with the coarsest feature map, of several the last: Grad-CAM's usual one.

    `model` is flat and functional. Raises `ValueError` for a network without a feature map.
    """
    maps = _feature_layers(model)
    coarsest = min(layer.output.shape[1] for layer in maps)
    return str([layer for layer in maps if layer.output.shape[1] == coarsest][-1].name)


def earlier_features(model: keras.Model) -> str:
    """A finer layer that the whole verdict passes through, the last with a place for each 8 px.

    A layer that only one of several branches passes through would explain that branch alone.
    Without such a layer it is the finest there is. Raises `ValueError` as `last_features`.
    """
    maps = _feature_layers(model)
    before = maps[: [layer.name for layer in maps].index(last_features(model))] or maps[:1]
    side = model.input.shape[1]
    fine = [layer for layer in before if layer.output.shape[1] * _FINE_PX >= side - _FINE_PX]
    passed = [layer for layer in fine if _is_on_each_way(layer, model)]
    return str((passed or before[:1])[-1].name)


def _feature_layers(model: keras.Model) -> list[Any]:
    """In order: what answers with a map behind a non-linearity, or adds two such maps up."""
    found = [layer for layer in model.layers if _makes_features(layer)]
    if not found:
        raise ValueError("this network has no feature maps that could be explained")
    return found


def _makes_features(layer: Any) -> bool:
    if type(layer).__name__ == "InputLayer" or len(layer.output.shape) != 4:
        return False
    activation = getattr(getattr(layer, "activation", None), "__name__", "linear")
    return type(layer).__name__ in ("ReLU", "Add") or activation != "linear"


def _is_on_each_way(layer: Any, model: keras.Model) -> bool:
    """Whether no way leads from the output back to the input past this layer."""
    producers = {id(each.output): each for each in model.layers}
    waiting, seen = [producers[id(model.output)]], {layer.name}
    while waiting:
        each = waiting.pop()
        if each.name in seen:
            continue
        seen.add(each.name)
        if type(each).__name__ == "InputLayer":
            return False
        inputs = each.input if isinstance(each.input, list) else [each.input]
        waiting += [producers[id(tensor)] for tensor in inputs]
    return True
