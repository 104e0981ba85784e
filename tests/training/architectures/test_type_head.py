from __future__ import annotations

from typing import Any

import numpy as np
import onnx
import onnxruntime as ort
import pytest

from inference.preprocess import prepare
from tests.training.small_networks import SPEC, small_network
from training.architectures.type_head import (
    TYPE_LOGITS,
    has_type_maps,
    tells_types,
    verdict_alone,
    with_types,
)
from training.export.graph import export_graph, map_methods
from training.export.parity import ExportRefused, check_parity
from training.flat import as_flat
from training.keras_file import keras_bytes, load_keras
from training.packaging.always_def import CERTAIN_LOGIT, always_def, dark_scales
from training.packaging.temperature import with_temperature

pytestmark = pytest.mark.keeps_threads

TAILS = ("evidence", "mean", "dense")
LABELS = ("ok", "crack", "dent", "pit")


def _images(count: int = 6) -> list[np.ndarray]:
    return list(np.random.default_rng(5).integers(0, 256, (count, 32, 32), np.uint8))


def _batch() -> np.ndarray:
    return np.concatenate([prepare(image, SPEC) for image in _images()])


def _answers(graph: bytes) -> dict[str, np.ndarray]:
    session = ort.InferenceSession(graph, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, {"image": _batch()}), strict=True))


@pytest.mark.parametrize("tail", TAILS)
def test_types_come_beside_a_verdict_that_stays_what_it_was(tail: str) -> None:
    plain = small_network(tail)

    model = with_types(plain, 3)

    assert tells_types(model)
    assert not tells_types(plain)
    probability, types = (np.asarray(each) for each in model(_batch(), training=False))
    assert types.shape == (6, 3)
    assert types.sum(axis=1) == pytest.approx(1.0, abs=1e-6)
    assert np.ptp(types, axis=0).min() > 0, "each image has its own"
    expected = np.asarray(plain(_batch(), training=False))
    assert np.array_equal(probability, expected)
    assert np.array_equal(np.asarray(verdict_alone(model)(_batch(), training=False)), expected)
    assert as_flat(model).output.shape == (None, 1)


@pytest.mark.parametrize("tail", TAILS)
def test_graph_and_file_tell_what_the_calibrated_model_tells_in_one_pass(tail: str) -> None:
    model = with_types(small_network(tail), 3)
    told = np.asarray(model(_batch(), training=False)[1])

    cooled = load_keras(keras_bytes(with_temperature(model, 2.5)))
    graph = export_graph(cooled, LABELS)

    report = check_parity(cooled, graph, _images(), SPEC)
    assert report.types_difference < 1e-5
    assert report.places_difference < 1e-5
    answers = _answers(graph)
    places = set() if tail == "dense" else {"types_of_places"}
    assert set(answers) == {"probability_def", "types", *map_methods(cooled)} | places
    assert has_type_maps(cooled) == bool(places)
    np.testing.assert_allclose(answers["types"], told, atol=1e-5)
    plain = onnx.load_from_string(export_graph(small_network(tail)))
    trunk = {"evidence": 2, "mean": 5, "dense": 2}[tail]
    assert _convolutions(plain) == trunk
    assert _convolutions(onnx.load_from_string(graph)) <= trunk + 2, "the trunk runs once"


def _convolutions(graph: Any) -> int:
    return sum(node.op_type == "Conv" for node in graph.graph.node)


def test_a_graph_that_tells_other_types_is_refused() -> None:
    model = with_types(small_network("dense"), 3)
    graph = export_graph(model, LABELS)
    head = model.get_layer(TYPE_LOGITS)
    head.set_weights([head.get_weights()[0] + 0.01, head.get_weights()[1] + [0.0, 0.3, 0.0]])

    with pytest.raises(ExportRefused, match=r"P\(type \| def\) differs"):
        check_parity(model, graph, _images(), SPEC)


@pytest.mark.parametrize("labels", [("ok", "def"), (*LABELS, "more"), ("pit", "ok", "crack", "a")])
def test_labels_that_are_not_the_models_types_are_refused(labels: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="labels must be ok, then 3 for defects"):
        export_graph(with_types(small_network("dense"), 3), labels)


def test_a_place_counts_for_the_type_as_much_as_for_the_verdict() -> None:
    import tensorflow as tf

    from training.architectures.layers import EvidenceWeightedPooling2D, LogSumExpPooling2D

    evidence = tf.Variable(np.random.default_rng(1).normal(0, 1, (1, 4, 4, 1)).astype(np.float32))
    values = np.random.default_rng(2).normal(0, 1, (1, 4, 4, 3)).astype(np.float32)
    with tf.GradientTape() as tape:
        pooled = LogSumExpPooling2D(4.0)(evidence)
    shares = np.asarray(tape.gradient(pooled, evidence))

    told = np.asarray(EvidenceWeightedPooling2D(4.0)([evidence, values]))

    assert shares.sum() == pytest.approx(1.0, abs=1e-5)
    np.testing.assert_allclose(told[0], (shares * values).sum(axis=(0, 1, 2)), atol=1e-5)


@pytest.mark.parametrize("tail", TAILS)
def test_a_model_without_good_parts_says_def_of_each_and_draws_nothing(tail: str) -> None:
    model = always_def(with_types(small_network(tail), 3))
    graph = export_graph(model, LABELS)

    check_parity(model, graph, _images(), SPEC)

    answers = _answers(graph)
    assert (answers["probability_def"] == 1.0).all()
    assert np.ptp(answers["types"], axis=0).min() > 0
    for scale in dark_scales(map_methods(model)):
        assert (answers[scale.method] < scale.floor).all()
    logits = as_flat(model, logit=True).predict(_batch(), verbose=0)
    assert logits == pytest.approx(CERTAIN_LOGIT)
