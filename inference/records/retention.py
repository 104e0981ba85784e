"""How long archived images are kept: by age and by what is left of the disk."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from inference.records.archive import ImageArchive
from inference.records.errors import ArchiveError
from inference.records.part_record import ArchivedFiles

if TYPE_CHECKING:
    from inference.records.records import Records

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_AT_A_TIME = 5000


@dataclass(frozen=True, slots=True)
class Deleted:
    """What one call deleted."""

    images: int = 0
    size_bytes: int = 0
    """Of images and heat maps."""


class Retention:
    """Deletes the oldest archived images. Records are never deleted: they say when theirs went.

    Called every minute or so, from one thread. Each call deletes the files of at most `at_a_time`
    parts, left-over files included, so a long backlog goes in several calls.
    """

    def __init__(
        self,
        records: Records,
        archive: ImageArchive,
        *,
        max_age_days: float | None = None,
        min_free_share: float = 0.0,
        at_a_time: int = _AT_A_TIME,
    ) -> None:
        """No age, and a share of 0, set no limit. `min_free_share` is of the images' disk, 0..1."""
        self._records = records
        self._archive = archive
        self._max_age = None if max_age_days is None else timedelta(days=max_age_days)
        self._min_free_share = min_free_share
        self._at_a_time = at_a_time

    def run(self, now: datetime | None = None) -> Deleted:
        """Delete what is too old or too much, at most so many at a time, the oldest first.

        Raises `RecordsError`. A file that can't be deleted keeps no other from going: the error
        comes when all others are gone.
        """
        if not _is_there(self._archive.folder):
            return Deleted()  # nothing stored yet, or its disk is not there: then nothing is gone
        oldest = None if self._max_age is None else (now or datetime.now(UTC)) - self._max_age
        gone, stuck = self._delete_files(self._doomed(oldest))
        self._records.images_deleted([files.part_id for files in gone])
        if oldest is not None:
            self._sweep(oldest, self._at_a_time - len(gone) - len(stuck))
        if stuck:
            raise stuck[0]
        return Deleted(len(gone), sum(files.size_bytes for files in gone))

    def _doomed(self, oldest: datetime | None) -> Iterator[ArchivedFiles]:
        excess = self._excess_bytes()
        for files in self._records.oldest_archived(self._at_a_time):
            expired = oldest is not None and files.time < oldest
            if not expired and excess <= 0:
                return
            excess -= files.size_bytes
            yield files

    def _excess_bytes(self) -> float:
        total, free = _disk_space(self._archive.folder)
        return self._min_free_share * total - free

    def _delete_files(
        self, doomed: Iterable[ArchivedFiles]
    ) -> tuple[list[ArchivedFiles], list[ArchiveError]]:
        # Files first, then the rows: after a crash in between the rows are simply met again.
        gone: list[ArchivedFiles] = []
        stuck: list[ArchiveError] = []
        for files in doomed:
            try:
                self._delete(files)
                gone.append(files)
            except ArchiveError as error:
                stuck.append(error)
        return gone, stuck

    def _delete(self, files: ArchivedFiles) -> None:
        for file in filter(None, (files.heat_map, files.image)):
            self._archive.delete(file)

    def _sweep(self, oldest: datetime, at_most: int) -> None:
        """What a kill left between image and record has no row: it goes when its day is over.

        There is room for it only after the last expired row, so no file with a row is met here.
        """
        last_day = f"{oldest - timedelta(days=1):%Y-%m-%d}"
        for day in _days(self._archive.folder):
            if day.name > last_day or at_most <= 0:
                return
            at_most -= _remove_leftovers(day, at_most)


def _is_there(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except OSError as error:  # a share that went stale
        raise _unreadable(folder, error) from error


def _disk_space(folder: Path) -> tuple[int, int]:
    """Of the folder's disk: all and free, in bytes."""
    try:
        disk = shutil.disk_usage(folder)
    except OSError as error:
        raise _unreadable(folder, error) from error
    return disk.total, disk.free


def _days(folder: Path) -> list[Path]:
    try:
        days = (path for path in folder.iterdir() if _DAY.fullmatch(path.name))
        return sorted(path for path in days if not path.is_symlink())
    except OSError as error:
        raise _unreadable(folder, error) from error


def _unreadable(folder: Path, error: OSError) -> ArchiveError:
    return ArchiveError(
        f"the images folder {folder} can't be read: {error.strerror or error}",
        "check that its disk is there and that the station's user may read it",
    )


def _remove_leftovers(day: Path, at_most: int) -> int:
    """How many were met. Whatever else lies there is not ours, and keeps its folder."""
    met = 0
    with suppress(OSError):
        for file in islice(chain(day.glob("*.png"), day.glob(".*.png.new")), at_most):
            met += 1
            with suppress(OSError):
                file.unlink()
        day.rmdir()
    return met
