from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from inference.review.listing import Listing, NothingThere
from inference.sources.files import GivenFiles
from inference.sources.protocol import SourceEnded
from inference.sources.settings import FilesSettings
from tests.inference.records.permissions import not_root
from tests.inference.review.reviewing import OK, labelled_folder, write_grey

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own")


def names(listing: Listing) -> list[str]:
    return [Path(path).name for path in listing.image_paths()]


def test_natural_order_through_sub_folders_as_their_paths_sort(tmp_path: Path) -> None:
    for name in ("b10.png", "b2.png", "B1.png", "a/z.png", "b5/x.png", "c.png", "a.txt"):
        write_grey(tmp_path / name, OK)
    listed = [
        Path(path).relative_to(tmp_path).as_posix() for path in Listing([tmp_path]).image_paths()
    ]
    assert listed == ["a/z.png", "B1.png", "b2.png", "b5/x.png", "b10.png", "c.png"]


def test_the_same_images_in_the_same_order_as_the_source_of_files(tmp_path: Path) -> None:
    folder = labelled_folder(tmp_path)
    source = GivenFiles(FilesSettings(paths=(folder,)))
    source.open()
    read = []
    while True:
        try:
            part = source.read(0)
        except SourceEnded:
            break
        assert part is not None
        read.append(part.source_path)
    assert list(Listing([folder]).image_paths()) == read


def test_the_folders_say_what_the_parts_are(tmp_path: Path) -> None:
    labels = {
        Path(folder.path).name: folder.label[:2] for folder in Listing([labelled_folder(tmp_path)])
    }
    assert labels == {"ok": ("ok", False), "dent": ("dent", True), "scratch": ("scratch", True)}


def test_beside_good_parts_every_folder_is_a_kind_of_defect(tmp_path: Path) -> None:
    for name in ("Free/Imgs", "Crack/Imgs", "Fray"):
        write_grey(tmp_path / name / "p.png", OK)
    said = {f.label.label: f.label.is_def for f in Listing([tmp_path], good="Free")}
    assert said == {"Free": False, "Crack": True, "Fray": True}
    assert {folder.label.label for folder in Listing([tmp_path])} == {None}


def test_a_folder_given_itself_still_says_what_it_is(tmp_path: Path) -> None:
    folder = labelled_folder(tmp_path)
    assert [f.label.is_def for f in Listing([folder / "ok", folder / "def" / "dent"])] == [
        False,
        None,
    ]
    assert [f.label.is_def for f in Listing([folder / "ok" / "part1.png"])] == [False]


def test_each_image_once_whichever_way_it_was_named(tmp_path: Path) -> None:
    folder = labelled_folder(tmp_path)
    image = folder / "ok" / "part2.png"
    assert len(names(Listing([folder, folder / "ok", image]))) == 6
    assert names(Listing([image, image, folder]))[0] == "part2.png"
    assert len(names(Listing([image, image, folder]))) == 6


def test_masks_are_no_parts(tmp_path: Path) -> None:
    write_grey(tmp_path / "masks" / "a.png", OK)
    write_grey(tmp_path / "parts" / "a.jpg", OK)
    write_grey(tmp_path / "parts" / "a.png", OK)
    write_grey(tmp_path / "parts" / "b.png", OK)
    listing = Listing([tmp_path])
    assert names(listing) == ["a.jpg", "b.png"]
    assert set(listing.notes) == {"1 mask passed by", "1 folder of masks passed by"}
    given = tmp_path / "parts" / "a.png", tmp_path / "masks"
    assert names(Listing(given)) == ["a.png", "a.png"]  # what is given itself is meant


@needs_links
def test_a_folder_inside_itself_by_link_ends_and_is_said(tmp_path: Path) -> None:
    write_grey(tmp_path / "parts" / "a.png", OK)
    (tmp_path / "parts" / "again").symlink_to(tmp_path / "parts")
    listing = Listing([tmp_path / "parts"])
    assert names(listing) == ["a.png"]
    assert listing.notes == ("1 linked folder not followed",)
    assert names(Listing([tmp_path / "parts" / "again"])) == ["a.png"]


@needs_links
def test_links_that_lead_nowhere_or_to_themselves_are_parts_and_pipes_are_not(
    tmp_path: Path,
) -> None:
    (tmp_path / "loop.png").symlink_to(tmp_path / "loop.png")
    (tmp_path / "nowhere.png").symlink_to(tmp_path / "gone")
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "to-a-pipe.png").symlink_to(tmp_path / "pipe.png")
    assert names(Listing([tmp_path])) == ["loop.png", "nowhere.png"]


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions")
def test_folders_that_cannot_be_read(tmp_path: Path) -> None:
    write_grey(tmp_path / "parts" / "a.png", OK)
    shut = tmp_path / "parts" / "shut"
    shut.mkdir(mode=0o000)
    with not_root(*reversed(tmp_path.parents), tmp_path, tmp_path / "parts"):
        listing = Listing([tmp_path / "parts"])
        assert names(listing) == ["a.png"]
        assert listing.notes == ("1 folder that can't be read",)
        assert listing.unreadable == 1
        with pytest.raises(NothingThere, match="can't be read"):
            Listing([shut]).check()
    with pytest.raises(NothingThere, match="not there"):
        Listing([tmp_path / "nowhere"]).check()
