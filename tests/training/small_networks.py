"""Networks of each kind of tail, small enough to be built, fitted and exported in a moment."""

from __future__ import annotations

from typing import Any

from inference.preprocess import Colour, InputSpec
from training.architectures.evidence_head import (
    EVIDENCE,
    LOGIT,
    evidence_head,
    evidence_logit,
    sigmoid,
)
from training.architectures.recipe import ANSWER
from training.keras_setup import import_keras

SPEC = InputSpec(32, 32, Colour.GREY)


def small_network(tail: str, seed: int = 0) -> Any:
    """`evidence`: one map; `mean`: two maps and the whole image; `dense`: the whole image."""
    keras = import_keras()
    keras.utils.set_random_seed(seed)
    image = keras.layers.Input((32, 32, 1), name="image")
    fine = _convolution(image, 8, "fine")
    if tail == "evidence":
        return keras.Model(image, evidence_head(fine), name="small")
    wide = _convolution(fine, 12, "wide")
    average = keras.layers.GlobalAveragePooling2D(name="average")(wide)
    if tail == "dense":
        answer = keras.layers.Dense(1, activation="sigmoid", name=ANSWER)(average)
        return keras.Model(image, answer, name="small")
    # What the map is made of leads to nothing else, as in the real one: Grad-CAM rests on it.
    mixed = keras.layers.Conv2D(8, 1, activation="relu", name="mix")(fine)
    parts = [
        evidence_logit(mixed, EVIDENCE, "fine_logit"),
        evidence_logit(wide, "wide_evidence", "wide_logit"),
        keras.layers.Dense(1, name="whole_logit")(average),
    ]
    logit = keras.layers.Average(name=LOGIT)(parts)
    return keras.Model(image, sigmoid(logit), name="small")


def _convolution(x: Any, width: int, name: str) -> Any:
    layers = import_keras().layers
    return layers.Conv2D(width, 3, strides=2, padding="same", activation="relu", name=name)(x)
