"""How a batch comes into the graph: images, or what a frozen trunk has seen of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from inference.preprocess import InputSpec

if TYPE_CHECKING:
    import keras


class Intake(Protocol):
    """Of one network."""

    @property
    def signature(self) -> Any:
        """What a batch looks like, for `tf.function`."""

    def tensors(self, given: Any) -> Any:
        """Inside the graph: a batch -> what the network's layers are given."""


class Pixels:
    """n x H x W x C of uint8."""

    def __init__(self, spec: InputSpec) -> None:
        self._spec = spec

    @property
    def signature(self) -> Any:
        import tensorflow as tf

        spec = self._spec
        return tf.TensorSpec((None, spec.height, spec.width, spec.channels), tf.uint8)

    def tensors(self, given: Any) -> Any:
        """`inference.preprocess.to_tensor`, inside the graph: a quarter of the bytes cross over."""
        import tensorflow as tf

        return (tf.cast(given, tf.float32) - self._spec.offset) * self._spec.scale


class Sights:
    """One array of float16 for each input of the heads."""

    def __init__(self, heads: keras.Model) -> None:
        self._shapes = [tuple(each.shape[1:]) for each in heads.inputs]

    @property
    def signature(self) -> Any:
        import tensorflow as tf

        return tuple(tf.TensorSpec((None, *shape), tf.float16) for shape in self._shapes)

    def tensors(self, given: Any) -> Any:
        import tensorflow as tf

        return [tf.cast(each, tf.float32) for each in given]
