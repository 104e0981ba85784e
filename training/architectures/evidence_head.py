"""The head that makes the map the verdict: one logit per place, pooled into one."""

from __future__ import annotations

from typing import Any

from training.architectures.recipe import ANSWER
from training.keras_setup import import_keras

EVIDENCE = "evidence"
"""The name of the layer that holds one logit per place, N x h x w x 1."""
_NO_EVIDENCE_YET = -3.0
"""Before training each place votes for `ok`: most of a defective part is sound."""


def evidence_head(features: Any) -> Any:
    """N x h x w x C -> P(def), N x 1. A place can only vote for what its features see."""
    keras = import_keras()
    from training.architectures.layers import LogSumExpPooling2D

    evidence = keras.layers.Conv2D(
        1, 1, bias_initializer=keras.initializers.Constant(_NO_EVIDENCE_YET), name=EVIDENCE
    )(features)
    logit = LogSumExpPooling2D(sharpness=4.0, name="logit")(evidence)
    return keras.layers.Activation("sigmoid", name=ANSWER)(logit)
