"""What lies between a network's last feature map and its logit, and how a gradient passes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import keras

# Their backward pass hands each incoming gradient on in full, to one cell or in shares: the sum
# over the cells of a channel stays what it was.
_SUM_KEEPING = frozenset({
    "AveragePooling2D", "Dropout", "GlobalAveragePooling2D", "GlobalMaxPooling2D", "MaxPooling2D",
    "SpatialDropout2D",
})  # fmt: skip

_EVIDENCE_TAILS = (["LogSumExpPooling2D"], ["LogSumExpPooling2D", "Activation"])


class UnsupportedModel(Exception):
    """No forward-only Grad-CAM is known for this network. `str()` names the layer."""


@dataclass(frozen=True, slots=True)
class PooledTail:
    """Features -> pooling, flattening -> dense layers -> logit."""

    features: str
    """The layer whose output Grad-CAM weighs."""
    dense: tuple[keras.layers.Dense, ...]
    """In order; the last one makes the logit."""
    is_joined: bool = False
    """It makes several logits, one for each kind of defect: the verdict's is log(sum(exp))."""


@dataclass(frozen=True, slots=True)
class EvidenceTail:
    """Features -> 1x1 convolution to one logit per place -> log-sum-exp -> logit."""

    features: str
    evidence: str
    """The 1x1 convolution: its output is the evidence map."""
    drawn_weight: float = 1.0
    """How much it counts where several fields are drawn as one map."""


@dataclass(frozen=True, slots=True)
class MeanTail:
    """Several evidence maps, each pooled, and logits of the whole image -> their mean -> logit."""

    fields: tuple[EvidenceTail, ...]
    """The finest first."""
    logit: str
    """The layer that makes the mean."""
    parts: int
    """How many logits it is the mean of."""

    @property
    def drawn_from(self) -> tuple[str, ...]:
        """The layers that the map needs: the logit's, then each field's evidence."""
        return (self.logit, *(field.evidence for field in self.fields))

    @property
    def drawn_weights(self) -> tuple[float, ...]:
        """How much each field counts in the one map that is drawn of them."""
        return tuple(field.drawn_weight for field in self.fields)

    @property
    def features(self) -> str:
        """Grad-CAM weighs what the finest evidence map is made from."""
        return self.fields[0].features


Tail = PooledTail | EvidenceTail | MeanTail


def read_tail(model: keras.Model) -> Tail:
    """Find the last feature map, walking back from the output. Raises `UnsupportedModel`.

    The model is flat and functional, and ends in one sigmoid.
    """
    producers = {id(layer.output): layer for layer in _flat_layers(model)}
    answer = producers[id(model.output)]
    _check_answer(answer)
    if type(answer).__name__ == "Activation":
        before = _before(answer, producers)
        if type(before).__name__ == "Average":
            return _mean_tail(before, producers)
    return _single_tail(answer, producers)


def _single_tail(layer: Any, producers: dict[int, Any]) -> PooledTail | EvidenceTail:
    layer, tail = _walked(layer, producers)
    if _is_evidence(layer, tail):
        return EvidenceTail(_before(layer, producers).name, layer.name, tail[0].drawn_weight)
    if _joins_logits(layer, tail):
        layer, tail = _walked(_before(layer, producers), producers)
        return replace(_pooled_tail(layer, tail), is_joined=True)
    return _pooled_tail(layer, tail)


def _walked(layer: Any, producers: dict[int, Any]) -> tuple[Any, list[Any]]:
    """Back to the layer that ends the tail, and the layers after it up to `layer`."""
    tail: list[Any] = []
    while not _ends_the_tail(layer):
        tail.insert(0, layer)
        layer = _before(layer, producers)
    return layer, tail


def _mean_tail(mean: Any, producers: dict[int, Any]) -> MeanTail:
    """A part that is no evidence has no place: it needs no more than to answer with a logit."""
    parts = [producers[id(part)] for part in mean.input]
    pooled = [part for part in parts if type(part).__name__ == "LogSumExpPooling2D"]
    fields = [_single_tail(part, producers) for part in pooled]
    evidence = [field for field in fields if isinstance(field, EvidenceTail)]
    if not evidence or len(evidence) < len(pooled):
        names = ", ".join(repr(part.name) for part in parts)
        raise UnsupportedModel(f"layer {mean.name!r} joins {names}: not all of them can be drawn")
    cells = {layer.name: layer.output.shape[1:3] for layer in producers.values()}
    evidence.sort(key=lambda field: cells[field.evidence], reverse=True)
    return MeanTail(tuple(evidence), mean.name, len(parts))


def _flat_layers(model: keras.Model) -> list[Any]:
    for layer in model.layers:
        if hasattr(layer, "layers"):
            raise UnsupportedModel(f"layer {layer.name!r} is a model of its own: keep models flat")
    return list(model.layers)


def _check_answer(layer: Any) -> None:
    if _activation(layer) != "sigmoid" or layer.output.shape[1:] != (1,):
        raise UnsupportedModel(
            f"layer {layer.name!r} is the output, but no sigmoid of one value: "
            f"{_activation(layer)} of shape {layer.output.shape}"
        )


def _ends_the_tail(layer: Any) -> bool:
    """The first layer that answers with a map and is no pooling: the last features, or evidence."""
    return len(layer.output.shape) == 4 and type(layer).__name__ not in _SUM_KEEPING


def _before(layer: Any, producers: dict[int, Any]) -> Any:
    if type(layer).__name__ == "InputLayer":
        raise UnsupportedModel(f"nothing between {layer.name!r} and the output answers with a map")
    if isinstance(layer.input, list):
        raise UnsupportedModel(
            f"layer {layer.name!r} ({type(layer).__name__}) joins several branches: "
            "no Grad-CAM can be derived through it"
        )
    return producers[id(layer.input)]


def _is_evidence(layer: Any, tail: list[Any]) -> bool:
    return (
        [type(each).__name__ for each in tail] in _EVIDENCE_TAILS
        and type(layer).__name__ == "Conv2D"
        and layer.kernel_size == (1, 1)
        and layer.filters == 1
        and _activation(layer) == "linear"
    )


def _joins_logits(layer: Any, tail: list[Any]) -> bool:
    """Logits of several kinds of defects, as if each were a place; see `importing.verdict`."""
    return (
        [type(each).__name__ for each in tail] in _EVIDENCE_TAILS
        and type(layer).__name__ == "Reshape"
        and tail[0].sharpness == 1.0
    )


def _pooled_tail(features: Any, tail: list[Any]) -> PooledTail:
    if type(tail[-1]).__name__ == "Activation":
        tail = tail[:-1]
    *inner, last = tail
    if type(features).__name__ == "InputLayer":
        raise UnsupportedModel(
            f"nothing between {features.name!r} and {last.name!r} makes features"
        )
    if type(last).__name__ != "Dense":
        raise UnsupportedModel(f"layer {last.name!r} makes the logit, but is no dense layer")
    for layer in inner:
        _check_passable(layer)
    return PooledTail(features.name, tuple(each for each in tail if type(each).__name__ == "Dense"))


def _check_passable(layer: Any) -> None:
    kind = type(layer).__name__
    if kind == "Dense" and _activation(layer) in ("linear", "relu"):
        return
    if kind not in _SUM_KEEPING | {"Flatten"}:
        raise UnsupportedModel(
            f"no Grad-CAM can be derived through layer {layer.name!r}: "
            f"{kind} with activation {_activation(layer)}"
        )


def _activation(layer: Any) -> str:
    return str(getattr(getattr(layer, "activation", None), "__name__", "none"))
