"""EfficientNet-Lite0 whole, pretrained on ImageNet, with one logit on its averaged features."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inference.preprocess import InputSpec
from training.architectures.lite0 import lite0_blocks, lite0_head, load_lite0, settle
from training.architectures.recipe import ANSWER
from training.keras_setup import import_keras

if TYPE_CHECKING:
    import keras

FEATURES = "average"
"""The name of the layer with the features of the whole image, N x 1280."""


def build_transfer(spec: InputSpec) -> keras.Model:
    """The network, its last layer's weights random. Raises `PretrainedWeightsError`."""
    keras = import_keras()
    image = keras.layers.Input((spec.height, spec.width, spec.channels), name="image")
    features = lite0_head(lite0_blocks(image)[-1])
    average = keras.layers.GlobalAveragePooling2D(name=FEATURES)(features)
    answer = keras.layers.Dense(1, activation="sigmoid", name=ANSWER)(average)
    model = keras.Model(image, answer, name="transfer")
    load_lite0(model)
    settle(model)
    return model
