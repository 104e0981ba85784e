from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from inference.decode import UnreadableImage
from tests.training.drawn_parts import write_image
from training.data.dataset import UnusableDataset
from training.explanations.masked_images import find_images, read_mask

EMPTY = np.zeros((8, 8), np.uint8)
SPOT = EMPTY.copy()
SPOT[2:4, 2:4] = 255


def _found(folder: Path, masks: Path | None, good: str | None = None) -> dict[str, str | None]:
    return {
        image.path.relative_to(folder).as_posix(): image.mask and image.mask.name
        for image in find_images(folder, masks, good)
    }


def test_masks_of_the_simulated_line_lie_in_a_folder_of_their_own(tmp_path: Path) -> None:
    for name in ("ok/a.png", "def/b.png", "def/pit/c.png", "masks/b.png", "masks/c.png"):
        write_image(tmp_path / name, SPOT)

    expected = {"ok/a.png": None, "def/b.png": "b.png", "def/pit/c.png": "c.png"}
    assert _found(tmp_path, tmp_path / "masks") == expected
    assert set(_found(tmp_path, None)) == set(expected)


def test_masks_may_lie_beside_the_photographs(tmp_path: Path) -> None:
    for name in ("MT_Free/Imgs/x.jpg", "MT_Crack/Imgs/y.jpg"):
        write_image(tmp_path / name, SPOT)
        write_image((tmp_path / name).with_suffix(".png"), SPOT)

    both = {"MT_Crack/Imgs/y.jpg": "y.png", "MT_Free/Imgs/x.jpg": "x.png"}
    assert _found(tmp_path, tmp_path) == both
    assert _found(tmp_path, tmp_path, "MT_Free") == {"MT_Crack/Imgs/y.jpg": "y.png"}


def test_the_same_name_twice_needs_the_same_path(tmp_path: Path) -> None:
    for name in ("parts/a/1.png", "parts/b/1.png", "truth/b/1.png"):
        write_image(tmp_path / name, SPOT)

    found = find_images(tmp_path / "parts", tmp_path / "truth")

    assert [image.mask for image in found] == [None, tmp_path / "truth" / "b" / "1.png"]


def test_what_cannot_be_used_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write_image(tmp_path / "parts" / "a.png", SPOT)
    write_image(tmp_path / "truth" / "b.png", SPOT)

    with pytest.raises(UnusableDataset, match="holds no images"):
        find_images(tmp_path / "empty", None)
    with pytest.raises(UnusableDataset, match="no folder that can be read"):
        find_images(tmp_path / "parts", tmp_path / "nowhere")
    with pytest.raises(UnusableDataset, match=r"none of the 1 images .* has a mask"):
        find_images(tmp_path / "parts", tmp_path / "truth")


def test_masks_are_read_whatever_their_depth(tmp_path: Path) -> None:
    colour = np.zeros((4, 4, 3), np.uint8)
    colour[1, 2, 0] = 9
    write_image(tmp_path / "m.png", colour)
    (tmp_path / "broken.png").write_bytes(b"no")

    assert np.argwhere(read_mask(tmp_path / "m.png")).tolist() == [[1, 2]]
    with pytest.raises(UnreadableImage, match=r"the mask broken\.png"):
        read_mask(tmp_path / "broken.png")
