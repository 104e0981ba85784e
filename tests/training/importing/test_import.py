"""Real Keras models, as others save them, through `main.py import-model`."""

from __future__ import annotations

import json
import logging
import warnings
from pathlib import Path
from typing import Any

import cv2
import h5py
import numpy as np
import pytest

import main
from inference.classifier import Classifier
from inference.package import read_package
from inference.preprocess import prepare
from tests.inference.tiny_package import grey
from tests.training.importing.foreign import (
    LABELS,
    SIDE,
    as_keras_2,
    sequential,
    tensor,
    write_parts,
)
from training.keras_setup import import_keras

pytestmark = pytest.mark.keeps_threads
LEVELS = (20, 60, 100, 140, 180, 230)


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_parts(tmp_path_factory.mktemp("data") / "parts")


@pytest.fixture
def bring_in(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Any:
    """(exit status, the last JSON line)."""

    def run(file: Path, *words: object) -> tuple[int, dict[str, Any]]:
        out = ["--out", tmp_path / "package"] if "--look" not in words else []
        given = ["import-model", file, "--json", *out, *words]
        status = main.main([str(word) for word in given])
        lines = capsys.readouterr().out.splitlines()
        return status, json.loads(lines[-1])

    return run


def save(model: Any, path: Path) -> Path:
    """Keras warns of its own older format, and of NumPy 2."""
    absl = logging.getLogger("absl")
    absl.addFilter(_nothing)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.save(path)
    absl.removeFilter(_nothing)
    return path


def _nothing(_: logging.LogRecord) -> bool:
    return False


def said_by_package(path: Path) -> list[float]:
    package = read_package(path)
    classifier, spec = Classifier(package), package.manifest.input.spec()
    return [
        float(classifier.run(prepare(grey(level, SIDE), spec), "gradcam")[0][0]) for level in LEVELS
    ]


def said_by_keras(model: Any, channels: int = 1) -> np.ndarray:
    return model.predict(np.concatenate([tensor(level, channels) for level in LEVELS]), verbose=0)


def test_a_sigmoid_for_the_second_label_becomes_one_for_def(
    bring_in: Any, tmp_path: Path, parts: Path
) -> None:
    """Keras sorts folder names: of def_front and ok_front it answers with P(ok_front)."""
    file = save(sequential(), tmp_path / "cnn.keras")
    status, said = bring_in(file, "--labels", LABELS, "--rescale", "0..1", "--data", parts)
    assert (status, said["event"]) == (0, "finished")
    package = Path(said["package"])
    np.testing.assert_allclose(
        said_by_package(package), 1 - said_by_keras(sequential())[:, 0], atol=1e-5
    )
    assert said["metrics"]["roc_auc"] == 1.0
    manifest = read_package(package).manifest
    assert manifest.labels == ("ok", "def")
    assert manifest.lineage["imported"]["reading"] == "P(def) = P(def_front), of sigmoid"
    assert manifest.lineage["parity"]["images"] == 16
    assert manifest.seen is not None
    assert 0.02 < manifest.thresholds.unsure_from <= manifest.thresholds.def_from


def test_labels_the_other_way_round_leave_the_sigmoid_as_it_is(
    bring_in: Any, tmp_path: Path
) -> None:
    file = save(sequential(), tmp_path / "cnn.keras")
    status, said = bring_in(file, "--labels", "good,bad", "--good", "good", "--rescale", "0..1")
    assert (status, said["metrics"]) == (0, None)
    package = read_package(Path(said["package"]))
    np.testing.assert_allclose(
        said_by_package(package.path), said_by_keras(sequential())[:, 0], atol=1e-5
    )
    assert "drawn parts" in package.manifest.lineage["tried_on"]
    thresholds = package.manifest.thresholds
    assert (thresholds.unsure_from, thresholds.def_from) == (0.25, 0.75)


def test_labels_that_the_images_speak_against_are_refused(
    bring_in: Any, tmp_path: Path, parts: Path
) -> None:
    file = save(sequential(), tmp_path / "cnn.keras")
    status, said = bring_in(
        file, "--labels", "ok_front,def_front", "--rescale", "0..1", "--data", parts
    )
    assert status == 2
    assert "in the other order" in said["error"]
    assert not (tmp_path / "package").exists()


@pytest.mark.slow
def test_the_notebooks_hdf5_is_converted_with_a_warning(
    bring_in: Any, tmp_path: Path, parts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = save(sequential(), tmp_path / "cnn.hdf5")
    as_keras_2(file)
    status, said = bring_in(file, "--labels", LABELS, "--rescale", "0..1", "--data", parts)
    assert (status, said["event"]) == (0, "finished")
    package = read_package(Path(said["package"]))
    np.testing.assert_allclose(
        said_by_package(package.path), 1 - said_by_keras(sequential())[:, 0], atol=1e-5
    )
    assert package.manifest.lineage["imported"]["format"] == "hdf5"
    assert not [name for name in package.manifest.files if name.endswith((".h5", ".hdf5"))]


def test_a_softmax_over_two_is_a_sigmoid(bring_in: Any, tmp_path: Path, parts: Path) -> None:
    model = sequential(2, last="softmax")
    file = save(model, tmp_path / "cnn.keras")
    status, said = bring_in(file, "--labels", LABELS, "--rescale", "0..1", "--data", parts)
    assert status == 0
    np.testing.assert_allclose(
        said_by_package(Path(said["package"])), said_by_keras(model)[:, 0], atol=1e-5
    )


def test_a_softmax_over_several_defects_tells_verdict_and_type(
    bring_in: Any, tmp_path: Path
) -> None:
    model = sequential(3, last="softmax")
    parts = write_parts(tmp_path / "data" / "parts", defects=("dent", "scratch"))
    file = save(model, tmp_path / "cnn.keras")
    words = ("--labels", "dent,scratch,ok_front", "--rescale", "0..1")
    status, said = bring_in(file, *words, "--data", parts)
    assert (status, said["event"]) == (0, "finished"), said

    package = read_package(Path(said["package"]))
    assert package.manifest.labels == ("ok", "dent", "scratch")
    reading = package.manifest.lineage["imported"]["reading"]
    assert reading == "P(def) = 1 - P(ok_front), of softmax over 3"
    images = [cv2.imread(str(path), cv2.IMREAD_GRAYSCALE) for path in sorted(parts.rglob("*.png"))]
    theirs = model.predict(np.stack(images)[..., np.newaxis] / np.float32(255), verbose=0)
    classifier = Classifier(package)
    ours = [classifier.classify(image) for image in images]
    for each, row in zip(ours, theirs, strict=True):
        assert each.probability_def == pytest.approx(1 - row[2], abs=1e-5)
        told = {name: share * each.probability_def for name, share in each.type_shares.items()}
        assert told == pytest.approx({"dent": row[0], "scratch": row[1]}, abs=1e-5)
    assert said["metrics"]["types"]["n"] == 8
    assert said["metrics"]["types"]["confusion"]["labels"] == ["dent", "scratch"]
    assert said["metrics"]["roc_auc"] == 1.0


def test_a_defect_is_never_called_ok(bring_in: Any, tmp_path: Path) -> None:
    file = save(sequential(), tmp_path / "cnn.keras")
    status, said = bring_in(file, "--labels", "ok,good", "--good", "good", "--rescale", "0..1")
    assert (status, "can't be called ok" in said["error"]) == (2, True), said


def test_a_model_that_rescales_augments_and_wraps_another_comes_in_flat(
    bring_in: Any, tmp_path: Path
) -> None:
    keras = import_keras()
    layers = keras.layers
    keras.utils.set_random_seed(3)
    inner_image = layers.Input((None, None, 3))
    x = layers.Conv2D(4, 3, padding="same", use_bias=False)(inner_image)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    backbone = keras.Model(inner_image, layers.Add()([x, layers.Conv2D(4, 1)(inner_image)]))
    image = layers.Input((None, None, 3))
    x = layers.Rescaling(1 / 127.5, offset=-1)(layers.RandomFlip()(image))
    x = layers.GlobalAveragePooling2D()(backbone(x))
    model = keras.Model(image, layers.Dense(1, activation="sigmoid")(x))
    file = save(model, tmp_path / "transfer.keras")

    words = ("--labels", "def,ok", "--name", "transfer")
    assert "--size" in bring_in(file, *words)[1]["error"]
    status, said = bring_in(file, *words, "--size", f"{SIDE}x{SIDE}")
    assert status == 0
    batch = np.concatenate([255 * tensor(level, 3) for level in LEVELS])
    expected = 1 - model.predict(batch, verbose=0)[:, 0]
    np.testing.assert_allclose(said_by_package(Path(said["package"])), expected, atol=1e-5)


def test_what_a_file_needs_to_be_told(bring_in: Any, tmp_path: Path) -> None:
    file = save(sequential(), tmp_path / "cnn.keras")
    status, looked = bring_in(file, "--look")
    assert (status, looked["size"], looked["colour"]) == (0, [SIDE, SIDE], "grey")
    assert (looked["labels"], looked["activation"], looked["rescale"]) == (2, "sigmoid", None)
    for words, why in (
        (("--labels", LABELS), "--rescale"),
        (("--labels", "a,b", "--rescale", "0..1"), "--good"),
        (("--labels", "ok,a,b", "--rescale", "0..1"), "2 labels are needed"),
        (("--labels", "ok,ok", "--rescale", "0..1"), "each once"),
        (("--labels", LABELS, "--rescale", "0..1", "--size", "64x64"), "no other size"),
    ):
        status, said = bring_in(file, *words)
        assert (status, why in said["error"]) == (2, True), said


@pytest.mark.parametrize("name", ["evil.keras", "evil.hdf5"])
def test_a_lambda_is_refused_before_anything_of_it_is_built(
    bring_in: Any, tmp_path: Path, name: str
) -> None:
    keras = import_keras()
    fired = tmp_path / "fired"
    model = keras.Sequential([
        keras.layers.Input((SIDE, SIDE, 1)),
        keras.layers.Lambda(lambda x, place=str(fired): (open(place, "w").close(), x)[1]),  # noqa: PTH123
        keras.layers.Flatten(),
        keras.layers.Dense(1, activation="sigmoid"),
    ])  # fmt: skip
    file = save(model, tmp_path / name)
    fired.unlink(missing_ok=True)
    status, said = bring_in(file, "--labels", "def,ok", "--rescale", "0..1")
    assert (status, "'Lambda'" in said["error"]) == (2, True), said
    assert not fired.exists()
    assert not (tmp_path / "package").exists()


def test_a_custom_object_in_an_h5_is_refused(bring_in: Any, tmp_path: Path) -> None:
    file = save(sequential(), tmp_path / "cnn.hdf5")
    with h5py.File(file, "r+") as stored:
        config = json.loads(stored.attrs["model_config"])
        config["config"]["layers"][1]["config"]["activation"] = {
            "class_name": "function", "module": "os", "config": "system", "registered_name": "x",
        }  # fmt: skip
        stored.attrs["model_config"] = json.dumps(config)
    status, said = bring_in(file, "--labels", LABELS, "--rescale", "0..1")
    assert (status, "'function' from 'os'" in said["error"]) == (2, True), said


@pytest.mark.parametrize("name", ["x.keras", "x.hdf5"])
def test_what_is_no_model_is_refused(bring_in: Any, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x80\x04pickled")
    status, said = bring_in(tmp_path / name, "--labels", LABELS, "--rescale", "0..1")
    assert (status, "is refused" in said["error"]) == (2, True)
    assert bring_in(tmp_path / "missing.keras", "--look")[0] == 2


def test_a_network_whose_map_nobody_knows_is_refused(bring_in: Any, tmp_path: Path) -> None:
    keras = import_keras()
    model = keras.Sequential([
        keras.layers.Input((SIDE, SIDE, 1)),
        keras.layers.Conv2D(2, 3, activation="relu"),
        keras.layers.Flatten(),
        keras.layers.Dense(4, activation="tanh"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])  # fmt: skip
    file = save(model, tmp_path / "tanh.keras")
    status, said = bring_in(file, "--labels", LABELS, "--rescale", "0..1")
    assert status == 2
    assert "a verdict without one is not accepted" in said["error"]
    assert "tanh" in said["error"]
