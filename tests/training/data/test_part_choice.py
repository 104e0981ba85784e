from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from inference.part.choices import FoundPart, PartRegion
from inference.preprocess import Colour, InputSpec
from tests.training.drawn_parts import draw_disc, write_image, write_parts
from training.data.dataset import LabelledFile, UnusableDataset
from training.data.loading import load_images
from training.data.part_choice import kind_of_choice, part_choice


def on_ground(part: np.ndarray, x: int, y: int) -> np.ndarray:
    picture = np.full((160, 240), 180, np.uint8)
    picture[y : y + len(part), x : x + len(part)] = part
    return picture


def test_words_choose_the_part(tmp_path: Path) -> None:
    folder = write_parts(tmp_path / "parts", 2)
    (folder / "def" / "000.png").write_bytes(b"")
    assert part_choice("whole", folder) is None
    assert part_choice("found", folder) == FoundPart()
    region = part_choice("4,8,40,32", folder)
    assert region == PartRegion(4, 8, 40, 32, picture_width=64, picture_height=64)
    kinds = [kind_of_choice(part) for part in (None, FoundPart(), region)]
    assert kinds == ["whole", "found", "region"]


@pytest.mark.parametrize(
    ("words", "why"),
    [("circle", "none of: whole, found"), ("1,2,3", "none of"), ("40,0,30,30", "not inside")],
)
def test_what_cannot_be_chosen_is_refused(words: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=why):
        part_choice(words, write_parts(tmp_path / "parts", 2))


def test_a_region_needs_pictures(tmp_path: Path) -> None:
    with pytest.raises(UnusableDataset):
        part_choice("0,0,10,10", tmp_path / "nowhere")


@pytest.mark.parametrize("mask_scale", [1, 2])
def test_image_and_mask_are_cut_alike(mask_scale: int, tmp_path: Path) -> None:
    """Wherever the disc lies it is learnt from the same, and its pit's mask lies on the pit."""
    mask = cv2.circle(np.zeros((64, 64), np.uint8), (40, 30), 6, 255, -1)
    files = []
    for x, y in ((10, 20), (150, 80)):
        write_image(tmp_path / f"{x}.png", on_ground(draw_disc(3, is_def=False), x, y))
        empty = np.zeros((160, 240), np.uint8)
        empty[y : y + 64, x : x + 64] = mask
        grown = cv2.resize(empty, None, fx=mask_scale, fy=mask_scale, interpolation=cv2.INTER_AREA)
        write_image(tmp_path / f"{x}_mask.png", grown)
        files.append(
            LabelledFile(tmp_path / f"{x}.png", True, None, mask=tmp_path / f"{x}_mask.png")
        )
    spec = InputSpec(48, 48, Colour.GREY, part=FoundPart())

    images = load_images(files, spec)

    first, second = images.fitted[..., 0].astype(int)
    assert np.abs(first - second).mean() < 12
    assert images.part_sizes == pytest.approx([51 / 240] * 2, rel=0.12)
    for kept in images.masks:
        assert kept is not None
        rows, columns = np.nonzero(kept)
        # The disc, 51 px wide from 6 on, fills the input but for the margin.
        assert columns.mean() == pytest.approx((40 - 6) / 51 * 48, abs=3)
        assert rows.mean() == pytest.approx((30 - 6) / 51 * 48, abs=3)


def test_a_picture_without_a_part_is_not_learnt_from(tmp_path: Path) -> None:
    write_image(tmp_path / "part.png", on_ground(draw_disc(3, is_def=False), 60, 40))
    write_image(tmp_path / "bare.png", np.full((160, 240), 180, np.uint8))
    files = [LabelledFile(tmp_path / name, False, None) for name in ("part.png", "bare.png")]

    images = load_images(files, InputSpec(48, 48, Colour.GREY, part=FoundPart()))

    assert [file.path.name for file in images.files] == ["part.png"]
    assert [one.error for one in images.unreadable] == ["no part was found in the picture"]
    assert len(images.part_sizes) == 1
    assert images.only([0]).part_sizes == images.part_sizes
