"""What learns faster must learn the same."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from training.architectures.lite0 import lite0_blocks, settle
from training.fitting.fused_norm import with_fused_norms
from training.keras_setup import import_keras

pytestmark = pytest.mark.keeps_threads


def _network() -> Any:
    keras = import_keras()
    keras.utils.set_random_seed(3)
    layers = keras.layers
    image = layers.Input((8, 8, 3))
    x = layers.Conv2D(4, 3, use_bias=False)(image)
    x = layers.BatchNormalization(momentum=0.9, name="norm")(x)
    x = layers.GlobalAveragePooling2D()(layers.ReLU()(x))
    return keras.Model(image, layers.Dense(1)(x))


def _step(network: Any, images: Any) -> tuple[Any, list[Any]]:
    import tensorflow as tf

    with tf.GradientTape() as tape:
        answer = network(images, training=True)
        loss = tf.reduce_mean(answer**2)
    return answer, tape.gradient(loss, network.trainable_variables)


def _images() -> Any:
    random = np.random.default_rng(0)
    return random.normal(2.0, 3.0, (64, 8, 8, 3)).astype(np.float32)


def test_a_step_answers_and_teaches_what_keras_own_norm_does() -> None:
    plain = _network()
    fused = with_fused_norms(plain)
    assert type(fused.get_layer("norm")) is not type(plain.get_layer("norm"))
    (answer, gradients), (wanted, wanted_gradients) = (
        _step(each, _images()) for each in (fused, plain)
    )
    np.testing.assert_allclose(answer, wanted, atol=1e-4)
    for ours, theirs in zip(gradients, wanted_gradients, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-3)
    # After the step the running mean and variance too, but for the sample's n - 1.
    for ours, theirs in zip(fused.get_weights(), plain.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(
        fused(_images(), training=False), plain(_images(), training=False), rtol=1e-3, atol=1e-3
    )


def test_a_settled_norm_stays_as_it_is() -> None:
    plain = _network()
    plain.get_layer("norm").trainable = False
    fused = with_fused_norms(plain)
    before = fused.get_weights()
    answer, gradients = _step(fused, _images())
    np.testing.assert_allclose(answer, plain(_images(), training=False), atol=1e-5)
    assert len(gradients) == 3  # the convolution, and the last layer's weights and bias
    for ours, theirs in zip(fused.get_weights(), before, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_the_first_blocks_and_the_depthwise_kernels_are_settled() -> None:
    keras = import_keras()
    image = keras.layers.Input((32, 32, 3))
    network = keras.Model(image, lite0_blocks(image)[-1])
    settle(network)
    learnt = {layer.name for layer in network.layers if layer.trainable_weights}
    assert not any(name.startswith(("stem", "b0_", "b1_", "b2_")) for name in learnt)
    assert {"b3_expand", "b3_expand_norm", "b10_project", "b15_depthwise_norm"} <= learnt
    assert "b10_depthwise" not in learnt
