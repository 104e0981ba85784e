"""A plain CNN that averages its last features over the whole part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inference.preprocess import InputSpec
from training.architectures.recipe import ANSWER
from training.keras_setup import import_keras

if TYPE_CHECKING:
    import keras

_WIDTHS = (16, 32, 64, 96)


def build_pooled(spec: InputSpec) -> keras.Model:
    """The network with random weights."""
    keras = import_keras()
    layers = keras.layers
    image = layers.Input((spec.height, spec.width, spec.channels), name="image")
    x = image
    for index, width in enumerate(_WIDTHS, start=1):
        x = layers.Conv2D(
            width, 3, strides=2, padding="same", use_bias=False, name=f"convolution_{index}"
        )(x)
        x = layers.BatchNormalization(name=f"norm_{index}")(x)
        x = layers.ReLU(name=f"relu_{index}")(x)
    x = layers.GlobalAveragePooling2D(name="average")(x)
    answer = layers.Dense(1, activation="sigmoid", name=ANSWER)(x)
    return keras.Model(image, answer, name="pooled")
