"""The methods of tf-keras-vis, each as batch of one -> raw map."""

from __future__ import annotations

import warnings
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from training.explanations.layers import last_features
from training.explanations.subject import Subject
from training.keras_setup import explainer_class, import_keras

if TYPE_CHECKING:
    import keras

_SCORE_CAM_CHANNELS = 32
"""Of all channels those that vary most (Faster Score-CAM): each costs a forward pass."""
_SMOOTHGRAD_SAMPLES = 20
_SMOOTHGRAD_NOISE = 0.2
"""The noise's standard deviation, as a share of the image's range."""


class Gradcam:
    """Grad-CAM at the coarsest feature map, the way one writes it first."""

    _MODULE, _CLASS = "gradcam", "Gradcam"

    def __init__(self, subject: Subject) -> None:
        self._model = subject.logit_model
        self._layer = last_features(self._model)
        self._explainer = explainer_class(self._MODULE, self._CLASS)(self._model, clone=False)

    def __call__(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        raw = _quietly(
            self._explainer,
            _the_logit,
            batch,
            penultimate_layer=self._layer,
            seek_penultimate_conv_layer=False,
            expand_cam=False,
            normalize_cam=False,
        )
        first: NDArray[np.float32] = raw[0]
        return first


class GradcamPlusPlus(Gradcam):
    """Grad-CAM++ at the same feature map."""

    _MODULE, _CLASS = "gradcam_plus_plus", "GradcamPlusPlus"


class ScoreCam:
    """Score-CAM of the channels that vary most.

    tf-keras-vis takes the softmax of the answers. Of a single logit that is 1 whatever the image,
    so all channels would count alike; hence the model with two logits, 0 and that of `def`: their
    softmax is P(def).
    """

    def __init__(self, subject: Subject) -> None:
        self._model = _with_two_logits(subject.logit_model)
        self._layer = last_features(subject.logit_model)
        self._explainer = explainer_class("scorecam", "Scorecam")(self._model, clone=False)
        channels = self._model.get_layer(self._layer).output.shape[-1]
        self._channels = min(_SCORE_CAM_CHANNELS, channels)

    def __call__(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        raw = _quietly(
            self._explainer,
            _probability_of_def,
            batch,
            penultimate_layer=self._layer,
            seek_penultimate_conv_layer=False,
            max_N=self._channels,
            expand_cam=False,
            normalize_cam=False,
        )
        first: NDArray[np.float32] = raw[0]
        return first


class SmoothGrad:
    """The gradient at the image, its size averaged over noisy copies of it. The same each time."""

    def __init__(self, subject: Subject) -> None:
        saliency = explainer_class("saliency", "Saliency")
        self._explainer = saliency(subject.logit_model, clone=False)

    def __call__(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        noise = np.random.default_rng(0).normal(size=(_SMOOTHGRAD_SAMPLES, *batch.shape[1:]))
        noisy = batch + noise * (_SMOOTHGRAD_NOISE * np.ptp(batch))
        raw = _quietly(self._explainer, _the_logit, noisy.astype(np.float32), normalize_map=False)
        mean: NDArray[np.float32] = raw.mean(axis=0)
        return mean


def _quietly(
    explainer: Any, score: Any, batch: NDArray[np.float32], **settings: Any
) -> NDArray[np.float32]:
    with warnings.catch_warnings():
        # It hands over the images as a list of one, which Keras 3 takes with a warning.
        warnings.filterwarnings("ignore", "The structure of `inputs`", UserWarning)
        return np.asarray(explainer(score, batch, **settings), np.float32)


def _with_two_logits(model: keras.Model) -> keras.Model:
    keras = import_keras()
    both = keras.layers.Dense(2, use_bias=False, name="ok_and_def")
    two = keras.Model(model.input, both(model.output))
    both.set_weights([np.array([[0.0, 1.0]], np.float32)])
    # It calls `predict` without saying that nobody wants to see a bar of progress.
    two.predict = partial(two.predict, verbose=0)
    return two


def _the_logit(output: Any) -> Any:
    return output[:, 0]


def _probability_of_def(output: Any) -> Any:
    return output[:, 1]
