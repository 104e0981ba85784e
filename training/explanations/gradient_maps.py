"""HiResCAM and LayerCAM at an earlier, finer feature map, and LayerCAM where Grad-CAM agrees.

With A a feature map (h x w x C) and g the gradient of the logit there, place by place,

    HiResCAM = ReLU(sum over c of g_c A_c)        LayerCAM = ReLU(sum over c of ReLU(g_c) A_c)

Grad-CAM averages g over the places first, and so can't tell where in a fine map it was large.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from numpy.typing import NDArray

from training.explanations.layers import earlier_features
from training.explanations.subject import Subject
from training.explanations.vis import Gradcam
from training.keras_setup import import_keras

if TYPE_CHECKING:
    import keras

Features = NDArray[np.float32]


class HiResCam:
    """The gradient times the features."""

    def __init__(self, subject: Subject) -> None:
        model = subject.logit_model
        self._look = _features_and_gradient(model, earlier_features(model))

    def __call__(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        features, gradient = (np.asarray(each, np.float32)[0] for each in self._look(batch))
        return self._weigh(features, gradient)

    def _weigh(self, features: Features, gradient: Features) -> NDArray[np.float32]:
        return _positive((gradient * features).sum(axis=2))


class LayerCam(HiResCam):
    """Only where the gradient speaks for a defect."""

    def _weigh(self, features: Features, gradient: Features) -> NDArray[np.float32]:
        return _positive((np.maximum(gradient, 0.0) * features).sum(axis=2))


class GradcamTimesLayerCam:
    """Coarse and sure times fine and noisy: what both of them mark."""

    def __init__(self, subject: Subject) -> None:
        self._coarse, self._fine = Gradcam(subject), LayerCam(subject)

    def __call__(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        fine = self._fine(batch)
        size = fine.shape[1], fine.shape[0]
        coarse = cv2.resize(self._coarse(batch), size, interpolation=cv2.INTER_LINEAR)
        return np.asarray(coarse * fine, np.float32)


def _features_and_gradient(model: keras.Model, layer: str) -> Callable[[Any], tuple[Any, Any]]:
    import tensorflow as tf

    trunk = import_keras().Model(model.input, [model.get_layer(layer).output, model.output])

    def look(batch: Any) -> tuple[Any, Any]:
        with tf.GradientTape() as tape:
            tape.watch(batch)
            features, logit = trunk(batch, training=False)
        return features, tape.gradient(logit, features)

    shape = tf.TensorSpec((None, *model.input.shape[1:]), tf.float32)
    compiled: Callable[[Any], tuple[Any, Any]] = tf.function(
        look, input_signature=[shape], autograph=False
    )
    return compiled


def _positive(weighed: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(np.maximum(weighed, 0.0), np.float32)
