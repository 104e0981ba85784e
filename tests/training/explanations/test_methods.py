from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from inference.home import DEMO_MODEL
from inference.package import read_package
from inference.preprocess import prepare
from inference.sources.simulated.draw import DrawnPart, draw_part
from inference.sources.simulated.order import order_defect
from training.architectures.catalogue import RECIPES
from training.explanations import vis
from training.explanations.figures import fit_of, squared_mask
from training.explanations.heat import heat_of
from training.explanations.layers import earlier_features, last_features
from training.explanations.methods import (
    IN_DEPTH,
    UnknownMethod,
    chosen_methods,
    methods_for,
)
from training.explanations.subject import Subject
from training.keras_setup import import_keras

pytestmark = pytest.mark.keeps_threads

CHANNELS = 8
"""For Score-CAM: fewer than people get, so that the test is quick."""


@cache
def _subject() -> Subject:
    return Subject(read_package(DEMO_MODEL))


@cache
def _scratched() -> DrawnPart:
    """A part with a clear scratch."""
    return draw_part(5, 3, next(filter(None, (order_defect(5, n, 1.0) for n in range(9)))))


def _batch() -> np.ndarray:
    return prepare(_scratched().image, _subject().package.manifest.input.spec())


@pytest.mark.slow
def test_every_method_finds_the_defect_but_the_noisiest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vis, "_SCORE_CAM_CHANNELS", CHANNELS)
    monkeypatch.setattr(vis, "_SMOOTHGRAD_SAMPLES", 4)
    mask = _scratched().truth.mask
    assert mask is not None
    squared = squared_mask(mask.astype(np.uint8))

    for method in methods_for(_subject()):
        raw = method.build(_subject())(_batch())

        assert raw.ndim == 2, method.name
        assert raw.dtype == np.float32
        assert np.isfinite(raw).all()
        assert raw.max() > 0.0, method.name
        fit = fit_of(raw, heat_of(raw, method.scale), squared)
        assert fit.points_tolerant or method.name == "smoothgrad", method.name
        if method.name == "scorecam":
            _is_no_mere_sum_of_features(raw)


def _is_no_mere_sum_of_features(raw: np.ndarray) -> None:
    """As Score-CAM of a single logit would be: its softmax is 1, whatever channel is shown."""
    model = _subject().logit_model
    features = import_keras().Model(model.input, model.get_layer(last_features(model)).output)
    answer = np.asarray(features(_batch(), training=False))[0]
    summed = answer[..., np.argsort(-answer.std(axis=(0, 1)))[:CHANNELS]].sum(axis=2)
    assert not np.allclose(raw / raw.max(), summed / summed.max(), atol=0.02)


def test_the_live_map_comes_first_and_alone_has_a_fixed_scale() -> None:
    names = [method.name for method in methods_for(_subject())]

    assert names[:2] == ["evidence", "gradcam_exported"]
    assert [method.name for method in chosen_methods(_subject(), ["hirescam", "evidence"])] == [
        "hirescam",
        "evidence",
    ]
    assert all(method.scale is None and method.needs_keras for method in IN_DEPTH)
    with pytest.raises(UnknownMethod, match="there is no method 'magic' here; there are: evidence"):
        chosen_methods(_subject(), ["magic"])


@pytest.mark.parametrize(
    ("recipe", "last", "earlier"),
    [
        ("demo", "convolution_7_relu", "convolution_6_relu"),
        ("notebook", "convolution_3", "convolution_2"),
        ("pooled", "relu_4", "relu_3"),
    ],
)
def test_the_layers_that_are_explained(recipe: str, last: str, earlier: str) -> None:
    model = RECIPES[recipe].build(seed=0)

    assert (last_features(model), earlier_features(model)) == (last, earlier)


def test_a_layer_of_one_branch_alone_is_passed_over() -> None:
    layers = import_keras().layers
    image = layers.Input((32, 32, 1))
    shared = layers.Conv2D(4, 3, 2, "same", activation="relu", name="shared")(image)
    left = layers.Conv2D(4, 3, 1, "same", activation="relu", name="left")(shared)
    right = layers.Conv2D(4, 3, 4, "same", activation="relu", name="right")(shared)
    pooled = [layers.GlobalAveragePooling2D()(each) for each in (left, right)]
    answer = layers.Dense(1)(layers.Concatenate()(pooled))
    model = import_keras().Model(image, answer)

    assert last_features(model) == "right"
    assert earlier_features(model) == "shared"


def test_a_network_without_features_is_refused_in_words() -> None:
    layers = import_keras().layers
    image = layers.Input((8, 8, 1))
    model = import_keras().Model(image, layers.Dense(1)(layers.Flatten()(image)))

    with pytest.raises(ValueError, match="no feature maps"):
        last_features(model)
