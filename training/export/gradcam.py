"""Grad-CAM written as a forward pass: the gradient through a pooled tail is a few products.

With A the last feature map (h x w x C, n cells) and L the logit, Grad-CAM is ReLU(sum over c of
alpha_c A_c), alpha_c the mean over the cells of dL/dA_c. Max-pooling hands each gradient to one
cell and averaging hands it on in shares, so the *sum* over a channel's cells passes any of them
unchanged, and with it alpha. No gradient operation, which no runtime for graphs has, is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.architectures.tail import PooledTail
from training.keras_setup import import_keras


def gradcam_from_evidence(evidence: Any, bias: float, parts: int = 1) -> Any:
    """N x h x w evidence -> Grad-CAM at the features that it is a 1x1 convolution of.

    The pooling's gradients are positive weights that sum to one, so alpha is the convolution's
    kernel / n, and the weighted features are the evidence without its bias, / n. Where the
    verdict's logit is the mean of `parts` logits, a share of 1 / parts of it comes this way.
    """
    cells = evidence.shape[1] * evidence.shape[2]
    return import_keras().ops.relu((evidence - bias) / (cells * parts))


@dataclass(frozen=True, slots=True, eq=False)
class DenseStep:
    """How the gradient passes one dense layer on its way back."""

    kernel: NDArray[np.float32]
    """In x out; of the first dense layer summed over the cells, so C x out."""
    gated: bool
    """Behind a ReLU only the units that answered above 0 pass it on."""


def dense_steps(tail: PooledTail, channels: int) -> tuple[DenseStep, ...]:
    """The dense layers of the tail, first to last, on `channels` feature channels."""
    kernels = [layer.kernel.numpy() for layer in tail.dense]
    kernels[0] = _summed_over_cells(kernels[0], channels)
    return tuple(
        DenseStep(kernel, gated=layer.activation.__name__ == "relu")
        for layer, kernel in zip(tail.dense, kernels, strict=True)
    )


def gradcam_from_features(
    steps: Sequence[DenseStep], features: Any, answers: Sequence[Any], *, is_joined: bool = False
) -> Any:
    """N x h x w x C features, and what each dense layer answered -> Grad-CAM, N x h x w.

    `is_joined`: the last one answers with several logits, L is their log(sum(exp)).
    """
    ops = import_keras().ops
    height, width, channels = features.shape[1:]
    cells = height * width
    # The gradient of log(sum(exp)) are the shares of the softmax.
    first = ops.softmax(answers[-1]) if is_joined else np.ones((1, 1), np.float32)
    alpha = _gradient_sums(steps, answers, first) / cells
    weighed = ops.matmul(ops.reshape(features, (-1, cells, channels)), alpha[..., None])
    return ops.relu(ops.reshape(weighed, (-1, height, width)))


def _gradient_sums(steps: Sequence[DenseStep], answers: Sequence[Any], gradient: Any) -> Any:
    """dL/dA summed over the cells of each channel: N x C, or 1 x C where it is a constant.

    `gradient` is dL by what the last layer answers.
    """
    ops = import_keras().ops
    for step, answer in reversed(list(zip(steps, answers, strict=True))):
        if step.gated:
            gradient = gradient * ops.cast(answer > 0, "float32")
        gradient = ops.matmul(gradient, step.kernel.T)
    return gradient


def _summed_over_cells(kernel: NDArray[np.float32], channels: int) -> NDArray[np.float32]:
    """(cells * C) x K weights behind a Flatten, or C x K behind a global pooling -> C x K."""
    summed: NDArray[np.float32] = kernel.reshape(-1, channels, kernel.shape[1]).sum(axis=0)
    return summed
