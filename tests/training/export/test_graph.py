from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
import pytest

from inference.classifier import Classifier
from inference.manifest import InputSection, Manifest, MapScale, ThresholdSection
from inference.package import PackageError, write_package
from inference.preprocess import prepare
from training.architectures.catalogue import RECIPES
from training.architectures.tail import UnsupportedModel
from training.export.graph import export_graph, map_methods
from training.export.joined_evidence import join_evidence
from training.export.parity import ExportRefused, check_parity
from training.export.reference import gradcam
from training.flat import as_flat
from training.keras_file import keras_bytes, load_keras
from training.keras_setup import import_keras

RAW = {"floor": 0.0, "ceiling": 1.0}


@cache
def _model(name: str) -> Any:
    """As if trained: random weights, and biases and norms that are neither zero nor one."""
    model = RECIPES[name].build(seed=11)
    _disturb(model)
    _let_it_glow(model, prepare(_images(1)[0], RECIPES[name].input))
    return model


def _let_it_glow(model: Any, batch: np.ndarray) -> None:
    """Random weights can speak for OK all over: turned round they speak for a defect."""
    if not gradcam(model, batch).any():
        kernel = model.layers[-1].kernel
        kernel.assign(-kernel)


def _disturb(model: Any) -> None:
    rng = np.random.default_rng(3)
    for weight in model.weights:
        if weight.name in ("bias", "beta", "moving_mean"):
            weight.assign(weight + rng.normal(0, 0.1, weight.shape))
        elif weight.name in ("gamma", "moving_variance"):
            weight.assign(weight * rng.uniform(0.7, 1.4, weight.shape))


@cache
def _graph(name: str) -> bytes:
    return export_graph(_model(name))


def _images(count: int) -> list[np.ndarray]:
    rng = np.random.default_rng(8)
    smooth = rng.integers(0, 256, (count, 30, 30), np.uint8)
    return [np.kron(image, np.ones((10, 10), np.uint8)) for image in smooth]


def _run(graph: bytes, batch: np.ndarray) -> dict[str, np.ndarray]:
    session = ort.InferenceSession(graph, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, {"image": batch}), strict=True))


@pytest.mark.parametrize("count", [1, 5])
@pytest.mark.parametrize("name", RECIPES)
def test_the_graph_answers_what_keras_and_tf_keras_vis_answer(name: str, count: int) -> None:
    spec = RECIPES[name].input
    batch = np.concatenate([prepare(image, spec) for image in _images(count)])
    answers = _run(_graph(name), batch)
    reference = gradcam(_model(name), batch)
    probability = np.asarray(_model(name)(batch, training=False))[:, 0]
    assert reference.max() > 0
    assert answers["probability_def"].shape == (count,)
    np.testing.assert_allclose(answers["probability_def"], probability, atol=1e-5)
    np.testing.assert_allclose(answers["gradcam"], reference, atol=1e-4 * reference.max())


def test_two_hidden_layers_and_mixed_pooling_export_too() -> None:
    layers = import_keras().layers
    image = layers.Input((32, 32, 1))
    x = layers.Conv2D(6, 3, activation="relu", padding="same")(image)
    x = layers.MaxPooling2D(3, 2, padding="same")(x)  # windows that overlap
    x = layers.AveragePooling2D(2, padding="same")(x)
    x = layers.Dense(9, activation="relu")(layers.Flatten()(x))
    x = layers.Dense(7)(layers.Dropout(0.5)(x))
    x = layers.Dense(5, activation="relu")(x)
    x = layers.Activation("sigmoid")(layers.Dense(1)(x))
    model = import_keras().Model(image, x)
    _disturb(model)
    batch = np.random.default_rng(1).normal(0, 1, (4, 32, 32, 1)).astype(np.float32)
    reference = gradcam(model, batch)
    assert reference.max() > 0
    answer = _run(export_graph(model), batch)["gradcam"]
    np.testing.assert_allclose(answer, reference, atol=1e-4 * reference.max())


