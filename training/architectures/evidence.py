"""EfficientNet-Lite0 with evidence heads where each place still sees a bounded field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inference.preprocess import InputSpec
from training.architectures.evidence_head import (
    EVIDENCE,
    LOGIT,
    evidence_head,
    evidence_logit,
    sigmoid,
)
from training.architectures.lite0 import lite0_blocks, lite0_head, load_lite0, settle
from training.keras_setup import import_keras

if TYPE_CHECKING:
    import keras

_FINE = 5
"""Up to `b4_add`: stride 8, each place sees 67 x 67 px."""
_WIDE = 8
"""Up to `b7_add`: stride 16, each place sees 147 x 147 px. A wider field still would let the
network move its evidence to where no defect is."""


def build_evidence(spec: InputSpec) -> keras.Model:
    """Three opinions and their mean: places of 67 px, places of 147 px, and the whole image.

    The verdict's logit is the mean of the three logits. They err on different parts: pits and
    chips are seen best by the narrow places, what is larger than those by the wide ones, a wrong
    shape by the whole. Its first weights are pretrained on ImageNet. Raises
    `PretrainedWeightsError`.
    """
    keras = import_keras()
    image = keras.layers.Input((spec.height, spec.width, spec.channels), name="image")
    blocks = lite0_blocks(image)
    fine = evidence_logit(_mixed(blocks[_FINE - 1], "fine_mix"), EVIDENCE, "fine_logit")
    wide = evidence_logit(_mixed(blocks[_WIDE - 1], "wide_mix"), "wide_evidence", "wide_logit")
    average = keras.layers.GlobalAveragePooling2D(name="average")(lite0_head(blocks[-1]))
    whole = keras.layers.Dense(1, name="whole_logit")(average)
    logit = keras.layers.Average(name=LOGIT)([fine, wide, whole])
    model = keras.Model(image, sigmoid(logit), name="evidence")
    load_lite0(model)
    settle(model)
    return model


def build_evidence_67(spec: InputSpec) -> keras.Model:
    """The places of 67 px alone: small and fast. Raises `PretrainedWeightsError`."""
    keras = import_keras()
    image = keras.layers.Input((spec.height, spec.width, spec.channels), name="image")
    features = _mixed(lite0_blocks(image, _FINE)[-1], "mix")
    model = keras.Model(image, evidence_head(features), name="evidence_67")
    load_lite0(model)
    settle(model)
    return model


def _mixed(x: Any, name: str) -> Any:
    """Two layers that look at one place at a time: its field grows no wider."""
    layers = import_keras().layers
    for number in (1, 2):
        x = layers.Conv2D(192, 1, use_bias=False, name=f"{name}_{number}")(x)
        x = layers.BatchNormalization(name=f"{name}_{number}_norm")(x)
        x = layers.ReLU(name=f"{name}_{number}_relu")(x)
    return x
