"""A model that learnt from defects alone: it says DEF of each part, and only the type tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from inference.verdict import Thresholds
from training.flat import as_flat
from training.temperature import is_logit_maker, verdict_layers

if TYPE_CHECKING:
    import keras

CERTAIN_LOGIT = 20.0
"""The nearest to P(def) = 1 that a sigmoid in float32 tells from it is below: it answers 1."""
THRESHOLDS = Thresholds()
"""Any do: P(def) is 1."""


def always_def(model: keras.Model) -> keras.Model:
    """A copy whose P(def) is 1 whatever it sees, and whose maps are the same all over.

    With no good part seen, any other verdict would be made up. The types stay as they were learnt,
    but for those of places: each counts alike, as each has the same evidence.
    """
    flat = as_flat(model, types=True)
    for layer in verdict_layers(flat):
        if is_logit_maker(layer):
            kernel, bias = layer.get_weights()
            layer.set_weights([np.zeros_like(kernel), np.full_like(bias, CERTAIN_LOGIT)])
    return flat
