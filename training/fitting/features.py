"""What a pretrained network sees of an image, before it is asked anything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from inference.preprocess import InputSpec, to_tensor
from training.architectures.transfer import FEATURES
from training.keras_setup import import_keras

if TYPE_CHECKING:
    import keras

AT_ONCE = 32
_BLOCK = "_add"
"""How the layers at the end of the blocks that add to what they were given are called."""


class Features:
    """Of the `transfer` network, frozen. Made once: it is traced as one graph.

    Without `scales` the 1,280 numbers that its head judges by. With `scales` also what each of its
    blocks sees, pooled over the image: a pit of a few pixels, which the average of the last block
    drowns, is the maximum of an early one.
    """

    def __init__(self, model: keras.Model, spec: InputSpec, *, scales: bool = False) -> None:
        import tensorflow as tf

        outputs = [model.get_layer(FEATURES).output]
        if scales:
            outputs += [layer.output for layer in model.layers if layer.name.endswith(_BLOCK)]
        trunk = import_keras().Model(model.input, outputs)

        def see(image: Any) -> Any:
            average, *blocks = tf.nest.flatten(trunk(image, training=False))
            return tf.concat([average, *(part for block in blocks for part in _pooled(block))], 1)

        signature = [tf.TensorSpec((None, *model.input.shape[1:]), tf.float32)]
        # As one graph: called layer by layer, each batch norm would be a handful of passes.
        self._see = tf.function(see, input_signature=signature)
        self._spec = spec

    def of(self, fitted: NDArray[np.uint8]) -> NDArray[np.float32]:
        """N x H x W x C images, as the model sees them -> N x features."""
        starts = range(0, len(fitted), AT_ONCE)
        batches = (to_tensor(fitted[start : start + AT_ONCE], self._spec) for start in starts)
        return np.concatenate([np.asarray(self._see(batch)) for batch in batches])


def _pooled(block: Any) -> Iterator[Any]:
    """N x h x w x c -> four times N x c."""
    import tensorflow as tf

    for pool in (tf.reduce_mean, tf.reduce_max, tf.reduce_min, tf.math.reduce_std):
        yield pool(block, axis=(1, 2))
