from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from inference.package import write_package
from inference.preprocess import Colour, InputSpec
from tests.inference.tiny_package import tiny_files, tiny_manifest, write_tiny_package
from tests.training.drawn_parts import draw_disc, write_image, write_parts
from training.data.dataset import find_dataset
from training.data.loading import LabelledImages, load_images
from training.data.split import FREE, TRAINING, VALIDATION, Split
from training.data.split_file import SPLIT, UnusableSplit, read_split, split_bytes, split_rows

SPEC = InputSpec(32, 32, Colour.GREY)


@pytest.fixture
def images(tmp_path: Path) -> LabelledImages:
    return load_images(find_dataset(write_parts(tmp_path / "parts", 3)).files, SPEC)


def _split(images: LabelledImages) -> Split:
    count = len(images.files)
    return Split(np.arange(1, count), np.array([0]))


def test_a_split_is_kept_by_content_not_by_name(images: LabelledImages, tmp_path: Path) -> None:
    path = tmp_path / "split.csv"
    rows = split_rows(images, np.arange(6), _split(images), None)
    path.write_bytes(split_bytes(rows))
    for file in images.files:
        file.path.rename(file.path.with_name(f"renamed-{file.path.name}"))

    read = read_split(path)

    assert read.rows == rows
    again = load_images(find_dataset(tmp_path / "parts").files, SPEC)
    assert read.places(again).tolist() == [VALIDATION, *[TRAINING] * 5]
    assert (rows[0].kind, rows[0].part, rows[0].file) == ("def", "validation", "def/000.png")


def test_new_images_are_free_and_absent_ones_are_remembered(
    images: LabelledImages, tmp_path: Path
) -> None:
    path = tmp_path / "split.csv"
    path.write_bytes(split_bytes(split_rows(images, np.arange(6), _split(images), None)))
    images.files[0].path.unlink()
    write_image(tmp_path / "parts" / "ok" / "new.png", draw_disc(500, is_def=False))
    grown = load_images(find_dataset(tmp_path / "parts").files, SPEC)
    before = read_split(path)

    places = before.places(grown)
    rows = split_rows(grown, np.arange(6), Split(np.arange(6), np.array([], np.intp)), before)

    assert places.tolist() == [TRAINING] * 5 + [FREE]
    gone = [row for row in rows if row.sha256 == images.sha256[0].hex()]
    assert [row.part for row in gone] == ["validation"], "should it come back, it was checked on"
    assert len(rows) == 7


def test_a_package_holds_its_split(images: LabelledImages, tmp_path: Path) -> None:
    rows = split_rows(images, np.arange(6), _split(images), None)
    files = {**tiny_files(), SPLIT: split_bytes(rows)}
    write_package(tmp_path / "model.zip", files, tiny_manifest())

    assert read_split(tmp_path / "model.zip").rows == rows


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"sha256,part\nabc,training\n", "line 2"),
        (b"sha256,part\n" + b"a" * 64 + b",test\n", "training or validation"),
        (b"\xff\xfe\x00", "can't be read"),
    ],
)
def test_what_is_no_split_is_refused(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "split.csv"
    path.write_bytes(content)

    with pytest.raises(UnusableSplit, match=why):
        read_split(path)


def test_a_place_without_a_split_is_refused(tmp_path: Path) -> None:
    write_tiny_package(tmp_path / "old")
    with pytest.raises(UnusableSplit, match="keeps no split"):
        read_split(tmp_path / "old")
    with pytest.raises(UnusableSplit, match="does not exist"):
        read_split(tmp_path / "nowhere")