def test_a_sequential_from_its_file_exports_too() -> None:
    """Such a model calls its layers twice, which leaves gradient methods without a gradient."""
    keras = import_keras()
    model = keras.Sequential()
    for layer in (
        keras.layers.Input((24, 24, 1)),
        keras.layers.Conv2D(4, 3, activation="relu"),
        keras.layers.GlobalMaxPooling2D(),
        keras.layers.Dense(1, activation="sigmoid"),
    ):
        model.add(layer)
    loaded = load_keras(keras_bytes(model))
    batch = np.random.default_rng(1).normal(0, 1, (3, 24, 24, 1)).astype(np.float32)
    _let_it_glow(loaded, batch)
    reference = gradcam(loaded, batch)
    assert reference.max() > 0
    answers = _run(export_graph(loaded), batch)
    np.testing.assert_allclose(answers["gradcam"], reference, atol=1e-5)
    assert map_methods(loaded) == ("gradcam",)


def test_gradcam_is_the_evidence_without_its_bias_per_place() -> None:
    model = _model("demo")
    answers = _run(_graph("demo"), prepare(_images(1)[0], RECIPES["demo"].input))
    bias = float(model.get_layer("evidence").bias.numpy()[0])
    expected = np.maximum(answers["evidence"] - bias, 0) / answers["evidence"][0].size
    np.testing.assert_allclose(answers["gradcam"], expected, rtol=1e-5, atol=1e-9)
    assert map_methods(model) == ("evidence", "gradcam")


def test_the_verdict_is_the_pooled_evidence() -> None:
    answers = _run(_graph("demo"), prepare(_images(1)[0], RECIPES["demo"].input))
    evidence = answers["evidence"].astype(np.float64)
    logit = np.log(np.exp(4 * evidence).mean()) / 4
    assert answers["probability_def"][0] == pytest.approx(1 / (1 + np.exp(-logit)), abs=1e-6)


def test_the_map_of_several_fields_pools_to_the_verdict() -> None:
    """The map is the verdict: also when all of its parts speak for OK, or a wide one decides."""
    answers = _run(_graph("evidence"), prepare(_images(1)[0], RECIPES["evidence"].input))
    evidence = answers["evidence"].astype(np.float64)
    logit = np.log(np.exp(4 * evidence).mean()) / 4
    assert evidence.shape == (1, 28, 28)
    assert answers["probability_def"][0] == pytest.approx(1 / (1 + np.exp(-logit)), abs=1e-5)


def _evidence(size: int, spot: tuple[int, int] | None, logit: float) -> np.ndarray:
    """Places that all say OK, but for one."""
    places = np.full((1, size, size, 1), -5.0, np.float32)
    if spot is not None:
        places[0, *spot] = logit
    return places


