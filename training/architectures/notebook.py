"""The notebook's CNN, exactly: three convolutions, one hidden layer, 4,669,249 parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inference.preprocess import InputSpec
from training.architectures.recipe import ANSWER
from training.keras_setup import import_keras

if TYPE_CHECKING:
    import keras


def build_notebook(spec: InputSpec) -> keras.Model:
    """The network with random weights."""
    keras = import_keras()
    layers = keras.layers
    image = layers.Input((spec.height, spec.width, spec.channels), name="image")
    x = layers.Conv2D(16, 7, strides=2, padding="same", activation="relu", name="convolution_1")(
        image
    )
    x = layers.MaxPooling2D(2, 2, name="pool_1")(x)
    x = layers.Conv2D(32, 3, padding="same", activation="relu", name="convolution_2")(x)
    x = layers.MaxPooling2D(2, 2, name="pool_2")(x)
    x = layers.Conv2D(64, 3, padding="same", activation="relu", name="convolution_3")(x)
    x = layers.MaxPooling2D(2, 2, name="pool_3")(x)
    x = layers.Flatten(name="flat")(x)
    x = layers.Dense(224, activation="relu", name="hidden")(x)
    x = layers.Dropout(0.2, name="dropout")(x)
    answer = layers.Dense(1, activation="sigmoid", name=ANSWER)(x)
    return keras.Model(image, answer, name="notebook")
