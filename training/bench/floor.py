"""What a verdict must cost at least: its arithmetic and its weights, at this machine's speed."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

_SIDE = 1536
"""Of the square matrices that are multiplied: large enough to reach full speed, 20 ms a go."""
_MEMORY_BYTES = 1 << 28
"""More than any cache holds."""


class Step(NamedTuple):
    """One node of the graph."""

    flop: float
    """Of a convolution or matrix product: a multiplication and an addition counted as two."""
    weight_bytes: int


@dataclass(frozen=True, slots=True)
class Work:
    """What one pass of a graph has to do."""

    steps: tuple[Step, ...]

    @property
    def flop(self) -> float:
        return sum(step.flop for step in self.steps)

    @property
    def weight_bytes(self) -> int:
        return sum(step.weight_bytes for step in self.steps)

    def least_s(self, flop_per_s: float, bytes_per_s: float) -> float:
        """Each step takes the longer of its arithmetic and the reading of its weights."""
        return sum(
            max(step.flop / flop_per_s, step.weight_bytes / bytes_per_s) for step in self.steps
        )


def work_of(graph: bytes) -> Work:
    """For one image."""
    import onnx

    proto = onnx.shape_inference.infer_shapes(onnx.load_from_string(_for_one_image(graph)))
    shapes = {value.name: _sizes(value) for value in proto.graph.value_info}
    shapes |= {value.name: _sizes(value) for value in proto.graph.output}
    shapes |= {value.name: _sizes(value) for value in proto.graph.input}
    weights = {weights.name: list(weights.dims) for weights in proto.graph.initializer}
    shapes |= weights
    return Work(
        tuple(
            Step(_flop(node, shapes), _weight_bytes(node.input, weights))
            for node in proto.graph.node
        )
    )


def _weight_bytes(inputs: Iterable[str], weights: dict[str, list[int]]) -> int:
    return 4 * sum(math.prod(weights[name]) for name in inputs if name in weights)


def _for_one_image(graph: bytes) -> bytes:
    """The batch's size is open in what is shipped; with 1 in its place all shapes follow."""
    import onnx

    proto = onnx.load_from_string(graph)
    for value in proto.graph.input:
        value.type.tensor_type.shape.dim[0].dim_value = 1
    content: bytes = proto.SerializeToString()
    return content


def _sizes(value: Any) -> list[int]:
    return [dimension.dim_value or 1 for dimension in value.type.tensor_type.shape.dim]


def _flop(node: Any, shapes: dict[str, list[int]]) -> float:
    """2 x the numbers that come out x those that each of them is summed from."""
    if node.op_type == "Conv":
        return 2.0 * math.prod(shapes[node.output[0]]) * math.prod(shapes[node.input[1]][1:])
    if node.op_type in ("MatMul", "Gemm"):
        return 2.0 * math.prod(shapes[node.output[0]]) * shapes[node.input[0]][-1]
    return 0.0


def flop_per_s() -> float:
    """What this machine reaches now, on all cores: a matrix product in float32."""
    one = np.ones((_SIDE, _SIDE), np.float32)
    started = time.perf_counter()
    np.dot(one, one)
    return 2.0 * _SIDE**3 / (time.perf_counter() - started)


def bytes_per_s() -> float:
    """What this machine reads from memory now, on all cores."""
    cores = os.cpu_count() or 1
    shares = np.array_split(np.ones(_MEMORY_BYTES // 8, np.float64), cores)
    with ThreadPoolExecutor(cores) as pool:
        started = time.perf_counter()
        list(pool.map(np.sum, shares))
        return _MEMORY_BYTES / (time.perf_counter() - started)
