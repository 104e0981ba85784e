"""Keras model -> one ONNX graph that answers verdict and heat maps in one forward pass."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from inference.classifier import INPUT, PROBABILITY
from training.export.gradcam import dense_steps, gradcam_from_evidence, gradcam_from_features
from training.export.joined_evidence import join_evidence
from training.export.tail import EvidenceTail, MeanTail, PooledTail, read_tail
from training.flat import as_flat
from training.keras_setup import import_keras

if TYPE_CHECKING:
    import keras

EVIDENCE = "evidence"
GRADCAM = "gradcam"
_OPSET = 18

_Judge = Callable[[Any], dict[str, Any]]


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

    `labels`, the good one first, is stored in the graph, where `Classifier` compares it with the
    manifest. Raises `UnsupportedModel` when no forward-only Grad-CAM is known for the model.
    """
    if len(labels) != 2 or labels[0] != "ok":
        raise ValueError(f"labels must be ok and the defect, in this order; not {labels}")
    import onnx

    proto = _convert(as_flat(model))
    _name_batch(proto)
    onnx.helper.set_model_props(proto, {"labels": json.dumps(list(labels))})
    content: bytes = proto.SerializeToString()
    return content


def _convert(model: keras.Model) -> Any:
    keras = import_keras()
    logging.getLogger("tf2onnx").setLevel(logging.ERROR)
    import tensorflow as tf
    import tf2onnx

    signature = [tf.TensorSpec((None, *model.input.shape[1:]), tf.float32, name=INPUT)]
    judge = tf.function(_judgement(model, keras), input_signature=signature, autograph=False)
    proto, _ = tf2onnx.convert.from_function(judge, input_signature=signature, opset=_OPSET)
    return proto


def _judgement(model: keras.Model, keras: Any) -> _Judge:
    """The function that becomes the graph: image -> the named answers."""
    tail = read_tail(model)
    if isinstance(tail, EvidenceTail):
        return _evidence_judgement(model, tail, keras)
    if isinstance(tail, MeanTail):
        return _mean_judgement(model, tail, keras)
    return _pooled_judgement(model, tail, keras)


def _pooled_judgement(model: keras.Model, tail: PooledTail, keras: Any) -> _Judge:
    features = model.get_layer(tail.features).output
    trunk = keras.Model(
        model.input, [model.output, features, *(layer.output for layer in tail.dense)]
    )
    steps = dense_steps(tail, channels=features.shape[3])

    def judge(image: Any) -> dict[str, Any]:
        probability, features, *answers = trunk(image, training=False)
        return {
            PROBABILITY: probability[:, 0],
            GRADCAM: gradcam_from_features(steps, features, answers),
        }

    return judge


def _evidence_judgement(model: keras.Model, tail: EvidenceTail, keras: Any) -> _Judge:
    trunk = keras.Model(model.input, [model.get_layer(tail.evidence).output, model.output])
    bias = _bias(model, tail)

    def judge(image: Any) -> dict[str, Any]:
        evidence, probability = trunk(image, training=False)
        evidence = evidence[..., 0]
        return {
            PROBABILITY: probability[:, 0],
            EVIDENCE: evidence,
            GRADCAM: gradcam_from_evidence(evidence, bias),
        }

    return judge


def _mean_judgement(model: keras.Model, tail: MeanTail, keras: Any) -> _Judge:
    names = [tail.logit, *(field.evidence for field in tail.fields)]
    outputs = [model.get_layer(name).output for name in names]
    trunk = keras.Model(model.input, [model.output, *outputs])
    bias = _bias(model, tail.fields[0])

    def judge(image: Any) -> dict[str, Any]:
        probability, logit, *evidence = trunk(image, training=False)
        return {
            PROBABILITY: probability[:, 0],
            EVIDENCE: join_evidence(evidence, logit),
            GRADCAM: gradcam_from_evidence(evidence[0][..., 0], bias, tail.parts),
        }

    return judge


def _bias(model: keras.Model, tail: EvidenceTail) -> float:
    layer = model.get_layer(tail.evidence)
    return float(layer.bias.numpy()[0]) if layer.use_bias else 0.0


def _name_batch(proto: Any) -> None:
    for value in (*proto.graph.input, *proto.graph.output):
        value.type.tensor_type.shape.dim[0].dim_param = "N"
