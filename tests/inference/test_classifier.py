from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest

from inference.classifier import Classifier
from inference.frame import frozen_copy
from inference.manifest import InputSection
from inference.package import GRAPH, PackageError, write_package
from inference.preprocess import Colour
from tests.inference.tiny_package import (
    grey,
    tiny_files,
    tiny_graph,
    tiny_manifest,
    write_tiny_package,
)


@pytest.fixture
def classifier(tmp_path: Path) -> Classifier:
    return Classifier(write_tiny_package(tmp_path / "model"))


def test_probability_and_map_come_from_one_pass(classifier: Classifier) -> None:
    bright_corner = np.full((64, 64), 51, np.uint8)
    bright_corner[:8, :8] = 255
    answer = classifier.classify(frozen_copy(bright_corner))
    assert 0 < answer.probability_def < 0.01
    assert answer.heat_map.method == "evidence"
    assert answer.heat_map.heat.shape == (8, 8)
    assert answer.heat_map.heat[0, 0] == pytest.approx(1.0)
    assert not answer.heat_map.heat[1:, 1:].any()
    assert answer.inference_ms > 0


def test_the_scale_is_fixed_not_stretched_to_each_image(classifier: Classifier) -> None:
    heats = [classifier.classify(grey(level)).heat_map.heat.max() for level in (100, 160, 191)]
    assert heats == pytest.approx([0.0, (160 / 255 - 0.5) * 2, (191 / 255 - 0.5) * 2], abs=1e-5)


def test_heat_stays_within_its_scale(classifier: Classifier) -> None:
    for level in (0, 255):
        heat = classifier.classify(grey(level)).heat_map.heat
        assert 0.0 <= heat.min() <= heat.max() <= 1.0
        assert not heat.flags.writeable


def test_the_map_is_chosen_between_two_images(classifier: Classifier) -> None:
    assert classifier.methods == ("evidence", "gradcam")
    classifier.choose_map("gradcam")
    assert classifier.classify(grey(200)).heat_map.method == "gradcam"
    with pytest.raises(PackageError, match="evidence, gradcam"):
        classifier.choose_map("scorecam")
    assert classifier.method == "gradcam"


def test_labels_in_another_order_than_the_graphs_are_refused(tmp_path: Path) -> None:
    files = tiny_files(**{GRAPH: tiny_graph(labels=("def", "ok"))})
    package = write_package(tmp_path / "model", files, tiny_manifest())
    with pytest.raises(PackageError, match="label order"):
        Classifier(package)


@pytest.mark.parametrize("stored", ["ok, def", "7", "null", '{"ok": 0}', "[" * 100_000])
def test_labels_that_are_no_list_are_refused(tmp_path: Path, stored: str) -> None:
    model = onnx.load_from_string(tiny_graph())
    onnx.helper.set_model_props(model, {"labels": stored})
    files = tiny_files(**{GRAPH: model.SerializeToString()})
    package = write_package(tmp_path / "model", files, tiny_manifest())
    with pytest.raises(PackageError, match="label order"):
        Classifier(package)


def test_a_graph_of_another_size_than_the_manifests_is_refused(tmp_path: Path) -> None:
    wrong = InputSection(height=64, width=64, colour=Colour.GREY)
    package = write_package(tmp_path / "model", tiny_files(), tiny_manifest(input=wrong))
    with pytest.raises(PackageError, match="manifest says"):
        Classifier(package)


def test_a_graph_that_is_none_is_refused(tmp_path: Path) -> None:
    package = write_package(tmp_path / "model", tiny_files(**{GRAPH: b"no graph"}), tiny_manifest())
    with pytest.raises(PackageError, match="can't be loaded"):
        Classifier(package)
