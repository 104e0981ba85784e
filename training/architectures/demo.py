"""A small evidence network from scratch: stride 8, each place sees 63 x 63 px."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inference.preprocess import InputSpec
from training.architectures.evidence_head import evidence_head
from training.keras_setup import import_keras

if TYPE_CHECKING:
    import keras


def build_demo(spec: InputSpec) -> keras.Model:
    """The network with random weights."""
    keras = import_keras()
    image = keras.layers.Input((spec.height, spec.width, spec.channels), name="image")
    x = _convolution(image, 12, "convolution_1", strides=2)  # sees 3 px
    x = _convolution(x, 24, "convolution_2", strides=2)  # 7 px
    x = _convolution(x, 24, "convolution_3")  # 15 px
    x = _convolution(x, 24, "convolution_4")  # 23 px
    x = _convolution(x, 48, "convolution_5", strides=2)  # 31 px
    x = _convolution(x, 48, "convolution_6")  # 47 px
    x = _convolution(x, 48, "convolution_7")  # 63 px
    return keras.Model(image, evidence_head(x), name="demo")


def _convolution(x: Any, width: int, name: str, strides: int = 1) -> Any:
    layers = import_keras().layers
    x = layers.Conv2D(width, 3, strides=strides, padding="same", use_bias=False, name=name)(x)
    x = layers.BatchNormalization(name=f"{name}_norm")(x)
    return layers.ReLU(name=f"{name}_relu")(x)
