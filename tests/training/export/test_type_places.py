"""A map for each type: what each place says, exported and shared out."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
import onnxruntime as ort
import pytest
from onnx import helper, numpy_helper

from inference.manifest import MapScale
from inference.preprocess import prepare
from inference.type_maps import places_shares, shared_out
from tests.training.small_networks import SPEC, small_network
from training.architectures.type_head import has_type_maps, with_types
from training.export.graph import export_graph
from training.export.parity import ExportRefused, check_parity
from training.export.type_places import types_of_places

pytestmark = pytest.mark.keeps_threads

LABELS = ("ok", "dark", "bright")
SCALE = MapScale(method="evidence", floor=-1.0, ceiling=3.0)
_SPOT_PX = 8


def _part(random: np.random.Generator, **spots: tuple[int, int]) -> np.ndarray:
    """A grey part; `dark` and `bright` spots at (row, column)."""
    image = random.integers(110, 140, (32, 32), np.uint8)
    for kind, (row, column) in spots.items():
        level = {"dark": 5, "bright": 250}[kind]
        image[row : row + _SPOT_PX, column : column + _SPOT_PX] = level
    return image


def _sighted(tail: str) -> Any:
    """A small network whose weights were set by hand: it knows dark from bright.

    Its first two features are how far a place is darker or brighter than sound ones; both are
    evidence, and each speaks for its type.
    """
    model = with_types(small_network(tail), 2)
    for layer in model.layers:
        if not layer.weights:
            continue
        kernel, bias = (np.zeros_like(each) for each in layer.get_weights())
        if layer.name == "fine":
            kernel[:, :, 0, 0], bias[0] = -1 / 9, 0.3
            kernel[:, :, 0, 1], bias[1] = 1 / 9, -0.7
        elif kernel.ndim == 4 and kernel.shape[3] > 2:
            kernel[:, :, 0, 0] = kernel[:, :, 1, 1] = 1 / kernel[:, :, 0, 0].size
        elif kernel.shape[-1] == 2:
            kernel[..., 0, 0] = kernel[..., 1, 1] = 60.0
        else:
            kernel[..., :2, 0], bias[0] = 60.0, -3.0
        layer.set_weights([kernel, bias])
    return model


def _type_maps(graph: bytes, batch: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Heat of the verdict's map, N x h x w, and of each type's, N x K x h x w."""
    session = ort.InferenceSession(graph, providers=["CPUExecutionProvider"])
    evidence, logits = session.run(["evidence", "types_of_places"], {"image": batch})
    raw = shared_out(evidence, SCALE, places_shares(logits))
    return _heat(evidence), _heat(raw)


def _heat(raw: np.ndarray) -> np.ndarray:
    return np.clip((raw - SCALE.floor) / (SCALE.ceiling - SCALE.floor), 0.0, 1.0)


@pytest.mark.parametrize("tail", ["evidence", "mean"])
def test_two_defects_of_two_types_are_each_in_their_own_map(tail: str) -> None:
    model = _sighted(tail)
    part = _part(np.random.default_rng(9), dark=(4, 4), bright=(20, 20))
    graph = export_graph(model, LABELS)
    assert check_parity(model, graph, [part], SPEC).places_difference < 1e-5

    verdict, types = _type_maps(graph, prepare(part, SPEC))

    corners = np.zeros_like(verdict[0], dtype=bool), np.zeros_like(verdict[0], dtype=bool)
    half = verdict.shape[1] // 2
    # Not the last row and column: the black that the convolutions see beside the picture is dark.
    corners[0][:half, :half] = corners[1][half:-1, half:-1] = True
    for kind, own in enumerate(corners):
        other = corners[1 - kind]
        assert verdict[0][own].max() > 0.5, "the verdict's map has both"
        hot = own & (verdict[0] > 0.5)
        assert types[0, kind][hot].sum() > 2 * types[0, 1 - kind][hot].sum()
        assert types[0, kind][own].max() > 1.5 * types[0, kind][other].max()


def test_the_types_share_the_verdicts_heat_whatever_it_is() -> None:
    random = np.random.default_rng(4)
    evidence = random.normal(0, 6, (3, 5, 5)).astype(np.float32)
    logits = random.normal(0, 4, (3, 4, 5, 5)).astype(np.float32)

    types = _heat(shared_out(evidence, SCALE, places_shares(logits)))

    heat = _heat(evidence)
    assert heat.min() == 0.0
    assert heat.max() == 1.0
    np.testing.assert_allclose(types.sum(axis=1), heat, atol=1e-6)
    shares = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(types, heat[:, None] * shares, atol=1e-6)


def test_huge_logits_are_shares_too() -> None:
    shares = places_shares(np.array([[1000.0, -1000.0]], np.float32)[..., None, None])
    assert shares[0, :, 0, 0].tolist() == [1.0, 0.0]


@pytest.mark.parametrize("tail", ["evidence", "mean"])
def test_where_all_evidence_is_at_one_place_it_says_what_the_head_says(tail: str) -> None:
    """All but one place of each field are made to speak for OK as loudly as can be."""
    from training.architectures.layers import EvidenceWeightedPooling2D

    random = np.random.default_rng(6)
    sizes = {"evidence": [(8, 8)], "mean": [(8, 8), (4, 4)]}[tail]
    places = [random.normal(0, 2, (1, *size, 3)).astype(np.float32) for size in sizes]
    # An even wide field: enlarged it is the same at each place, whichever has the evidence.
    places[1:] = [np.broadcast_to(each[:, :1, :1], each.shape).copy() for each in places[1:]]
    wholes = [random.normal(0, 2, (1, 3)).astype(np.float32)] * (tail == "mean")
    pooled = []
    for each, (height, width) in zip(places, sizes, strict=True):
        evidence = np.full((1, height, width, 1), -50.0, np.float32)
        evidence[0, height // 2, width // 2] = 5.0
        pooled.append(np.asarray(EvidenceWeightedPooling2D(4.0)([evidence, each])))
    head = np.mean([*pooled, *wholes], axis=0)

    said = np.asarray(types_of_places(places, wholes))

    assert said.shape == (1, 3, 8, 8)
    np.testing.assert_allclose(said[0, :, 4, 4], head[0], atol=1e-5)


def test_a_graph_whose_places_tell_other_types_is_refused() -> None:
    model = with_types(small_network("evidence"), 2)
    graph = onnx.load_from_string(export_graph(model, LABELS))
    for node in graph.graph.node:  # the head goes on with what they said before
        for names in (node.input, node.output):
            names[:] = ["before" if name == "types_of_places" else name for name in names]
    graph.graph.node.append(helper.make_node("Add", ["before", "shift"], ["types_of_places"]))
    shift = np.array([0.3, 0.0], np.float32).reshape(1, 2, 1, 1)
    graph.graph.initializer.append(numpy_helper.from_array(shift, "shift"))

    with pytest.raises(ExportRefused, match=r"P\(type \| def\) of a place differs"):
        check_parity(model, graph.SerializeToString(), [_part(np.random.default_rng(5))], SPEC)


def test_a_verdict_without_places_has_no_map_for_a_type() -> None:
    assert not has_type_maps(with_types(small_network("dense"), 2))
    assert not has_type_maps(small_network("evidence"))
