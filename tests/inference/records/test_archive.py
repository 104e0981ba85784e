from __future__ import annotations

import hashlib
from pathlib import Path

import cv2
import numpy as np
import pytest

from inference.frame import Image
from inference.records.archive import ArchiveRule, ImageArchive
from inference.records.errors import ArchiveError
from inference.verdict import Inspection, Outcome
from tests.inference.records.parts import heat, judged, unreadable

_RANDOM = np.random.default_rng(3)
_IMAGES = {
    "grey 8": _RANDOM.integers(0, 256, (31, 45), dtype=np.uint8),
    "grey 16": _RANDOM.integers(0, 4096, (31, 45), dtype=np.uint16),
    "rgb 8": _RANDOM.integers(0, 256, (31, 45, 3), dtype=np.uint8),
    "rgb 16": _RANDOM.integers(0, 65536, (31, 45, 3), dtype=np.uint16),
    "one pixel": np.full((1, 1), 200, np.uint8),
}


@pytest.fixture
def archive(tmp_path: Path) -> ImageArchive:
    return ImageArchive(tmp_path / "images", ArchiveRule.ALL)


@pytest.mark.parametrize("image", _IMAGES.values(), ids=_IMAGES.keys())
def test_an_image_comes_back_as_it_was(archive: ImageArchive, image: Image) -> None:
    stored = archive.store(judged(image=image, part_id="p1"))
    assert stored is not None
    assert stored.image == "2026-11-20/p1.png"
    content = (archive.folder / stored.image).read_bytes()
    assert hashlib.sha256(content).hexdigest() == stored.image_sha256
    loaded = archive.load_image(stored.image, stored.image_sha256)
    assert loaded.dtype == image.dtype
    np.testing.assert_array_equal(loaded, image)
    assert not loaded.flags.writeable


def test_other_programs_see_the_right_colours(archive: ImageArchive) -> None:
    red = np.zeros((4, 4, 3), np.uint8)
    red[..., 0] = 255
    stored = archive.store(judged(image=red))
    assert cv2.imread(str(archive.path_of(stored.image)))[0, 0].tolist() == [0, 0, 255]


def test_a_heat_map_comes_back_within_half_a_grey_level(archive: ImageArchive) -> None:
    before = heat(37)
    stored = archive.store(judged(heat_map=before, part_id="p1"))
    assert stored.heat_map == "2026-11-20/p1.heat.png"
    after = archive.load_heat_map(stored.heat_map, before.method)
    assert (after.heat.dtype, after.method) == (np.float32, "evidence")
    assert np.abs(after.heat - before.heat).max() <= 0.5 / 255 + 1e-6
    sizes = [path.stat().st_size for path in archive.folder.rglob("*.png")]
    assert stored.size_bytes == sum(sizes)


_KEPT = {
    ArchiveRule.ALL: set(Outcome),
    ArchiveRule.DEF_AND_UNSURE: {Outcome.DEF, Outcome.UNSURE, Outcome.FAULT},
    ArchiveRule.NONE: set(),
}


@pytest.mark.parametrize("rule", ArchiveRule)
def test_the_rule_says_whose_image_is_kept(tmp_path: Path, rule: ArchiveRule) -> None:
    archive = ImageArchive(tmp_path / "images", rule)
    inspections = [judged(probability) for probability in (0.1, 0.5, 0.9, float("nan"))]
    kept = {i.verdict.outcome for i in inspections if archive.store(i) is not None}
    assert {i.verdict.outcome for i in inspections} == set(Outcome)
    assert kept == _KEPT[rule]
    assert len(list(archive.folder.rglob("*.png"))) == len(kept)


def test_a_part_without_an_image_has_none_to_keep(archive: ImageArchive) -> None:
    assert archive.store(unreadable()) is None


def test_an_image_that_no_png_can_hold_leaves_no_empty_file(archive: ImageArchive) -> None:
    too_wide = np.zeros((1, 1_040_000), np.uint8)
    with pytest.raises(ArchiveError, match="1,040,000 x 1 px"):
        archive.store(judged(image=too_wide))
    assert not archive.folder.exists()


@pytest.mark.parametrize(
    "part_id",
    ["../p", "a/b", "a\\b", "", ".", "a.heat", "C:x", "nul", "com1", "A", "ä", "a\n", "x" * 129],
)
def test_a_part_id_can_not_lead_out_of_the_folder(archive: ImageArchive, part_id: str) -> None:
    inspection = judged()
    object.__setattr__(inspection.frame, "part_id", part_id)
    with pytest.raises(ArchiveError, match="can't name a file"):
        archive.store(inspection)
    assert not archive.folder.exists()


def test_a_record_can_not_lead_out_of_the_folder(archive: ImageArchive, tmp_path: Path) -> None:
    outside = tmp_path / "outside.png"
    outside.write_bytes(b"precious")
    archive.store(judged())
    for file in ("../outside.png", str(outside), "2026-11-20/../../outside.png", "..\\outside.png"):
        with pytest.raises(ArchiveError, match="inside the images folder"):
            archive.delete(file)
    assert outside.read_bytes() == b"precious"


def test_a_link_can_not_lead_out_of_the_folder(archive: ImageArchive, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "p1.png").write_bytes(b"precious")
    archive.folder.mkdir()
    try:
        (archive.folder / "2026-11-20").symlink_to(outside, target_is_directory=True)
    except OSError:
        pytest.skip("this user may not make links")
    with pytest.raises(ArchiveError, match="inside the images folder"):
        archive.delete("2026-11-20/p1.png")
    assert (outside / "p1.png").exists()


def test_a_changed_or_lost_image_is_noticed(archive: ImageArchive) -> None:
    stored = archive.store(judged(part_id="p1"))
    path = archive.path_of(stored.image)
    archive.store(judged(part_id="p2", image=_IMAGES["rgb 8"]))
    path.write_bytes(archive.path_of("2026-11-20/p2.png").read_bytes())
    with pytest.raises(ArchiveError, match="sha256 differs"):
        archive.load_image(stored.image, stored.image_sha256)
    path.write_bytes(b"")
    with pytest.raises(ArchiveError, match="empty"):
        archive.load_image(stored.image)
    path.unlink()
    with pytest.raises(ArchiveError, match="can't be read"):
        archive.load_image(stored.image)


def test_a_place_that_can_not_be_written_to_is_said(tmp_path: Path) -> None:
    (tmp_path / "images").write_text("in the way", encoding="utf-8")
    archive = ImageArchive(tmp_path / "images", ArchiveRule.ALL)
    with pytest.raises(ArchiveError, match="can't be written") as caught:
        archive.store(judged())
    assert "room" in caught.value.remedy


def test_storing_again_replaces_the_file_and_leaves_nothing_beside_it(
    archive: ImageArchive,
) -> None:
    first: Inspection = judged(part_id="p1", heat_map=heat())
    archive.store(first)
    archive.store(first)
    assert sorted(path.name for path in (archive.folder / "2026-11-20").iterdir()) == [
        "p1.heat.png",
        "p1.png",
    ]
