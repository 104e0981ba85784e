"""Keras model -> one ONNX graph that answers verdict and heat maps in one forward pass."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from inference.exported_graph import EVIDENCE, INPUT, PROBABILITY, TYPES, TYPES_OF_PLACES
from training.architectures.tail import EvidenceTail, MeanTail, PooledTail, read_tail
from training.architectures.type_head import tells_types, type_parts, verdict_alone
from training.export.gradcam import dense_steps, gradcam_from_evidence, gradcam_from_features
from training.export.joined_evidence import join_evidence
from training.export.type_places import types_of_places
from training.flat import as_flat
from training.keras_setup import import_keras

if TYPE_CHECKING:
    import keras

GRADCAM = "gradcam"
_OPSET = 18

_Judge = Callable[[Any], dict[str, Any]]
_Draw = Callable[[list[Any]], dict[str, Any]]


def map_methods(model: keras.Model) -> tuple[str, ...]:
    """The maps that the model's graph will draw, the best first. Raises `UnsupportedModel`."""
    is_pooled = isinstance(read_tail(as_flat(model)), PooledTail)
    return (GRADCAM,) if is_pooled else (EVIDENCE, GRADCAM)


def export_graph(model: keras.Model, labels: Sequence[str] = ("ok", "def")) -> bytes:
    """The ONNX graph of a model that ends in the sigmoid P(def).

    Takes `image`, N x H x W x C float32 as `inference.preprocess.prepare` makes it. Answers
    `probability_def` (N) and the raw maps, N x h x w float32:

    - `gradcam`: Grad-CAM of the logit of P(def) at the last feature map, after its ReLU and before
      any scaling: what tf-keras-vis answers with `normalize_cam=False, expand_cam=False`;
      Of several evidence heads it is the finest one's last feature map;
    - `evidence`, for a model with an evidence head: the logit of each place, signed. For several
      heads see `joined_evidence`.

    For a model with a second output also `types`, P(type | def), N x K; and, where it has an
    evidence head, `types_of_places`, the types' logits at each place of the evidence map,
    N x K x h x w (see `type_places`).

    `labels`, the good one first, then the defect or its K types, is stored in the graph, where
    `Classifier` compares it with the manifest. Raises `UnsupportedModel` when no forward-only
    Grad-CAM is known for the model.
    """
    _check_labels(model, labels)
    import onnx

    proto = _convert(as_flat(model, types=True))
    _name_batch(proto)
    onnx.helper.set_model_props(proto, {"labels": json.dumps(list(labels))})
    content: bytes = proto.SerializeToString()
    return content


def _check_labels(model: keras.Model, labels: Sequence[str]) -> None:
    defects = model.outputs[1].shape[1] if tells_types(model) else 1
    if len(labels) != 1 + defects or labels[0] != "ok":
        raise ValueError(f"labels must be ok, then {defects} for defects; not {labels}")


def _convert(model: keras.Model) -> Any:
    logging.getLogger("tf2onnx").setLevel(logging.ERROR)
    import tensorflow as tf
    import tf2onnx

    signature = [tf.TensorSpec((None, *model.input.shape[1:]), tf.float32, name=INPUT)]
    judge = tf.function(_judgement(model), input_signature=signature, autograph=False)
    proto, _ = tf2onnx.convert.from_function(judge, input_signature=signature, opset=_OPSET)
    return proto


def _judgement(model: keras.Model) -> _Judge:
    """The function that becomes the graph: image -> the named answers, all in one pass."""
    verdict = verdict_alone(model)
    told, tell = _telling(model)
    drawn, draw = _drawing(verdict)
    trunk = import_keras().Model(model.input, [verdict.output, *told, *drawn])

    def judge(image: Any) -> dict[str, Any]:
        probability, *others = trunk(image, training=False)
        types, maps = others[: len(told)], others[len(told) :]
        return {PROBABILITY: probability[:, 0], **tell(types), **draw(maps)}

    return judge


def _telling(model: keras.Model) -> tuple[list[Any], _Draw]:
    """The inner outputs that the types need, and how they are told from them."""
    if not tells_types(model):
        return [], lambda _: {}
    parts = type_parts(model)
    fields = len(parts.places)
    needed = [*parts.places, *parts.wholes] if fields else []

    def tell(answers: list[Any]) -> dict[str, Any]:
        types, *logits = answers
        if not fields:
            return {TYPES: types}
        return {TYPES: types, TYPES_OF_PLACES: types_of_places(logits[:fields], logits[fields:])}

    return [model.get_layer(name).output for name in (TYPES, *needed)], tell


def _drawing(verdict: keras.Model) -> tuple[list[Any], _Draw]:
    """The inner outputs that its maps need, and how the maps are made of them."""
    tail = read_tail(verdict)
    if isinstance(tail, EvidenceTail):
        return _evidence_drawing(verdict, tail)
    if isinstance(tail, MeanTail):
        return _mean_drawing(verdict, tail)
    return _pooled_drawing(verdict, tail)


def _pooled_drawing(model: keras.Model, tail: PooledTail) -> tuple[list[Any], _Draw]:
    features = model.get_layer(tail.features).output
    steps = dense_steps(tail, channels=features.shape[3])

    def draw(answers: list[Any]) -> dict[str, Any]:
        features, *hidden = answers
        drawn = gradcam_from_features(steps, features, hidden, is_joined=tail.is_joined)
        return {GRADCAM: drawn}

    return [features, *(layer.output for layer in tail.dense)], draw


def _evidence_drawing(model: keras.Model, tail: EvidenceTail) -> tuple[list[Any], _Draw]:
    bias = _bias(model, tail)

    def draw(answers: list[Any]) -> dict[str, Any]:
        evidence = answers[0][..., 0]
        return {EVIDENCE: evidence, GRADCAM: gradcam_from_evidence(evidence, bias)}

    return [model.get_layer(tail.evidence).output], draw


def _mean_drawing(model: keras.Model, tail: MeanTail) -> tuple[list[Any], _Draw]:
    bias = _bias(model, tail.fields[0])

    def draw(answers: list[Any]) -> dict[str, Any]:
        logit, *evidence = answers
        return {
            EVIDENCE: join_evidence(evidence, logit, tail.drawn_weights),
            GRADCAM: gradcam_from_evidence(evidence[0][..., 0], bias, tail.parts),
        }

    return [model.get_layer(name).output for name in tail.drawn_from], draw


def _bias(model: keras.Model, tail: EvidenceTail) -> float:
    layer = model.get_layer(tail.evidence)
    return float(layer.bias.numpy()[0]) if layer.use_bias else 0.0


def _name_batch(proto: Any) -> None:
    for value in (*proto.graph.input, *proto.graph.output):
        value.type.tensor_type.shape.dim[0].dim_param = "N"
