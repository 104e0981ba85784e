from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from inference.decode import read_image
from inference.preprocess import Colour, InputSpec, fit_to_input
from tests.training.drawn_parts import draw_disc, write_image, write_parts
from training.data.contradictions import find_contradictions, without_contradictions
from training.data.dataset import NO_GOOD, UnusableDataset, find_dataset, find_test_dataset
from training.data.loading import UNTOLD, load_images

GREY_48 = InputSpec(48, 48, Colour.GREY)


@pytest.mark.parametrize(("good", "defective"), [("ok", "def"), ("ok_front", "def_front")])
def test_the_usual_class_names_are_known(tmp_path: Path, good: str, defective: str) -> None:
    dataset = find_dataset(write_parts(tmp_path / "parts", 3, good, defective))

    assert dataset.good == good
    assert dataset.counts() == {"ok": 3, "def": 3}
    assert all(file.is_def == (file.path.parent.name == defective) for file in dataset.files)


def test_nothing_is_guessed_from_other_names(tmp_path: Path) -> None:
    folder = write_parts(tmp_path / "parts", 3, "Free", "Blowhole")

    with pytest.raises(UnusableDataset, match=r"--good.*Blowhole, Free"):
        find_dataset(folder)
    with pytest.raises(UnusableDataset, match="no class folder 'free'"):
        find_dataset(folder, "free")


def test_the_good_class_may_be_named_and_the_others_are_types(tmp_path: Path) -> None:
    folder = write_parts(tmp_path / "parts", 3, "Free", "Blowhole")
    write_image(folder / "Crack" / "Imgs" / "1.jpg", draw_disc(1, is_def=True))
    write_image(folder / "Crack" / "Imgs" / "1.png", draw_disc(1, is_def=True))

    dataset = find_dataset(folder, "Free")

    assert dataset.counts() == {"ok": 3, "Blowhole": 3, "Crack": 1}
    assert dataset.masks == 1


def test_sub_folders_of_def_are_types_and_masks_are_no_class(tmp_path: Path) -> None:
    folder = write_parts(tmp_path / "parts", 3)
    for place in ("def/scratch", "masks", "masks/scratch"):
        write_image(folder / place / "1.png", draw_disc(1, is_def=True))

    assert find_dataset(folder).counts() == {"ok": 3, "def": 3, "scratch": 1}


def test_the_train_folder_is_taken_and_the_test_folder_left_alone(tmp_path: Path) -> None:
    write_parts(tmp_path / "train", 3)
    write_parts(tmp_path / "test", 5)

    dataset = find_dataset(tmp_path)

    assert dataset.counts() == {"ok": 3, "def": 3}
    assert dataset.folder == tmp_path / "train"


def test_a_folder_that_cannot_be_learnt_from_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UnusableDataset, match="can't be read"):
        find_dataset(tmp_path / "nowhere")
    (tmp_path / "ok").mkdir()
    with pytest.raises(UnusableDataset, match="it has only 'ok'"):
        find_dataset(tmp_path)
    (tmp_path / "def").mkdir()
    with pytest.raises(UnusableDataset, match="def holds no images"):
        find_dataset(tmp_path)
    write_image(tmp_path / "def" / "1.png", draw_disc(1, is_def=True))
    write_image(tmp_path / "ok" / "1.png", draw_disc(2, is_def=False))
    with pytest.raises(UnusableDataset, match="only 1 image of good parts"):
        find_dataset(tmp_path)


def test_masks_are_found_by_name_and_loaded_at_the_same_size(tmp_path: Path) -> None:
    folder = write_parts(tmp_path / "parts", 3)
    mask = np.zeros((64, 64), np.uint8)
    mask[10:20, 40:50] = 255
    write_image(folder / "masks" / "001.png", mask)

    images = load_images(find_dataset(folder).files, GREY_48)

    (masked,) = [index for index, each in enumerate(images.masks) if each is not None]
    assert (images.files[masked].path.parent.name, images.files[masked].path.name) == (
        "def",
        "001.png",
    )
    rows, columns = np.nonzero(images.masks[masked])
    assert (rows.min(), rows.max()) == (7, 14)
    assert (columns.min(), columns.max()) == (30, 37)


def test_images_are_loaded_as_the_line_would_see_them(tmp_path: Path) -> None:
    dataset = find_dataset(write_parts(tmp_path / "parts", 3))

    images = load_images(dataset.files, GREY_48)

    assert images.fitted.shape == (6, 48, 48, 1)
    for fitted, file in zip(images.fitted, images.files, strict=True):
        assert np.array_equal(fitted, fit_to_input(read_image(file.path), GREY_48))


def test_unreadable_files_are_listed_and_the_rest_keeps_its_labels(tmp_path: Path) -> None:
    folder = write_parts(tmp_path / "parts", 3)
    (folder / "def" / "001.png").write_bytes(b"")
    (folder / "ok" / "000.png").write_text("no image", encoding="utf-8")

    images = load_images(find_dataset(folder).files, GREY_48)

    assert {(f.file.path.parent.name, f.file.path.name) for f in images.unreadable} == {
        ("def", "001.png"),
        ("ok", "000.png"),
    }
    assert "empty" in images.unreadable[0].error
    assert images.is_def.tolist() == [True, True, False, False]
    for fitted, file in zip(images.fitted, images.files, strict=True):
        assert np.array_equal(fitted, fit_to_input(read_image(file.path), GREY_48))


