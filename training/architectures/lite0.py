"""EfficientNet-Lite0 as plain, flat Keras layers: convolution, norm and ReLU6."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from training.architectures.lite0_weights import read_lite0_weights
from training.keras_setup import import_keras

if TYPE_CHECKING:
    import keras

BLOCKS = 16
_SETTLED_BLOCKS = 3
"""The stem and these keep what ImageNet taught them: edges and textures are the same on any part,
and learning them anew, at the largest pictures in the network, takes two fifths of a step."""
_STEM_WIDTH = 32
HEAD_WIDTH = 1280
_HEAD = "head"
_STAGES = (
    # repeats, kernel, stride, expansion, width
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)


@dataclass(frozen=True, slots=True)
class _Block:
    name: str
    kernel: int
    stride: int
    expansion: int
    width: int
    adds: bool
    """Whether what went in is added to what comes out."""

    @property
    def norms(self) -> tuple[str, ...]:
        """Its convolutions' short names, in the order in which the weights number the norms."""
        return (*(("expand",) if self.expansion > 1 else ()), "depthwise", "project")


def lite0_blocks(image: Any, blocks: int = BLOCKS) -> list[Any]:
    """What each of the first blocks answers: N x H x W x 3, (value - 127) / 128 -> features."""
    layers = import_keras().layers
    x = layers.Conv2D(_STEM_WIDTH, 3, strides=2, padding="same", use_bias=False, name="stem")(image)
    x = _norm(x, "stem", activated=True)
    answers = []
    for block in _first_blocks(blocks):
        x = _apply(block, x)
        answers.append(x)
    return answers


def answer_shape(block: int, size_px: int) -> tuple[int, int, int]:
    """Of that block, counted from 1, for a square image: H x W x C."""
    blocks = _first_blocks(block)
    stride = 2 * math.prod(each.stride for each in blocks)
    side = -(-size_px // stride)
    return side, side, blocks[-1].width


def settle(model: keras.Model) -> None:
    """Leave out of the learning what costs much and gives little.

    The first blocks stay as they are, and so do all depthwise kernels: TensorFlow finds their
    gradient by a slow way, and the pointwise ones beside them hold 95 % of what is learnt.
    """
    settled = ("stem", *(f"{block.name}_" for block in _first_blocks(_SETTLED_BLOCKS)))
    for layer in model.layers:
        if layer.name.startswith(settled) or layer.name.endswith("_depthwise"):
            layer.trainable = False


def lite0_head(last_block: Any) -> Any:
    """The last block's answer -> the features that ImageNet's classes were told from."""
    return _pointwise(last_block, HEAD_WIDTH, _HEAD, activated=True)


def load_lite0(model: keras.Model) -> None:
    """Put the ImageNet weights into what `model` has of Lite0. Raises `PretrainedWeightsError`."""
    weights = read_lite0_weights()
    present = {layer.name for layer in model.layers}
    _load(model, weights, "stem", "_conv_stem", "_bn0")
    for index, block in enumerate(_first_blocks(BLOCKS)):
        if f"{block.name}_project" in present:
            _load_block(model, weights, block, f"_blocks.{index}")
    if _HEAD in present:
        _load(model, weights, _HEAD, "_conv_head", "_bn1")


def _load_block(
    model: keras.Model, weights: Mapping[str, NDArray[np.float32]], block: _Block, theirs: str
) -> None:
    shift = 3 - len(block.norms)  # a block that doesn't expand has no norm number 0
    for number, part in enumerate(block.norms, start=shift):
        ours = f"{block.name}_{part}"
        _load(model, weights, ours, f"{theirs}._{part}_conv", f"{theirs}._bn{number}")


def _first_blocks(count: int) -> list[_Block]:
    return [block for block, _ in zip(_blocks(), range(count), strict=False)]


def _blocks() -> Iterator[_Block]:
    index = 0
    for repeats, kernel, stride, expansion, width in _STAGES:
        for repeat in range(repeats):
            first = repeat == 0
            yield _Block(f"b{index}", kernel, stride if first else 1, expansion, width, not first)
            index += 1


def _apply(block: _Block, x: Any) -> Any:
    layers = import_keras().layers
    entered = x
    if block.expansion > 1:
        wide = entered.shape[-1] * block.expansion
        x = _pointwise(x, wide, f"{block.name}_expand", activated=True)
    name = f"{block.name}_depthwise"
    x = layers.DepthwiseConv2D(
        block.kernel, strides=block.stride, padding="same", use_bias=False, name=name
    )(x)
    x = _norm(x, name, activated=True)
    x = _pointwise(x, block.width, f"{block.name}_project", activated=False)
    return layers.Add(name=f"{block.name}_add")([x, entered]) if block.adds else x


def _pointwise(x: Any, width: int, name: str, *, activated: bool) -> Any:
    x = import_keras().layers.Conv2D(width, 1, use_bias=False, name=name)(x)
    return _norm(x, name, activated=activated)


def _norm(x: Any, name: str, *, activated: bool) -> Any:
    layers = import_keras().layers
    x = layers.BatchNormalization(epsilon=1e-3, name=f"{name}_norm")(x)
    return layers.ReLU(6.0, name=f"{name}_relu")(x) if activated else x


def _load(
    model: keras.Model,
    weights: Mapping[str, NDArray[np.float32]],
    ours: str,
    convolution: str,
    norm: str,
) -> None:
    kernel = weights[f"{convolution}.weight"]
    # Theirs: out x in x h x w. Keras: h x w x in x out, for a depthwise one h x w x channels x 1.
    order = (2, 3, 0, 1) if convolution.endswith("_depthwise_conv") else (2, 3, 1, 0)
    model.get_layer(ours).set_weights([kernel.transpose(order)])
    parts = ("weight", "bias", "running_mean", "running_var")
    model.get_layer(f"{ours}_norm").set_weights([weights[f"{norm}.{part}"] for part in parts])
