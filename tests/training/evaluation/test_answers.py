from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from inference.package import PackageError, write_package
from tests.inference.tiny_package import tiny_files, tiny_manifest, write_tiny_package
from training.data.dataset import LabelledFile
from training.evaluation.answers import ANSWERS, answers_bytes, read_answers, root_of

FILES = (
    LabelledFile(Path("parts", "def", "pit", "b.png"), True, "pit"),
    LabelledFile(Path("parts", "ok", "ä.png"), False),
)
SAID = np.array([0.875, 0.25], np.float32)


def test_what_was_said_is_read_back_below_another_folder(tmp_path: Path) -> None:
    content = answers_bytes(FILES, root_of(FILES), SAID)
    package = write_package(tmp_path / "p.zip", {**tiny_files(), ANSWERS: content}, tiny_manifest())

    judged = read_answers(package, tmp_path / "moved")

    assert judged is not None
    assert [file.path for file in judged.files] == [
        tmp_path / "moved" / "def" / "pit" / "b.png",
        tmp_path / "moved" / "ok" / "ä.png",
    ]
    assert judged.files[0].defect_type == "pit"
    assert judged.is_def.tolist() == [True, False]
    assert judged.probability_def.tolist() == [0.875, 0.25]


def test_a_package_without_them_has_none(tmp_path: Path) -> None:
    assert read_answers(write_tiny_package(tmp_path / "p"), tmp_path) is None


@pytest.mark.parametrize("content", [b"{", b'[{"path": "a"}]', json.dumps({"a": 1}).encode()])
def test_damaged_answers_are_refused_in_words(tmp_path: Path, content: bytes) -> None:
    package = write_package(tmp_path / "p", {**tiny_files(), ANSWERS: content}, tiny_manifest())

    with pytest.raises(PackageError, match=ANSWERS):
        read_answers(package, tmp_path)
