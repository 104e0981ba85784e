"""EfficientNet-Lite0, cut where each place still sees a bounded field, with an evidence head."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inference.preprocess import InputSpec
from training.architectures.evidence_head import evidence_head
from training.architectures.lite0 import lite0_features, load_lite0
from training.keras_setup import import_keras

if TYPE_CHECKING:
    import keras

_BLOCKS = 5
"""Up to `b4_add`: stride 8, each place sees 67 x 67 px. A wider field lets the network move its
evidence to where no defect is."""


def build_evidence(spec: InputSpec) -> keras.Model:
    """The network, its first layers pretrained on ImageNet. Raises `PretrainedWeightsError`."""
    keras = import_keras()
    image = keras.layers.Input((spec.height, spec.width, spec.channels), name="image")
    x = lite0_features(image, _BLOCKS)
    for name in ("mix_1", "mix_2"):
        x = _pointwise(x, name)
    model = keras.Model(image, evidence_head(x), name="evidence")
    load_lite0(model, _BLOCKS)
    return model


def _pointwise(x: Any, name: str) -> Any:
    layers = import_keras().layers
    x = layers.Conv2D(192, 1, use_bias=False, name=name)(x)
    x = layers.BatchNormalization(name=f"{name}_norm")(x)
    return layers.ReLU(name=f"{name}_relu")(x)
