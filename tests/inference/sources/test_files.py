"""Given files and folders, once through."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from inference.decode import decode_image
from inference.frame import Frame, Image, UnreadableFrame
from inference.sources.files import GivenFiles
from inference.sources.protocol import SourceEnded, SourceInvalid
from inference.sources.settings import FilesSettings
from tests.inference.sources.pictures import CMYK_RED_JPEG, encoded, red_bgr, unreadable_images
from tests.inference.sources.reading import read_on

PNG = encoded(red_bgr(), ".png")


def run_through(*paths: Path) -> list[Frame | UnreadableFrame]:
    source = GivenFiles(FilesSettings(paths=paths))
    source.open()
    parts: list[Frame | UnreadableFrame] = []
    with pytest.raises(SourceEnded):
        read_on(source, into=parts)
    source.close()
    return parts


def test_in_the_order_given_and_naturally_within_a_folder(tmp_path: Path) -> None:
    names = ["in/part10.png", "in/part2.png", "in/B1/x.png", "in/a/y.png", "in/a/.hidden.png",
             "in/notes.txt", "last.PNG"]  # fmt: skip
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(PNG)
    parts = run_through(tmp_path / "last.PNG", tmp_path / "in", tmp_path / "in" / "part2.png")
    assert [part.source_path for part in parts] == [
        str(tmp_path / name)
        for name in ["last.PNG", "in/a/y.png", "in/B1/x.png", "in/part2.png", "in/part10.png"]
    ]


def test_each_run_is_a_new_judgement(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(PNG)
    assert run_through(tmp_path)[0].part_id != run_through(tmp_path)[0].part_id


def test_unreadable_files_are_parts_too(tmp_path: Path) -> None:
    for name, content in unreadable_images().items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "dangling.png").symlink_to(tmp_path / "nowhere")
    parts = run_through(tmp_path)
    assert len(parts) == len(unreadable_images()) + 1
    for part in parts:
        assert isinstance(part, UnreadableFrame)
        assert Path(part.source_path or "").name in part.error


@pytest.mark.expects_log("b.png can't be read for an unforeseen reason")
@pytest.mark.parametrize("error", [MemoryError(), OSError(5, "gone"), ValueError("null byte")])
def test_an_unforeseen_error_is_a_part_and_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    for name in ("a.png", "b.png", "c.png"):
        (tmp_path / name).write_bytes(PNG)

    def decode(content: bytes) -> Image:
        contents.append(content)
        if len(contents) == 2:
            raise error
        return decode_image(content)

    contents: list[bytes] = []
    monkeypatch.setattr("inference.decode.decode_image", decode)
    parts = run_through(tmp_path)
    assert [type(part) for part in parts] == [Frame, UnreadableFrame, Frame]
    assert "b.png" in parts[1].error


def test_cmyk_comes_as_rgb(tmp_path: Path) -> None:
    (tmp_path / "cmyk.jpg").write_bytes(CMYK_RED_JPEG)
    (part,) = run_through(tmp_path)
    assert isinstance(part, Frame)
    np.testing.assert_allclose(part.image.mean(axis=(0, 1)), (255, 0, 0), atol=6)


def test_a_path_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(PNG)
    paths = (tmp_path / "a.png", tmp_path / "missing.png")
    with pytest.raises(SourceInvalid, match=r"missing\.png"):
        GivenFiles(FilesSettings(paths=paths)).open()


def test_a_folder_without_images_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceInvalid, match="no image"):
        GivenFiles(FilesSettings(paths=(tmp_path,))).open()
