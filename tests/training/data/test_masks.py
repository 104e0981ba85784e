from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.training.drawn_parts import draw_disc, write_image
from training.data.dataset import LabelledFile, drawn_mask, find_dataset
from training.data.masks import read_mask, write_mask


def _dataset(root: Path) -> Path:
    """Two defect types whose images share their names; beside one of them lies a mask."""
    for number in range(3):
        write_image(root / "ok" / f"{number}.jpg", draw_disc(number, is_def=False))
        for kind in ("a", "b"):
            write_image(root / "def" / kind / f"{number}.jpg", draw_disc(number, is_def=True))
    write_image(root / "def" / "a" / "0.png", np.full((64, 64), 255, np.uint8))
    return root


def _file(root: Path, name: str) -> LabelledFile:
    return next(file for file in find_dataset(root).files if file.path == root / "def" / name)


def _spot() -> np.ndarray:
    mask = np.zeros((64, 64), np.uint8)
    mask[10:20, 30:40] = 255
    return mask


def test_a_drawn_mask_is_found_also_where_names_repeat(tmp_path: Path) -> None:
    root = _dataset(tmp_path)
    file = _file(root, "b/1.jpg")
    assert file.mask is None
    assert not read_mask(file, (64, 64)).any()
    write_mask(root, file, _spot())
    assert np.array_equal(read_mask(_file(root, "b/1.jpg"), (64, 64)), _spot())
    assert _file(root, "a/1.jpg").mask is None


def test_a_drawn_mask_goes_before_one_that_came_with_the_image(tmp_path: Path) -> None:
    root = _dataset(tmp_path)
    came = root / "def" / "a" / "0.png"
    content = came.read_bytes()
    write_mask(root, _file(root, "a/0.jpg"), _spot())
    file = _file(root, "a/0.jpg")
    assert file.mask == drawn_mask(root, file.path)
    assert np.array_equal(read_mask(file, (64, 64)), _spot())
    assert came.read_bytes() == content


def test_an_empty_mask_goes_or_hides_the_one_that_came(tmp_path: Path) -> None:
    root, empty = _dataset(tmp_path), np.zeros((64, 64), np.uint8)
    write_mask(root, _file(root, "b/1.jpg"), _spot())
    write_mask(root, _file(root, "b/1.jpg"), empty)
    assert _file(root, "b/1.jpg").mask is None
    write_mask(root, _file(root, "a/0.jpg"), empty)
    assert not read_mask(_file(root, "a/0.jpg"), (64, 64)).any()


def test_a_mask_of_another_size_is_fitted(tmp_path: Path) -> None:
    root = _dataset(tmp_path)
    write_mask(root, _file(root, "b/1.jpg"), _spot())
    assert np.count_nonzero(read_mask(_file(root, "b/1.jpg"), (128, 128))) == 400