def test_the_digest_changes_with_a_pixel_and_with_a_label(tmp_path: Path) -> None:
    folder = write_parts(tmp_path / "parts", 3)

    def digest() -> str:
        return load_images(find_dataset(folder).files, GREY_48).digest()

    first = digest()
    assert digest() == first
    write_image(folder / "ok" / "000.png", draw_disc(77, is_def=False))
    changed = digest()
    (folder / "ok" / "002.png").rename(folder / "def" / "zzz.png")
    assert len({first, changed, digest()}) == 3


def test_a_set_of_defect_types_has_no_good_parts(tmp_path: Path) -> None:
    folder = write_parts(tmp_path / "steel", 3, "scratch", "red_iron")
    (folder / "LICENSE").write_text("no image", encoding="utf-8")

    dataset = find_dataset(folder, NO_GOOD)

    assert (dataset.good, dataset.knows_good) == (NO_GOOD, False)
    assert dataset.counts() == {"red_iron": 3, "scratch": 3}
    assert all(file.is_def for file in dataset.files)
    images = load_images(dataset.files, GREY_48)
    assert images.type_names == ("red_iron", "scratch")
    assert images.types.tolist() == [0, 0, 0, 1, 1, 1]
    assert not images.knows_good


def test_a_class_that_is_called_none_is_a_class(tmp_path: Path) -> None:
    folder = write_parts(tmp_path / "parts", 3, "none", "pit")

    assert find_dataset(folder, NO_GOOD).counts() == {"ok": 3, "pit": 3}


def test_a_defect_cannot_be_called_ok(tmp_path: Path) -> None:
    folder = write_parts(tmp_path / "parts", 3, "fine", "ok")

    with pytest.raises(UnusableDataset, match="can't be one of defects"):
        find_dataset(folder, "fine")
    with pytest.raises(UnusableDataset, match="can't be one of defects"):
        find_dataset(folder, NO_GOOD)


def test_one_type_is_no_type_and_an_unnamed_one_is_untold(tmp_path: Path) -> None:
    folder = write_parts(tmp_path / "parts", 3)
    write_image(folder / "def" / "scratch" / "1.png", draw_disc(1, is_def=True))
    assert load_images(find_dataset(folder).files, GREY_48).type_names == ()

    write_image(folder / "def" / "pit" / "1.png", draw_disc(2, is_def=True))
    images = load_images(find_dataset(folder).files, GREY_48)

    assert images.type_names == ("pit", "scratch")
    assert sorted(images.types.tolist()) == [UNTOLD] * 6 + [0, 1]


def test_masks_beside_photographs_are_found_in_a_folder_of_each_type(tmp_path: Path) -> None:
    """As in magnetic_tile: MT_Blowhole/Imgs/1.jpg with its mask 1.png; good tiles have one too."""
    for number, kind in enumerate(("MT_Blowhole", "MT_Crack", "MT_Free")):
        for name in ("a.jpg", "a.png", "b.jpg", "b.png"):
            image = draw_disc(number, is_def=True)
            write_image(tmp_path / kind / "Imgs" / f"{number}{name}", image)

    dataset = find_dataset(tmp_path, "MT_Free")

    assert dataset.counts() == {"ok": 2, "MT_Blowhole": 2, "MT_Crack": 2}
    assert dataset.masks == 4
    assert {file.path.suffix for file in dataset.files} == {".jpg"}


def test_a_test_folder_is_found_and_judged_by_the_same_good_class(tmp_path: Path) -> None:
    write_parts(tmp_path / "train", 3, "fine", "pit")
    assert find_test_dataset(tmp_path, "fine") is None
    write_parts(tmp_path / "test", 2, "fine", "pit")

    found = find_test_dataset(tmp_path, "fine")

    assert found is not None
    assert found.counts() == {"ok": 2, "pit": 2}


def test_the_same_file_under_two_labels_is_found_and_left_out(tmp_path: Path) -> None:
    folder = write_parts(tmp_path / "parts", 3)
    same = (folder / "ok" / "001.png").read_bytes()
    (folder / "def" / "copy.png").write_bytes(same)
    (folder / "ok" / "again.png").write_bytes((folder / "ok" / "000.png").read_bytes())
    images = load_images(find_dataset(folder).files, GREY_48)

    found = find_contradictions(images)

    assert [each.kinds for each in found] == [("def", "ok")]
    assert {path.name for path in found[0].paths} == {"copy.png", "001.png"}
    left = without_contradictions(images, found)
    assert len(left.files) == len(images.files) - 2
    assert len(left.fitted) == len(left.sha256) == len(left.masks) == len(left.files)
    for fitted, file in zip(left.fitted, left.files, strict=True):
        assert np.array_equal(fitted, fit_to_input(read_image(file.path), GREY_48))
