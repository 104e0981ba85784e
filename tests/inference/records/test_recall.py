"""A part as it was: its picture, its map, or words why there is none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from inference.records.archive import ArchiveRule, ImageArchive
from inference.records.errors import ArchiveError
from inference.records.part_record import PartRecord, RecordedPart
from inference.records.recall import recalled
from inference.records.records import Records
from tests.inference.records.parts import heat, judged, unreadable


@pytest.fixture
def archive(tmp_path: Path) -> ImageArchive:
    return ImageArchive(tmp_path / "images", ArchiveRule.DEF_AND_UNSURE)


@pytest.fixture
def parts(tmp_path: Path, archive: ImageArchive) -> dict[str, PartRecord]:
    inspections = [
        judged(0.1, part_id="good"),
        judged(0.93, part_id="bad", heat_map=heat()),
        judged(0.93, part_id="old", heat_map=heat()),
        unreadable("torn"),
    ]
    with Records(tmp_path / "records.sqlite3") as records:
        records.add([RecordedPart(each, archive.store(each)) for each in inspections])
        records.images_deleted(["old"])
        return {part.part_id: part for part in records.parts()}


def test_a_part_comes_back_as_it_was_judged(
    parts: dict[str, PartRecord], archive: ImageArchive
) -> None:
    original, back = judged(0.93, part_id="bad", heat_map=heat()), recalled(parts["bad"], archive)
    assert np.array_equal(back.frame.image, original.frame.image)
    assert back.verdict == original.verdict
    assert np.abs(back.heat_map.heat - original.heat_map.heat).max() <= 0.5 / 255 + 1e-6
    assert back.heat_map.method == "evidence"
    assert back.frame.captured_at == original.frame.captured_at


def test_a_map_that_is_gone_does_not_hide_the_picture(
    parts: dict[str, PartRecord], archive: ImageArchive
) -> None:
    archive.delete(parts["bad"].heat_map)
    assert recalled(parts["bad"], archive).heat_map is None


@pytest.mark.parametrize(
    ("part_id", "words"),
    [("good", "archive rule"), ("old", "was deleted on"), ("torn", "could not be read")],
)
def test_why_there_is_no_picture_is_said(
    parts: dict[str, PartRecord], archive: ImageArchive, part_id: str, words: str
) -> None:
    with pytest.raises(ArchiveError, match=words):
        recalled(parts[part_id], archive)


def test_the_day_of_deletion_is_named(parts: dict[str, PartRecord], archive: ImageArchive) -> None:
    deleted_at = parts["old"].image_deleted_at
    assert deleted_at is not None
    with pytest.raises(ArchiveError, match=f"{deleted_at.astimezone():%Y-%m-%d}"):
        recalled(parts["old"], archive)


def test_a_file_that_was_taken_away_is_said(
    parts: dict[str, PartRecord], archive: ImageArchive
) -> None:
    archive.delete(parts["bad"].image)
    with pytest.raises(ArchiveError, match="can't be read"):
        recalled(parts["bad"], archive)
