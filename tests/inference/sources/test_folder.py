"""The watched folder, on real files."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
import pytest

from inference.frame import Frame, UnreadableFrame
from inference.sources.folder import WatchedFolder
from inference.sources.folder_scan import Stamp
from inference.sources.protocol import SourceInvalid, SourceLost
from inference.sources.settings import FolderSettings
from inference.sources.settling import STILL_S
from tests.fakes import LedgerInMemory
from tests.inference.sources.pictures import encoded, red_bgr, unreadable_images

Part = Frame | UnreadableFrame
PNG = encoded(red_bgr(), ".png")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


@pytest.fixture
def ledger() -> LedgerInMemory:
    return LedgerInMemory()


class _CountingFolder(WatchedFolder):
    """Knows how often it looked, so that no test has to guess from the time that has passed."""

    scans = 0
    looks = 0
    """Those scans that came long enough after the look before to see that a file stands still."""
    _looked_s = 0.0

    def _list(self) -> dict[str, Stamp]:
        started_s = time.monotonic()
        listing = super()._list()
        self.scans += 1
        if started_s - self._looked_s >= STILL_S:
            self.looks += 1
            self._looked_s = time.monotonic()
        return listing


@contextmanager
def watching(folder: Path, ledger: LedgerInMemory, **settings: object) -> Iterator[_CountingFolder]:
    """As after a start of the station."""
    checked = FolderSettings.model_validate({"path": folder, "unreadable_after_s": 0.5, **settings})
    source = _CountingFolder(checked, ledger)
    source.open()
    try:
        yield source
    finally:
        source.close()


def all_parts(source: _CountingFolder, at_least: int = 0) -> list[Part]:
    """What comes until nothing has come in three looks: the second tries what the first saw."""
    parts: list[Part] = []
    deadline_s = time.monotonic() + 300
    last = source.looks
    while source.looks < last + 3 or len(parts) < at_least:
        part = source.read(timeout_s=0.1)
        if part is not None:
            parts.append(part)
            last = source.looks
        assert time.monotonic() < deadline_s
    return parts


def record(source: WatchedFolder, parts: list[Part], ledger: LedgerInMemory) -> None:
    """As the station does once they are on disk."""
    for part in parts:
        ledger.known.add(part.part_id)
        source.recorded(part)


def names(parts: list[Part]) -> list[str]:
    return [Path(part.source_path or "").name for part in parts]


def test_each_image_comes_once_the_oldest_first(folder: Path, ledger: LedgerInMemory) -> None:
    for age, name in enumerate(["c.png", "a.png", "b.png"]):
        (folder / name).write_bytes(PNG)
        os.utime(folder / name, ns=(age * 10**9, age * 10**9))
    with watching(folder, ledger) as source:
        parts = all_parts(source)
    assert names(parts) == ["c.png", "a.png", "b.png"]
    assert [part.source_path for part in parts] == [
        str(folder / name) for name in ["c.png", "a.png", "b.png"]
    ]


def test_what_is_no_image_by_name_or_kind_is_left_alone(
    folder: Path, ledger: LedgerInMemory
) -> None:
    for name in ["notes.txt", ".hidden.png", "a.png.part", "b.tmp", "png"]:
        (folder / name).write_bytes(PNG)
    (folder / "folder.png").mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.png")  # whoever reads it waits for ever
    with watching(folder, ledger) as source:
        assert all_parts(source) == []


def test_a_file_written_slowly_is_read_when_it_is_whole(
    folder: Path, ledger: LedgerInMemory
) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (200, 200, 3), np.uint8)
    content = encoded(noise, ".jpg")

    def write() -> None:
        with (folder / "slow.jpg").open("wb", buffering=0) as file:
            for start in range(0, len(content), len(content) // 12):
                file.write(content[start : start + len(content) // 12])
                time.sleep(0.1)

    writer = threading.Thread(target=write)
    with watching(folder, ledger, unreadable_after_s=60) as source:
        writer.start()
        part = source.read(timeout_s=60)
        writer.join()
        assert all_parts(source) == []
    assert isinstance(part, Frame)
    np.testing.assert_array_equal(
        part.image, cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)[:, :, ::-1]
    )


def test_a_writer_that_pauses_for_longer_than_two_scans_is_waited_for(
    folder: Path, ledger: LedgerInMemory
) -> None:
    with watching(folder, ledger, unreadable_after_s=60) as source:
        with (folder / "part.png").open("wb", buffering=0) as file:
            file.write(PNG[: len(PNG) // 2])
            assert all_parts(source) == []
            file.write(PNG[len(PNG) // 2 :])
        (part,) = all_parts(source, at_least=1)
    assert isinstance(part, Frame)


def test_a_file_renamed_into_place_is_one_part(folder: Path, ledger: LedgerInMemory) -> None:
    with watching(folder, ledger) as source:
        (folder / "a.png.part").write_bytes(PNG)
        assert source.read(timeout_s=0.5) is None
        (folder / "a.png.part").rename(folder / "a.png")
        assert names(all_parts(source)) == ["a.png"]


def test_the_same_name_written_again_is_a_new_part(folder: Path, ledger: LedgerInMemory) -> None:
    with watching(folder, ledger) as source:
        (folder / "part.png").write_bytes(PNG)
        first = all_parts(source)
        record(source, first, ledger)
        (folder / "part.png").write_bytes(encoded(red_bgr(20, 20), ".png"))
        second = all_parts(source)
    assert names(first) == names(second) == ["part.png"]
    assert first[0].part_id != second[0].part_id


def test_a_file_taken_out_and_put_back_is_the_same_part(
    folder: Path, ledger: LedgerInMemory, tmp_path: Path
) -> None:
    (folder / "part.png").write_bytes(PNG)
    with watching(folder, ledger) as source:
        assert len(all_parts(source)) == 1  # and not recorded yet
        (folder / "part.png").rename(tmp_path / "part.png")
        assert source.read(timeout_s=0.5) is None
        (tmp_path / "part.png").rename(folder / "part.png")
        assert all_parts(source) == []


def test_a_burst_of_1200_comes_whole_and_once(folder: Path, ledger: LedgerInMemory) -> None:
    def write() -> None:
        for number in range(1200):
            (folder / f"{number}.png").write_bytes(PNG)

    writer = threading.Thread(target=write)
    with watching(folder, ledger, unreadable_after_s=60) as source:  # it may rest in a file
        writer.start()
        parts = all_parts(source, at_least=1200)
    writer.join()
    assert sorted(names(parts)) == sorted(f"{number}.png" for number in range(1200))
    assert all(isinstance(part, Frame) for part in parts)


def test_after_a_crash_only_what_was_not_recorded_comes_again(
    folder: Path, ledger: LedgerInMemory
) -> None:
    for number in range(6):
        (folder / f"{number}.png").write_bytes(PNG)
    with watching(folder, ledger) as source:
        before = all_parts(source)
        record(source, before[:4], ledger)
    with watching(folder, ledger) as source:
        after = all_parts(source)
    assert {part.part_id for part in after} == {part.part_id for part in before[4:]}


class TestExisting:
    def test_new_leaves_what_lay_there_at_the_very_first_start(
        self, folder: Path, ledger: LedgerInMemory
    ) -> None:
        (folder / "old.png").write_bytes(PNG)
        with watching(folder, ledger, existing="new") as source:
            (folder / "first.png").write_bytes(PNG)
            parts = all_parts(source)
            record(source, parts, ledger)
        assert names(parts) == ["first.png"]

        (folder / "while down.png").write_bytes(PNG)
        with watching(folder, ledger, existing="new") as source:
            assert names(all_parts(source)) == ["while down.png"]

    def test_an_old_file_that_is_written_again_is_new(
        self, folder: Path, ledger: LedgerInMemory
    ) -> None:
        (folder / "old.png").write_bytes(PNG)
        with watching(folder, ledger, existing="new") as source:
            (folder / "old.png").write_bytes(encoded(red_bgr(20, 20), ".png"))
            assert names(all_parts(source)) == ["old.png"]

    def test_sub_folders_have_a_baseline_of_their_own(
        self, folder: Path, ledger: LedgerInMemory
    ) -> None:
        (folder / "sub").mkdir()
        (folder / "sub" / "old.png").write_bytes(PNG)
        with watching(folder, ledger, existing="new"):
            pass
        with watching(folder, ledger, existing="new", recursive=True) as source:
            assert all_parts(source) == []


class TestUnreadable:
    def test_each_comes_with_words_after_some_patience_and_the_good_ones_go_on(
        self, folder: Path, ledger: LedgerInMemory
    ) -> None:
        for name, content in unreadable_images().items():
            (folder / name).write_bytes(content)
        (folder / "good.png").write_bytes(PNG)
        with watching(folder, ledger) as source:
            good, *bad = all_parts(source, at_least=1 + len(unreadable_images()))
        assert isinstance(good, Frame)
        assert sorted(names(bad)) == sorted(unreadable_images())
        for part in bad:
            assert isinstance(part, UnreadableFrame)
            assert Path(part.source_path or "").name in part.error
            assert part.remedy

    def test_a_link_that_leads_nowhere(self, folder: Path, ledger: LedgerInMemory) -> None:
        (folder / "link.png").symlink_to(folder / "nowhere.png")
        with watching(folder, ledger) as source:
            (part,) = all_parts(source, at_least=1)
        assert isinstance(part, UnreadableFrame)
        assert "leads to no file" in part.error

    @pytest.mark.skipif(
        not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything"
    )
    def test_a_file_that_may_not_be_read(self, folder: Path, ledger: LedgerInMemory) -> None:
        (folder / "secret.png").write_bytes(PNG)
        (folder / "secret.png").chmod(0)
        with watching(folder, ledger) as source:
            (part,) = all_parts(source, at_least=1)
        assert isinstance(part, UnreadableFrame)
        assert "can't be read" in part.error

    def test_it_goes_to_quarantine_when_it_is_recorded_not_before(
        self, folder: Path, ledger: LedgerInMemory, tmp_path: Path
    ) -> None:
        (folder / "bad.jpg").write_bytes(b"no image")
        with watching(folder, ledger, quarantine=tmp_path / "bad") as source:
            parts = all_parts(source, at_least=1)
            assert (folder / "bad.jpg").exists()
            record(source, parts, ledger)
            assert all_parts(source) == []
        assert list(folder.iterdir()) == []
        assert (tmp_path / "bad" / "bad.jpg").read_bytes() == b"no image"

    def test_one_that_was_mended_meanwhile_stays_and_is_judged(
        self, folder: Path, ledger: LedgerInMemory, tmp_path: Path
    ) -> None:
        (folder / "bad.png").write_bytes(b"no image")
        with watching(folder, ledger, quarantine=tmp_path / "bad") as source:
            parts = all_parts(source, at_least=1)
            (folder / "bad.png").write_bytes(PNG)
            record(source, parts, ledger)
            (mended,) = all_parts(source)
        assert isinstance(mended, Frame)
        assert not (tmp_path / "bad").exists()

    def test_a_quarantine_inside_the_folder_is_not_watched(
        self, folder: Path, ledger: LedgerInMemory
    ) -> None:
        (folder / "bad.jpg").write_bytes(b"no image")
        settings = {"quarantine": folder / "bad", "recursive": True}
        with watching(folder, ledger, **settings) as source:
            record(source, all_parts(source, at_least=1), ledger)
            assert (folder / "bad" / "bad.jpg").exists()
            assert all_parts(source) == []


@pytest.mark.parametrize(
    ("name", "image", "shape", "dtype"),
    [
        ("grey.png", np.full((30, 40), 9, np.uint8), (30, 40), np.uint8),
        ("16 bit.png", np.full((30, 40), 40_000, np.uint16), (30, 40), np.uint16),
        ("alpha.png", np.full((30, 40, 4), 99, np.uint8), (30, 40, 3), np.uint8),
        ("one.png", np.full((1, 1, 3), 99, np.uint8), (1, 1, 3), np.uint8),
        ("Prüfling 部品.png", red_bgr(), (48, 64, 3), np.uint8),
    ],
)
def test_unusual_images_come_as_they_are(
    folder: Path,
    ledger: LedgerInMemory,
    name: str,
    image: np.ndarray,
    shape: tuple[int, ...],
    dtype: type,
) -> None:
    (folder / name).write_bytes(encoded(image, ".png"))
    with watching(folder, ledger) as source:
        (part,) = all_parts(source)
    assert isinstance(part, Frame)
    assert part.image.shape == shape
    assert part.image.dtype == dtype
    assert part.bits_per_sample == np.dtype(dtype).itemsize * 8
    assert part.source_path == str(folder / name)


@pytest.mark.skipif(os.name != "posix", reason="names are always Unicode there")
def test_a_name_that_is_no_utf8_can_be_stored(folder: Path, ledger: LedgerInMemory) -> None:
    try:
        (folder / os.fsdecode(b"Pr\xfcfling.png")).write_bytes(PNG)
    except OSError:
        pytest.skip("this file system takes only UTF-8")
    with watching(folder, ledger) as source:
        (part,) = all_parts(source)
    assert (part.source_path or "").encode().endswith(rb"Pr\xfcfling.png")


class TestSubFolders:
    def test_they_count_only_when_asked_for(self, folder: Path, ledger: LedgerInMemory) -> None:
        (folder / "sub").mkdir()
        (folder / "sub" / "a.png").write_bytes(PNG)
        with watching(folder, ledger) as source:
            assert all_parts(source) == []
        with watching(folder, ledger, recursive=True) as source:
            assert names(all_parts(source)) == ["a.png"]

    def test_a_link_back_up_makes_no_loop(self, folder: Path, ledger: LedgerInMemory) -> None:
        (folder / "sub").mkdir()
        (folder / "sub" / "a.png").write_bytes(PNG)
        (folder / "sub" / "up").symlink_to(folder, target_is_directory=True)
        with watching(folder, ledger, recursive=True) as source:
            assert names(all_parts(source)) == ["a.png"]


class TestVanishing:
    def test_a_folder_that_vanishes_is_lost_and_comes_back_whole(
        self, folder: Path, ledger: LedgerInMemory, tmp_path: Path
    ) -> None:
        (folder / "a.png").write_bytes(PNG)
        with watching(folder, ledger) as source:
            record(source, all_parts(source), ledger)
            folder.rename(tmp_path / "elsewhere")
            with pytest.raises(SourceLost, match="in") as lost:
                all_parts(source)
        assert "by itself" in lost.value.remedy

        (tmp_path / "elsewhere" / "b.png").write_bytes(PNG)
        (tmp_path / "elsewhere").rename(folder)
        with watching(folder, ledger) as source:
            assert names(all_parts(source)) == ["b.png"]

    def test_a_removed_folder_is_lost(self, folder: Path, ledger: LedgerInMemory) -> None:
        with watching(folder, ledger) as source:
            shutil.rmtree(folder)
            with pytest.raises(SourceLost):
                all_parts(source)

    def test_a_folder_that_is_not_there_yet_may_still_come(
        self, tmp_path: Path, ledger: LedgerInMemory
    ) -> None:
        with pytest.raises(SourceLost), watching(tmp_path / "missing", ledger):
            pass

    def test_a_file_is_no_folder(self, tmp_path: Path, ledger: LedgerInMemory) -> None:
        (tmp_path / "file").write_bytes(b"")
        with pytest.raises(SourceInvalid), watching(tmp_path / "file", ledger):
            pass

    def test_files_that_vanish_unread_are_no_parts(
        self, folder: Path, ledger: LedgerInMemory
    ) -> None:
        for number in range(20):
            (folder / f"{number:02}.png").write_bytes(PNG)
        with watching(folder, ledger) as source:
            assert source.read(timeout_s=60) is not None  # the others wait their turn
            for path in sorted(folder.iterdir())[5:]:
                path.unlink()
            assert names(all_parts(source)) == [f"{number:02}.png" for number in range(1, 5)]


def test_it_works_without_any_event(
    folder: Path, ledger: LedgerInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no watches left")

    monkeypatch.setattr("watchdog.observers.api.BaseObserver.start", refuse)
    with watching(folder, ledger) as source:
        (folder / "a.png").write_bytes(PNG)
        assert names(all_parts(source)) == ["a.png"]


def test_an_event_wakes_the_scan(folder: Path, ledger: LedgerInMemory) -> None:
    with watching(folder, ledger, scan_interval_s=60) as source:
        assert source.read(timeout_s=0.3) is None
        scans = source.scans
        (folder / "a.png").write_bytes(PNG)
        deadline_s = time.monotonic() + 30
        while source.scans == scans:
            source.read(timeout_s=0.1)
            assert time.monotonic() < deadline_s
