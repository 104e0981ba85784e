"""Records as a file for other programs: CSV or JSON lines, and copies of the pictures."""

from __future__ import annotations

import csv
import json
import os
import shutil
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TextIO

from inference.records.archive import ImageArchive
from inference.records.errors import ArchiveError
from inference.records.fields import part_fields
from inference.records.part_record import PartRecord

SUFFIXES = (".csv", ".jsonl")
Say = Callable[[int], None]


class ExportError(Exception):
    """Nothing was exported. `str()` says why and what to do."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    parts: int
    pictures: int = 0
    without_picture: int = 0
    """Parts whose picture was never kept, or is gone."""


class _Writer(Protocol):
    def write(self, fields: dict[str, Any]) -> None: ...


def export_parts(
    parts: Iterable[PartRecord],
    file: Path,
    *,
    pictures_of: ImageArchive | None = None,
    say: Say = lambda _: None,
) -> Exported:
    """Write the parts to `file` (.csv or .jsonl), one by one, whole or not at all.

    With `pictures_of` their pictures and maps are copied to a folder beside it, `NAME-pictures`,
    and the fields `image` and `heat_map` are paths from the file. `say` is told after each part;
    when it raises, nothing is left behind. Raises `ExportError`, `RecordsError`.
    """
    if file.suffix.lower() not in SUFFIXES:
        raise ExportError(f"{file.name} ends in neither .csv nor .jsonl: name it so")
    mark = uuid.uuid4().hex
    staged = file.with_name(f".{file.name}.{mark}.new")
    pictures = None if pictures_of is None else _Pictures(pictures_of, file, mark)
    try:
        exported = _write(parts, staged, file.suffix.lower(), pictures, say)
        _put_in_place(staged, file, pictures)
    except OSError as error:
        raise ExportError(
            f"{file} can't be written: {error.strerror or error}; check that the disk has room and "
            "that no other program holds the file"
        ) from error
    finally:
        staged.unlink(missing_ok=True)
        if pictures is not None:
            pictures.clear()
    return exported


def _put_in_place(staged: Path, file: Path, pictures: _Pictures | None) -> None:
    """Both or neither: a program that holds the old file refuses the new one."""
    if pictures is not None:
        pictures.put_in_place()
    try:
        staged.replace(file)
    except OSError:
        if pictures is not None:
            pictures.take_back()
        raise


def _write(
    parts: Iterable[PartRecord], staged: Path, suffix: str, pictures: _Pictures | None, say: Say
) -> Exported:
    written = copied = 0
    # The mark at the beginning tells Excel that it is UTF-8.
    encoding = "utf-8-sig" if suffix == ".csv" else "utf-8"
    with staged.open("x", encoding=encoding, newline="") as stream:
        writer: _Writer = _Csv(stream) if suffix == ".csv" else _JsonLines(stream)
        for written, record in enumerate(parts, 1):
            fields = part_fields(record)
            if pictures is not None:
                copied += pictures.copy(fields)
            writer.write(fields)
            say(written)
        stream.flush()
        os.fsync(stream.fileno())
    return Exported(written, copied, written - copied if pictures is not None else 0)


class _Csv:
    def __init__(self, stream: TextIO) -> None:
        self._rows = csv.writer(stream)
        self._has_head = False

    def write(self, fields: dict[str, Any]) -> None:
        if not self._has_head:
            self._rows.writerow(fields)
            self._has_head = True
        self._rows.writerow(fields.values())


class _JsonLines:
    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, fields: dict[str, Any]) -> None:
        self._stream.write(json.dumps(fields, ensure_ascii=False) + "\n")


class _Pictures:
    """Copied beside their place first, and put there when all are whole."""

    def __init__(self, archive: ImageArchive, file: Path, mark: str) -> None:
        self._archive = archive
        self._folder = file.with_name(f"{file.stem}-pictures")
        self._staged = file.with_name(f".{self._folder.name}.{mark}.new")
        if self._folder.exists():
            raise ExportError(f"{self._folder} is there already: choose another name")

    def copy(self, fields: dict[str, Any]) -> bool:
        """Whether there was a picture. The fields say where the copies are, or None."""
        for name in ("image", "heat_map"):
            fields[name] = self._copied(fields[name])
        return fields["image"] is not None

    def _copied(self, archived: str | None) -> str | None:
        if archived is None:
            return None
        try:
            original = self._archive.path_of(archived)
        except ArchiveError:
            return None
        if not original.is_file():
            return None
        copy = self._staged / archived
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(original, copy)
        return f"{self._folder.name}/{archived}"

    def put_in_place(self) -> None:
        if self._staged.exists():
            self._staged.rename(self._folder)

    def take_back(self) -> None:
        """It was not there before, so all in it is of this export."""
        if self._folder.exists():
            self._folder.rename(self._staged)

    def clear(self) -> None:
        shutil.rmtree(self._staged, ignore_errors=True)