@pytest.mark.parametrize(
    ("fine_spot", "wide_spot", "hottest"),
    [((8, 20), None, (8, 20)), (None, (4, 10), (8, 20)), ((9, 21), (4, 10), (9, 21))],
)
@pytest.mark.parametrize("verdict", [-6.0, 0.5, 7.0])
def test_whichever_field_decides_the_map_shows_its_place(
    fine_spot: tuple[int, int] | None,
    wide_spot: tuple[int, int] | None,
    hottest: tuple[int, int],
    verdict: float,
) -> None:
    evidence = [_evidence(28, fine_spot, 8.0), _evidence(14, wide_spot, 8.0)]
    (joined,) = np.asarray(join_evidence(evidence, np.full((1, 1), verdict, np.float32)))
    row, column = np.unravel_index(joined.argmax(), joined.shape)
    assert (row // 2, column // 2) == (hottest[0] // 2, hottest[1] // 2)
    assert verdict <= joined.max() <= verdict + np.log(784) / 4 + 1e-5
    assert joined[20, 5] < joined.max() - 3


def test_what_the_whole_image_alone_condemns_glows_all_over() -> None:
    evidence = [_evidence(28, None, 0.0), _evidence(14, None, 0.0)]
    (joined,) = np.asarray(join_evidence(evidence, np.full((1, 1), 3.0, np.float32)))
    np.testing.assert_allclose(joined, 3.0, atol=1e-5)


def test_fields_of_other_weights_are_drawn_so_and_still_pool_to_the_verdict() -> None:
    model = as_flat(_model("evidence"))
    for layer in model.layers:
        if type(layer).__name__ == "LogSumExpPooling2D":
            layer.drawn_weight = 9.0 if layer.name == "wide_logit" else 3.0
    loaded = load_keras(keras_bytes(model))  # the weights travel with the network
    alike, otherwise = (
        _run(export_graph(each), prepare(_images(1)[0], RECIPES["evidence"].input))
        for each in (_model("evidence"), loaded)
    )
    assert otherwise["probability_def"] == pytest.approx(alike["probability_def"], abs=1e-6)
    assert np.ptp(otherwise["evidence"]) > 2 * np.ptp(alike["evidence"])
    logit = np.log(np.exp(4 * otherwise["evidence"].astype(np.float64)).mean()) / 4
    assert otherwise["probability_def"][0] == pytest.approx(1 / (1 + np.exp(-logit)), abs=1e-5)


def test_gradcam_of_several_fields_is_that_of_the_finest_features() -> None:
    model, batch = _model("evidence"), prepare(_images(1)[0], RECIPES["evidence"].input)
    reference = gradcam(model, batch, layer="fine_mix_2_relu")
    assert reference.max() > 0
    answer = _run(_graph("evidence"), batch)["gradcam"]
    np.testing.assert_allclose(answer, reference, atol=1e-4 * reference.max())


def test_a_mean_of_what_has_no_place_is_refused() -> None:
    keras = import_keras()
    image = keras.layers.Input((16, 16, 1))
    x = keras.layers.GlobalAveragePooling2D()(keras.layers.Conv2D(3, 3)(image))
    parts = [keras.layers.Dense(1, name=name)(x) for name in ("one", "two")]
    mean = keras.layers.Average(name="mean")(parts)
    model = keras.Model(image, keras.layers.Activation("sigmoid")(mean))
    with pytest.raises(UnsupportedModel, match="'mean' joins 'one', 'two'"):
        export_graph(model)


def _package(name: str, path: Path, graph: bytes) -> Any:
    spec = RECIPES[name].input
    manifest = Manifest(
        name=name,
        labels=("ok", "def"),
        input=InputSection(
            height=spec.height,
            width=spec.width,
            colour=spec.colour,
            offset=spec.offset,
            scale=spec.scale,
        ),
        maps=tuple(MapScale(method=method, **RAW) for method in map_methods(_model(name))),
        thresholds=ThresholdSection(unsure_from=0.3, def_from=0.7),
        files={},
    )
    files = {"model.keras": keras_bytes(_model(name)), "model.onnx": graph}
    return write_package(path, files, manifest)


@pytest.mark.parametrize("name", ["notebook", "evidence", "demo"])
def test_the_lines_classifier_answers_what_keras_answers(name: str, tmp_path: Path) -> None:
    package = _package(name, tmp_path / "model", _graph(name))
    image = _images(1)[0]
    batch = prepare(image, RECIPES[name].input)
    reference = load_keras(package.keras_model())
    expected = float(np.asarray(reference(batch, training=False))[0, 0])
    classifier = Classifier(package, method="gradcam")
    assert classifier.classify(image).probability_def == pytest.approx(expected, abs=1e-5)
    heat = classifier.classify(image).heat_map.heat
    wanted = np.clip(gradcam(_model(name), batch)[0], 0, 1)
    np.testing.assert_allclose(heat, wanted, atol=1e-4)


def test_another_label_order_is_refused(tmp_path: Path) -> None:
    import onnx

    proto = onnx.load_model_from_string(_graph("demo"))
    assert [each.value for each in proto.metadata_props] == ['["ok", "def"]']
    onnx.helper.set_model_props(proto, {"labels": json.dumps(["def", "ok"])})
    package = _package("demo", tmp_path / "model", proto.SerializeToString())
    with pytest.raises(PackageError, match="label order"):
        Classifier(package)


def test_labels_must_start_with_the_good_one() -> None:
    with pytest.raises(ValueError, match="ok, then 1 for defects"):
        export_graph(_model("demo"), ("def", "ok"))


def _ends_in(make_tail: Any) -> Any:
    keras = import_keras()
    image = keras.layers.Input((16, 16, 1))
    features = keras.layers.Conv2D(3, 3, activation="relu", name="features")(image)
    return keras.Model(image, make_tail(keras.layers, features))


def _gelu(layers: Any, x: Any) -> Any:
    x = layers.Dense(4, activation="gelu", name="soft")(layers.Flatten()(x))
    return layers.Dense(1, activation="sigmoid")(x)


def _joined(layers: Any, x: Any) -> Any:
    both = [layers.GlobalAveragePooling2D()(x), layers.GlobalMaxPooling2D()(x)]
    return layers.Dense(1, activation="sigmoid")(layers.Concatenate(name="both")(both))


def _two_classes(layers: Any, x: Any) -> Any:
    return layers.Dense(2, activation="softmax", name="classes")(layers.Flatten()(x))


def _no_dense(layers: Any, x: Any) -> Any:
    x = layers.Conv2D(1, 1)(x)
    return layers.Activation("sigmoid")(layers.GlobalAveragePooling2D(name="average")(x))


@pytest.mark.parametrize(
    ("tail", "layer"),
    [(_gelu, "soft"), (_joined, "both"), (_two_classes, "classes"), (_no_dense, "average")],
)
def test_a_model_that_cannot_be_explained_is_refused_by_the_layers_name(
    tail: Any, layer: str
) -> None:
    with pytest.raises(UnsupportedModel, match=f"'{layer}'"):
        export_graph(_ends_in(tail))


def test_models_without_a_map_or_with_a_model_inside_are_refused() -> None:
    keras = import_keras()
    image = keras.layers.Input((16, 16, 1), name="image")
    flat = keras.layers.Flatten(name="flat")(image)
    dense = keras.Model(image, keras.layers.Dense(1, activation="sigmoid")(flat))
    with pytest.raises(UnsupportedModel, match="'image'"):
        export_graph(dense)
    numbers = keras.layers.Input((7,), name="numbers")
    with pytest.raises(UnsupportedModel, match="'numbers'"):
        export_graph(keras.Model(numbers, keras.layers.Dense(1, activation="sigmoid")(numbers)))
    nested = keras.Model(image, keras.layers.Activation("linear")(dense(image)))
    with pytest.raises(UnsupportedModel, match="keep models flat"):
        export_graph(nested)


def test_parity_reports_how_close_the_graph_is() -> None:
    report = check_parity(_model("demo"), _graph("demo"), _images(4), RECIPES["demo"].input)
    assert (report.images, report.flips) == (4, 0)
    assert report.probability_difference < 1e-5
    assert report.map_differences.keys() == {"evidence", "gradcam"}


def _with_moved_bias(by: float) -> bytes:
    moved = load_keras(keras_bytes(_model("demo")))
    bias = moved.get_layer("evidence").bias
    bias.assign(bias + by)
    return export_graph(moved)


@pytest.mark.parametrize(("by", "reason"), [(9.0, "verdicts differ"), (0.01, r"P\(def\) differs")])
def test_a_graph_of_other_weights_is_refused(by: float, reason: str) -> None:
    with pytest.raises(ExportRefused, match=reason):
        check_parity(_model("demo"), _with_moved_bias(by), _images(3), RECIPES["demo"].input)


def test_a_graph_whose_map_alone_is_wrong_is_refused() -> None:
    import onnx

    proto = onnx.load_model_from_string(_graph("notebook"))
    (last,) = (node for node in proto.graph.node if "gradcam" in node.output)
    last.op_type = "Abs"  # the same map, but with what speaks for OK shown as heat
    with pytest.raises(ExportRefused, match="gradcam map differs"):
        check_parity(
            _model("notebook"), proto.SerializeToString(), _images(3), RECIPES["notebook"].input
        )


def test_a_graph_that_answers_no_numbers_is_refused() -> None:
    with pytest.raises(ExportRefused, match="differs by nan"):
        check_parity(
            _model("demo"), _with_moved_bias(float("nan")), _images(2), RECIPES["demo"].input
        )


def test_nothing_is_printed_or_left_behind(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    model = _model("demo")
    export_graph(model)
    load_keras(keras_bytes(model))
    assert capfd.readouterr() == ("", "")
    assert list(tmp_path.iterdir()) == []
