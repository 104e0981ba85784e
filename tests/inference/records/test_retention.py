from __future__ import annotations

import errno
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from inference.records.archive import ArchiveRule, ImageArchive
from inference.records.errors import ArchiveError
from inference.records.part_record import RecordedPart
from inference.records.records import Records
from inference.records.retention import Deleted, Retention
from tests.inference.records.parts import NOON, heat, judged
from tests.inference.records.permissions import not_root

_DAY_MINUTES = 24 * 60


class Station:
    """Ten parts, one a day from NOON on, each with image and map."""

    def __init__(self, records: Records, folder: Path) -> None:
        self.records = records
        self.archive = ImageArchive(folder, ArchiveRule.ALL)
        for day in range(10):
            self.judge(f"p{day}", day)

    def judge(self, part_id: str, day: int) -> None:
        inspection = judged(part_id=part_id, minutes=day * _DAY_MINUTES, heat_map=heat())
        self.records.add([RecordedPart(inspection, self.archive.store(inspection))])

    def retention(self, **limits: object) -> Retention:
        return Retention(self.records, self.archive, **limits)

    def with_image(self) -> list[str]:
        parts = self.records.parts(newest_first=False)
        return [record.part_id for record in parts if record.image is not None]

    def files(self) -> set[str]:
        return {path.name for path in self.archive.folder.rglob("*.png")}


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with Records(tmp_path / "records.sqlite3") as records:
        yield Station(records, tmp_path / "images")


def files_of(*part_ids: str) -> set[str]:
    return {f"{part_id}{end}" for part_id in part_ids for end in (".png", ".heat.png")}


def test_without_limits_everything_stays(station: Station) -> None:
    assert station.retention().run() == Deleted()
    assert len(station.files()) == 20


def test_images_go_by_age_and_records_stay(station: Station) -> None:
    before = station.records.part("p2")
    sizes = [files.size_bytes for files in station.records.oldest_archived(10)]
    deleted = station.retention(max_age_days=3).run(NOON + timedelta(days=9))
    assert station.with_image() == ["p6", "p7", "p8", "p9"]
    assert station.files() == files_of("p6", "p7", "p8", "p9")
    assert deleted.images == 6
    assert deleted.size_bytes == sum(sizes[:6]) > 0
    after = station.records.part("p2")
    assert after.image_deleted_at is not None
    gone = {"image": None, "heat_map": None, "image_deleted_at": after.image_deleted_at}
    assert after == replace(before, **gone)
    assert sum(station.records.counts().values()) == 10


def test_the_oldest_go_until_enough_is_free(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = [files.size_bytes for files in station.records.oldest_archived(10)]
    missing = sum(sizes[:7])
    disk = SimpleNamespace(total=10 * missing, free=4 * missing)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: disk)
    assert station.retention(min_free_share=0.5).run() == Deleted(7, missing)
    assert station.with_image() == ["p7", "p8", "p9"]
    disk.free = 5 * missing
    assert station.retention(min_free_share=0.5).run() == Deleted()


def test_a_disk_that_is_too_full_is_cleared(station: Station) -> None:
    assert station.retention(min_free_share=0.0001).run() == Deleted()
    # No disk is empty to the last byte, so all images are too many here.
    assert station.retention(min_free_share=1.0).run().images == 10
    assert station.files() == set()


def test_a_backlog_goes_in_several_calls_the_oldest_first(station: Station) -> None:
    retention = station.retention(min_free_share=1.0, at_a_time=4)
    assert [retention.run().images for _ in range(4)] == [4, 4, 2, 0]
    assert station.with_image() == []


def test_a_kill_between_files_and_rows_is_made_good(station: Station) -> None:
    for file in files_of("p0"):
        next(station.archive.folder.rglob(file)).unlink()
    station.retention(max_age_days=9).run(NOON + timedelta(days=9, hours=1))
    assert station.records.part("p0").image_deleted_at is not None


def test_an_image_that_never_got_its_record_goes_with_its_day(station: Station) -> None:
    station.archive.store(judged(part_id="orphan", minutes=0))
    day = station.archive.folder / "2026-11-20"
    (day / ".torn.png.new").write_bytes(b"half an im")
    station.retention(max_age_days=0.75).run(NOON + timedelta(days=1))
    assert "orphan.png" in station.files(), "its day is not over yet"
    station.retention(max_age_days=0.75).run(NOON + timedelta(days=2))
    assert not day.exists()


def test_one_call_has_one_budget_and_takes_no_file_whose_row_still_waits(station: Station) -> None:
    for number in range(4):
        for day in (0, 1):
            orphan = judged(part_id=f"orphan-{day}-{number}", minutes=day * _DAY_MINUTES)
            station.archive.store(orphan)
    retention = station.retention(max_age_days=1, at_a_time=6)
    now = NOON + timedelta(days=20)
    left = []
    for _ in range(4):
        retention.run(now)
        rows = {f"{part_id}.png" for part_id in station.with_image()}
        assert rows <= station.files()
        left.append((len(rows), len([name for name in station.files() if "orphan" in name])))
    # 10 parts with a row, then 8 files without one: six a call.
    assert left == [(4, 8), (0, 6), (0, 0), (0, 0)]
    assert list(station.archive.folder.iterdir()) == []


def test_what_is_not_ours_is_left_alone(station: Station, tmp_path: Path) -> None:
    notes = station.archive.folder / "2026-11-20" / "notes.txt"
    notes.write_text("mine", encoding="utf-8")
    album = station.archive.folder / "album" / "holiday.png"
    album.parent.mkdir()
    album.write_bytes(b"mine")
    station.retention(max_age_days=0.001).run(NOON + timedelta(days=365))
    assert station.with_image() == []
    assert notes.exists()
    assert album.exists()


def test_a_record_that_leads_outside_deletes_nothing_and_stops_no_other(
    station: Station, tmp_path: Path
) -> None:
    precious = tmp_path / "precious.png"
    precious.write_bytes(b"mine")
    with station.records._writing() as connection:
        connection.exec_driver_sql(
            "UPDATE parts SET image = '../precious.png' WHERE part_id = 'p3'"
        )
    with pytest.raises(ArchiveError, match="inside the images folder"):
        station.retention(min_free_share=1.0).run()
    assert precious.exists()
    assert station.with_image() == ["p3"]


def test_a_disk_that_is_not_there_makes_no_image_gone(station: Station, tmp_path: Path) -> None:
    station.archive.folder.rename(tmp_path / "unplugged")
    assert station.retention(min_free_share=1.0).run() == Deleted()
    assert len(station.with_image()) == 10


def test_a_share_that_went_stale_is_said(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    def stale(self: Path) -> bool:
        raise OSError(errno.ESTALE, "Stale file handle", str(self))

    monkeypatch.setattr(Path, "is_dir", stale)
    with pytest.raises(ArchiveError, match="can't be read: Stale file handle"):
        station.retention(max_age_days=30).run()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_folder_that_can_not_be_read_is_said(station: Station) -> None:
    retention = station.retention(max_age_days=30)
    station.archive.folder.chmod(0o000)
    try:
        with (
            not_root(*station.archive.folder.parents[:3]),
            pytest.raises(ArchiveError, match="can't be read"),
        ):
            retention.run(NOON + timedelta(days=9))
    finally:
        station.archive.folder.chmod(0o755)
