"""Grad-CAM by tf-keras-vis: the reference that the exported maps are tested against."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from training.architectures.tail import read_tail
from training.flat import as_flat
from training.keras_setup import explainer_class

if TYPE_CHECKING:
    import keras

_AT_ONCE = 16
"""The gradient keeps each layer's answer in memory."""


def gradcam(
    model: keras.Model, batch: NDArray[np.float32], layer: str | None = None
) -> NDArray[np.float32]:
    """Grad-CAM of the logit of P(def), raw: N x h x w at the layer's own resolution, >= 0.

    `batch` is N x H x W x C as `inference.preprocess.prepare` makes it. `layer` is by default the
    last feature map, the one that the exported graph uses too. The logit is explained, not the
    probability, whose gradient vanishes where the model is sure; and always for `def`, also where
    the verdict is OK, so that a colour means one thing. Raises `UnsupportedModel` without `layer`
    for a network whose last feature map can't be told.
    """
    layer = layer or read_tail(as_flat(model)).features
    explainer = explainer_class("gradcam", "Gradcam")(as_flat(model, logit=True), clone=False)
    maps = [
        explainer(
            _first_value,
            batch[start : start + _AT_ONCE],
            penultimate_layer=layer,
            seek_penultimate_conv_layer=False,
            expand_cam=False,
            normalize_cam=False,
        )
        for start in range(0, len(batch), _AT_ONCE)
    ]
    return np.concatenate(maps).astype(np.float32)


def _first_value(output: Any) -> Any:
    return output[:, 0]
