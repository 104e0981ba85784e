from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from inference.classifier import Classifier
from inference.package import ModelPackage, PackageError, read_package, write_package
from inference.preprocess import to_tensor
from inference.self_test.answers import check_answers, check_model, largest_differences
from inference.self_test.check import CheckFailed, CheckSkipped
from inference.self_test.reference import REFERENCE, Reference, read_reference, reference_bytes
from tests.inference.tiny_package import INPUT_PX, tiny_files, tiny_manifest, write_tiny_package


def answers_of(package: ModelPackage) -> Reference:
    levels = np.linspace(90, 160, 4).astype(np.uint8)
    images = np.tile(levels[:, None, None, None], (1, INPUT_PX, INPUT_PX, 1))
    classifier = Classifier(package)
    batch = to_tensor(images, package.manifest.input.spec())
    maps = {method: classifier.run(batch, method)[1] for method in classifier.methods}
    return Reference(images, classifier.run(batch, "evidence")[0], maps)


@pytest.fixture
def plain(tmp_path: Path) -> ModelPackage:
    return write_tiny_package(tmp_path / "plain")


def with_answers(path: Path, content: bytes) -> Path:
    write_package(path, {**tiny_files(), REFERENCE: content}, tiny_manifest())
    return path


def test_a_package_that_answers_as_it_did_passes(plain: ModelPackage, tmp_path: Path) -> None:
    path = with_answers(tmp_path / "model.zip", reference_bytes(answers_of(plain)))
    assert "4 reference parts" in check_answers(path)
    assert largest_differences(read_package(path), answers_of(plain)) == (0.0, 0.0)


@pytest.mark.parametrize("what", ["probability_def", "evidence", "gradcam"])
def test_another_answer_is_found(what: str, plain: ModelPackage, tmp_path: Path) -> None:
    reference = answers_of(plain)
    reference.maps.get(what, reference.probability_def)[2] += 0.01
    path = with_answers(tmp_path / "model.zip", reference_bytes(reference))
    with pytest.raises(CheckFailed, match="allowed"):
        check_answers(path)


def test_an_answer_that_is_no_number_is_found(plain: ModelPackage, tmp_path: Path) -> None:
    reference = answers_of(plain)
    reference.probability_def[0] = np.nan
    path = with_answers(tmp_path / "model.zip", reference_bytes(reference))
    with pytest.raises(CheckFailed):
        check_answers(path)


def test_a_package_without_answers_is_skipped(plain: ModelPackage) -> None:
    assert read_reference(plain) is None
    with pytest.raises(CheckSkipped, match="no stored answers"):
        check_answers(plain.path)


def test_answers_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    path = with_answers(tmp_path / "model.zip", b"not an archive")
    with pytest.raises(PackageError, match="can't be read"):
        read_reference(read_package(path))


def test_a_changed_file_is_found(plain: ModelPackage) -> None:
    assert "2 files" in check_model(plain.path)
    (plain.path / "model.onnx").write_bytes(plain.graph + b" ")
    with pytest.raises(PackageError):
        check_model(plain.path)
