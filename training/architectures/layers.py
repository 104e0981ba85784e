"""The project's own Keras layers. Importing this module loads Keras: do it inside functions."""

from __future__ import annotations

from typing import Any

from training.keras_setup import import_keras

keras = import_keras()


@keras.saving.register_keras_serializable(package="lineside")
class LogSumExpPooling2D(keras.layers.Layer):  # type: ignore[misc,name-defined]  # Keras is untyped
    """Pools one logit per place into one logit: N x h x w x 1 -> N x 1.

    LSE = (log sum exp(r x) - log n) / r over the n places. It lies between the largest place less
    log(n) / r and the largest place: with r = 0 it were the mean, with r = infinity the maximum.
    A single hot place can turn the verdict, and the pooled logit never exceeds the hottest place.

    `drawn_weight` changes no answer: it is how much these places count where several fields are
    drawn as one map (`export.joined_evidence`), kept here because it must travel with the network.
    """

    def __init__(self, sharpness: float = 4.0, drawn_weight: float = 1.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.sharpness = sharpness
        self.drawn_weight = drawn_weight

    def call(self, evidence: Any) -> Any:
        ops = keras.ops
        # The maximum is taken out before exp, which would overflow, and is no path of gradients.
        hottest = ops.stop_gradient(ops.max(evidence, axis=(1, 2), keepdims=True))
        raised = ops.exp((evidence - hottest) * self.sharpness)
        pooled = ops.log(ops.mean(raised, axis=(1, 2))) / self.sharpness
        return pooled + ops.squeeze(hottest, axis=(1, 2))

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        return (input_shape[0], input_shape[3])

    def get_config(self) -> dict[str, Any]:
        own = {"sharpness": self.sharpness, "drawn_weight": self.drawn_weight}
        return {**super().get_config(), **own}


@keras.saving.register_keras_serializable(package="lineside")
class EvidenceWeightedPooling2D(keras.layers.Layer):  # type: ignore[misc,name-defined]  # Keras is untyped
    """Averages what each place says, a place counting as much as it counts for the verdict.

    N x h x w x 1 evidence and N x h x w x K values -> N x K. The weights are the gradient of
    `LogSumExpPooling2D`: the share with which each place moves the verdict. Learning what places
    say does not move the evidence.
    """

    def __init__(self, sharpness: float = 4.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.sharpness = sharpness

    def call(self, inputs: Any) -> Any:
        ops = keras.ops
        evidence, values = inputs
        raised = ops.stop_gradient(evidence) * self.sharpness
        raised = ops.exp(raised - ops.max(raised, axis=(1, 2), keepdims=True))
        weighed = ops.sum(raised * values, axis=(1, 2))
        return weighed / ops.sum(raised, axis=(1, 2))

    def compute_output_shape(
        self, input_shape: list[tuple[int | None, ...]]
    ) -> tuple[int | None, ...]:
        return (input_shape[0][0], input_shape[1][3])

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "sharpness": self.sharpness}
