"""A recipe: what a network wants to see, and how it is built."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from inference.preprocess import InputSpec
from training.architectures.evidence_form import Form

if TYPE_CHECKING:
    import keras

ANSWER = "probability_def"
"""The name of each network's last layer: a sigmoid, N x 1, the probability of `def`."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """One kind of network. Building it is cheap to ask for and loads Keras only when asked."""

    name: str
    summary: str
    """What it is good for, in one sentence for the engineer who chooses."""
    input: InputSpec
    build_seeded: Callable[[InputSpec], keras.Model]
    peak_learning_rate: float
    """What AdamW takes it to after the warm-up."""
    form: Form | None = None
    """Of an `evidence` network."""

    def build(self, seed: int) -> keras.Model:
        """A new flat functional model, N x H x W x C float32 -> P(def), N x 1.

        The same seed gives the same weights. Seeds Python, NumPy and TensorFlow as a whole, so
        that drop-out repeats too.
        """
        from training.keras_setup import import_keras

        import_keras().utils.set_random_seed(seed)
        return self.build_seeded(self.input)
