"""A model that learnt from defects alone: it says DEF of each part, and only the type tells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from inference.manifest import MapScale
from inference.verdict import Thresholds
from training.flat import as_flat
from training.packaging.temperature import is_logit_maker, verdict_layers

if TYPE_CHECKING:
    import keras

CERTAIN_LOGIT = 20.0
"""The nearest to P(def) = 1 that a sigmoid in float32 tells from it is below: it answers 1."""
THRESHOLDS = Thresholds()
"""Any do: P(def) is 1."""


def always_def(model: keras.Model) -> keras.Model:
    """A copy whose P(def) is 1 whatever it sees and learns, and whose maps are the same all over.

    With no good part seen, any other verdict would be made up. Where places tell the type each
    counts alike, as each has the same evidence: so it is made before it learns, not after.
    """
    flat = as_flat(model, types=True)
    for layer in verdict_layers(flat):
        if is_logit_maker(layer):
            kernel, bias = layer.get_weights()
            layer.set_weights([np.zeros_like(kernel), np.full_like(bias, CERTAIN_LOGIT)])
            layer.trainable = False
    return flat


def dark_scales(methods: Sequence[str]) -> tuple[MapScale, ...]:
    """No place was at fault: what the maps of such a model show, the same all over, is drawn dark.

    The evidence is CERTAIN_LOGIT everywhere, and Grad-CAM 0.
    """
    return tuple(
        MapScale(method=method, floor=CERTAIN_LOGIT + 1.0, ceiling=CERTAIN_LOGIT + 2.0)
        for method in ("evidence", "gradcam")
        if method in methods
    )
