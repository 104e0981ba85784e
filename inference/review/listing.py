"""Folders -> the images in them, one after the other, while the disk is still being read."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from inference.decode import SUFFIXES
from inference.review.class_folder import FolderLabel, label_below, label_of_root
from inference.right_of_way import giving_way
from inference.sources.natural_order import naturally_sorted

_SUFFIXES = tuple(SUFFIXES)
_PHOTOGRAPHS = (".jpg", ".jpeg")
_MASKS = "masks"
_STEP = 500
"""Names looked at in one go, beside a window that may want to draw."""


class _PassedBy(Enum):
    """One of it, and several."""

    UNREADABLE = ("folder that can't be read", "folders that can't be read")
    LINKED = ("linked folder not followed", "linked folders not followed")
    MASK = ("mask passed by", "masks passed by")
    MASK_FOLDER = ("folder of masks passed by", "folders of masks passed by")


class NothingThere(Exception):
    """A given path leads nowhere, or can't be read. `str()` says which and why."""


class ListedFolder(NamedTuple):
    """A folder with images: its path, what it says of them, and their names in natural order."""

    path: str
    label: FolderLabel
    names: tuple[str, ...]


@dataclass(slots=True)
class Listing:
    """Walks through what was given: each folder once, in natural order, its sub-folders in place.

    Links to folders inside are not followed, so a folder that holds itself ends. Hidden files are
    left out, and masks: a `masks` folder, a PNG beside a JPEG of its name. What is given itself is
    taken. What was passed by is counted, see `notes`. One folder's names are held at a time.
    """

    paths: Sequence[Path]
    good: str | None = None
    """The class folder of the good parts, where its name doesn't say so."""
    _seen: set[str] = field(default_factory=set)
    _single: set[str] = field(default_factory=set)
    _passed_by: Counter[_PassedBy] = field(default_factory=Counter)

    def __iter__(self) -> Iterator[ListedFolder]:
        """Raises `NothingThere` for a given path that isn't there or a folder that can't be read.

        A folder further down that can't be read is passed by, and said in `notes`.
        """
        for path in self.paths:
            yield from self._given(path)

    def check(self) -> None:
        """Raises `NothingThere` at once for a given path that isn't there or can't be read."""
        for path in self.paths:
            if path.is_dir():
                _list_one(str(path))
            elif not path.is_file():
                raise NothingThere(f"{path} is not there, or is no file: check the path")

    def image_paths(self) -> Iterator[str]:
        """Each image's path, as the paths were given. Raises as iterating does."""
        for folder in self:
            for name in folder.names:
                yield os.path.join(folder.path, name)  # noqa: PTH118 - 100,000 of them

    @property
    def notes(self) -> tuple[str, ...]:
        """What was passed by and why, in words; from any thread."""
        counts = dict(self._passed_by)
        return tuple(f"{count:,} {what.value[count > 1]}" for what, count in counts.items())

    @property
    def unreadable(self) -> int:
        """How many folders further down could not be read."""
        return self._passed_by[_PassedBy.UNREADABLE]

    def _given(self, path: Path) -> Iterator[ListedFolder]:
        if path.is_dir():
            label = label_of_root(path.absolute().name, self.good)
            yield from self._below(str(path), label, is_given=True)
        elif not path.is_file():
            raise NothingThere(f"{path} is not there, or is no file: check the path")
        elif self._is_new_file(path):
            label = label_of_root(path.absolute().parent.name, self.good)
            yield ListedFolder(str(path.parent), label, (path.name,))

    def _is_new_file(self, path: Path) -> bool:
        """Each once, whichever way it was named."""
        if os.path.realpath(path.parent) in self._seen and _is_image(path.name):
            return False
        known = str(path) in self._single
        self._single.add(str(path))
        return not known

    def _below(self, folder: str, label: FolderLabel, *, is_given: bool) -> Iterator[ListedFolder]:
        real = os.path.realpath(folder)  # a junction on Windows is no link to Python 3.11
        if real in self._seen:
            return
        self._seen.add(real)
        if is_given:
            _list_one(folder)
        try:
            names, sub_folders = self._scan(folder)
        except OSError:
            self._pass_by(_PassedBy.UNREADABLE, 1)
            return
        yield from self._in_order(folder, label, names, sub_folders)

    def _in_order(
        self, folder: str, label: FolderLabel, names: list[str], sub_folders: list[str]
    ) -> Iterator[ListedFolder]:
        """Files and sub-folders mixed by name, as their paths sort; runs of files together."""
        below = set(sub_folders)
        run: list[str] = []
        for name in naturally_sorted([*names, *sub_folders]):
            if name not in below:
                run.append(name)
                continue
            if run:
                yield ListedFolder(folder, label, tuple(run))
                run = []
            sub_label = label_below(label, name, sub_folders, self.good)
            yield from self._below(os.path.join(folder, name), sub_label, is_given=False)  # noqa: PTH118
        if run:
            yield ListedFolder(folder, label, tuple(run))

    def _scan(self, folder: str) -> tuple[list[str], list[str]]:
        names, sub_folders = [], []
        with os.scandir(folder) as entries:
            for entry in giving_way(entries, _STEP):
                if entry.is_dir(follow_symlinks=False):
                    sub_folders.append(entry.name)
                elif entry.is_symlink() and _leads_to_folder(entry):
                    self._pass_by(_PassedBy.LINKED, 1)
                elif _is_image(entry.name) and self._may_be_read(folder, entry):
                    names.append(entry.name)
        return self._without_masks(names, sub_folders)

    def _may_be_read(self, folder: str, entry: os.DirEntry[str]) -> bool:
        """No pipe, which would block its reader for ever; a link to nowhere becomes a FAULT."""
        if self._single and str(Path(folder, entry.name)) in self._single:
            return False
        if not entry.is_symlink():
            return entry.is_file()
        return os.path.isfile(entry.path) or not os.path.exists(entry.path)  # noqa: PTH110, PTH113

    def _without_masks(
        self, names: list[str], sub_folders: list[str]
    ) -> tuple[list[str], list[str]]:
        photographs = {_stem(name) for name in names if name.lower().endswith(_PHOTOGRAPHS)}
        parts = [
            name
            for name in names
            if not (name.lower().endswith(".png") and _stem(name) in photographs)
        ]
        folders = [name for name in sub_folders if name.lower() != _MASKS]
        self._pass_by(_PassedBy.MASK, len(names) - len(parts))
        self._pass_by(_PassedBy.MASK_FOLDER, len(sub_folders) - len(folders))
        return parts, folders

    def _pass_by(self, what: _PassedBy, count: int) -> None:
        if count:
            self._passed_by[what] += count


def _is_image(name: str) -> bool:
    return name[0] != "." and name.lower().endswith(_SUFFIXES)


def _leads_to_folder(link: os.DirEntry[str]) -> bool:
    try:
        return link.is_dir()
    except OSError:  # it leads to itself
        return False


def _stem(name: str) -> str:
    return name.rpartition(".")[0]


def _list_one(folder: str) -> None:
    """Raises `NothingThere` for a folder that can't be listed."""
    try:
        os.scandir(folder).close()
    except OSError as error:
        raise NothingThere(
            f"the folder {folder} can't be read: {error.strerror}; check who may read it"
        ) from error
