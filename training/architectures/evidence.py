"""EfficientNet-Lite0 with evidence heads where each place still sees a bounded field."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from inference.preprocess import InputSpec
from training.architectures.evidence_form import Form
from training.architectures.evidence_head import EVIDENCE, LOGIT, evidence_logit, sigmoid
from training.architectures.lite0 import (
    BLOCKS,
    HEAD_WIDTH,
    answer_shape,
    lite0_blocks,
    lite0_head,
    load_lite0,
    settle,
)
from training.keras_setup import import_keras

if TYPE_CHECKING:
    import keras

_BY_WIDTH = ("fine", "wide", "widest")
"""What the fields of a form are called in its layers, the narrowest first."""
WHOLE_LOGIT = "whole_logit"
"""The layer that judges the whole image, where the form lets it have a say."""


def build_evidence(spec: InputSpec, form: Form) -> keras.Model:
    """The opinions of the form, and their mean: the verdict's logit is the mean of their logits.

    They err on different parts: pits and chips are seen best by narrow places, what is larger than
    those by wide ones, a wrong shape by the whole. Its first weights are pretrained on ImageNet.
    Raises `PretrainedWeightsError`.
    """
    keras = import_keras()
    image = keras.layers.Input((spec.height, spec.width, spec.channels), name="image")
    blocks = lite0_blocks(image, BLOCKS if form.sees_whole else max(form.blocks))
    opinions = len(form.blocks) + form.sees_whole
    logits = [
        _of_places(blocks[block - 1], which, is_alone=opinions == 1)
        for which, block in enumerate(form.blocks)
    ]
    if form.sees_whole:
        logits.append(_of_the_whole(blocks[-1]))
    logit = logits[0] if opinions == 1 else keras.layers.Average(name=LOGIT)(logits)
    model = keras.Model(image, sigmoid(logit), name="evidence")
    load_lite0(model)
    settle(model)
    return model


def trunk_answers(model: keras.Model) -> list[Any]:
    """What the heads are given: the features of each field's places, and of the whole image.

    None of a network that is no form of `evidence`.
    """
    first_of_heads = {*(f"{name}_mix_1" for name in _BY_WIDTH), WHOLE_LOGIT}
    return [layer.input for layer in model.layers if layer.name in first_of_heads]


def trunk_answer_size(form: Form) -> int:
    """So many numbers are the `trunk_answers` of one image."""
    of_places = sum(math.prod(answer_shape(block, form.size_px)) for block in form.blocks)
    return of_places + (HEAD_WIDTH if form.sees_whole else 0)


def _of_places(features: Any, which: int, *, is_alone: bool) -> Any:
    name = _BY_WIDTH[which]
    evidence_name = f"{name}_evidence" if which else EVIDENCE
    mixed = _mixed(features, f"{name}_mix")
    return evidence_logit(mixed, evidence_name, LOGIT if is_alone else f"{name}_logit")


def _of_the_whole(features: Any) -> Any:
    layers = import_keras().layers
    average = layers.GlobalAveragePooling2D(name="average")(lite0_head(features))
    return layers.Dense(1, name=WHOLE_LOGIT)(average)


def _mixed(x: Any, name: str) -> Any:
    """Two layers that look at one place at a time: its field grows no wider."""
    layers = import_keras().layers
    for number in (1, 2):
        x = layers.Conv2D(192, 1, use_bias=False, name=f"{name}_{number}")(x)
        x = layers.BatchNormalization(name=f"{name}_{number}_norm")(x)
        x = layers.ReLU(name=f"{name}_{number}_relu")(x)
    return x
