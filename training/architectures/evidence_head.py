"""The head that makes the map the verdict: one logit per place, pooled into one."""

from __future__ import annotations

from typing import Any

from training.architectures.recipe import ANSWER
from training.keras_setup import import_keras

EVIDENCE = "evidence"
"""The name of the layer that holds one logit per place, N x h x w x 1; of several, the finest."""
LOGIT = "logit"
"""The name of the layer whose answer is the verdict's logit, N x 1."""
_NO_EVIDENCE_YET = -3.0
"""Before training each place votes for `ok`: most of a defective part is sound."""


def evidence_head(features: Any) -> Any:
    """N x h x w x C -> P(def), N x 1. A place can only vote for what its features see."""
    return sigmoid(evidence_logit(features, EVIDENCE, LOGIT))


def evidence_logit(features: Any, evidence_name: str, logit_name: str) -> Any:
    """N x h x w x C -> one logit per place -> their pooled logit, N x 1."""
    keras = import_keras()
    from training.architectures.layers import LogSumExpPooling2D

    evidence = keras.layers.Conv2D(
        1, 1, bias_initializer=keras.initializers.Constant(_NO_EVIDENCE_YET), name=evidence_name
    )(features)
    return LogSumExpPooling2D(sharpness=4.0, name=logit_name)(evidence)


def sigmoid(logit: Any) -> Any:
    """The verdict's logit -> P(def)."""
    return import_keras().layers.Activation("sigmoid", name=ANSWER)(logit)


def part_logits(model: Any) -> list[Any]:
    """The logits that the verdict's logit is the mean of, each N x 1; none where it is one."""
    keras = import_keras()
    averages = [each for each in model.layers if isinstance(each, keras.layers.Average)]
    return [part for average in averages if average.name == LOGIT for part in average.input]


def evidence_maps(model: Any) -> list[Any]:
    """The maps of evidence that are pooled into the verdict, each N x h x w x 1; none: no map."""
    from training.architectures.layers import LogSumExpPooling2D

    return [each.input for each in model.layers if isinstance(each, LogSumExpPooling2D)]
