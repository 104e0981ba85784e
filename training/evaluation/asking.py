"""Prepared images through an exported graph: what it says of them, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from inference.exported_graph import INPUT, PROBABILITY, TYPES
from inference.preprocess import InputSpec, to_tensor

AT_ONCE = 32


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """Of N images."""

    probability_def: NDArray[np.float32]
    shares: NDArray[np.float32]
    """N x K, P(type | def); K is 0 where no types are told."""
    maps: dict[str, NDArray[np.float32]]
    """For each method the raw maps, N x h x w."""


def ask(
    graph: bytes,
    fitted: NDArray[np.uint8],
    spec: InputSpec,
    methods: Sequence[str],
    *,
    tells_types: bool,
) -> Said:
    """`fitted` is N x H x W x C, as `fit_to_input` makes it; N is at least 1."""
    session = ort.InferenceSession(graph, providers=["CPUExecutionProvider"])
    outputs = [PROBABILITY, *([TYPES] if tells_types else []), *methods]
    batches = [
        session.run(outputs, {INPUT: to_tensor(fitted[start : start + AT_ONCE], spec)})
        for start in range(0, len(fitted), AT_ONCE)
    ]
    answers = {
        output: np.concatenate(column)
        for output, column in zip(outputs, zip(*batches, strict=True), strict=True)
    }
    return Said(
        answers[PROBABILITY],
        answers.get(TYPES, np.empty((len(fitted), 0), np.float32)),
        {method: answers[method] for method in methods},
    )
