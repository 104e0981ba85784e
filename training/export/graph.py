"""Keras model -> one ONNX graph that answers verdict and heat maps in one forward pass."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from inference.classifier import INPUT, PROBABILITY
from training.export.gradcam import dense_steps, gradcam_from_evidence, gradcam_from_features
from training.export.tail import EvidenceTail, read_tail
from training.flat import as_flat
from training.keras_setup import import_keras

if TYPE_CHECKING:
    import keras

EVIDENCE = "evidence"
GRADCAM = "gradcam"
_OPSET = 18


def map_methods(model: keras.Model) -> tuple[str, ...]:
    """The maps that the model's graph will draw, the best first. Raises `UnsupportedModel`."""
    is_evidence = isinstance(read_tail(as_flat(model)), EvidenceTail)
    return (EVIDENCE, GRADCAM) if is_evidence else (GRADCAM,)


def export_graph(model: keras.Model, labels: Sequence[str] = ("ok", "def")) -> bytes:
    """The ONNX graph of a model that ends in the sigmoid P(def).

    Takes `image`, N x H x W x C float32 as `inference.preprocess.prepare` makes it. Answers
    `probability_def` (N) and the raw maps, N x h x w float32:

    - `gradcam`: Grad-CAM of the logit of P(def) at the last feature map, after its ReLU and before
      any scaling: what tf-keras-vis answers with `normalize_cam=False, expand_cam=False`;
    - `evidence`, for a model with an evidence head: the logit of each place, signed.

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


def _judgement(model: keras.Model, keras: Any) -> Callable[[Any], dict[str, Any]]:
    """The function that becomes the graph: image -> the named answers."""
    tail = read_tail(model)
    if isinstance(tail, EvidenceTail):
        return _evidence_judgement(model, tail, keras)
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


def _evidence_judgement(
    model: keras.Model, tail: EvidenceTail, keras: Any
) -> Callable[[Any], dict[str, Any]]:
    layer = model.get_layer(tail.evidence)
    trunk = keras.Model(model.input, [layer.output, model.output])
    bias = layer.bias.numpy() if layer.use_bias else np.zeros(1, np.float32)

    def judge(image: Any) -> dict[str, Any]:
        evidence, probability = trunk(image, training=False)
        evidence = evidence[..., 0]
        return {
            PROBABILITY: probability[:, 0],
            EVIDENCE: evidence,
            GRADCAM: gradcam_from_evidence(evidence, float(bias[0])),
        }

    return judge


def _name_batch(proto: Any) -> None:
    for value in (*proto.graph.input, *proto.graph.output):
        value.type.tensor_type.shape.dim[0].dim_param = "N"
