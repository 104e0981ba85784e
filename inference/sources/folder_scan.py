"""One look at a watched folder: which images lie there, and what each looks like from outside."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import NamedTuple

from inference.decode import SUFFIXES

_IMAGE_SUFFIXES = tuple(SUFFIXES)


class Stamp(NamedTuple):
    """What changes when a file is written to."""

    size: int
    mtime_ns: int


def stamp_of(status: os.stat_result) -> Stamp:
    """The stamp of a file of which the operating system said this."""
    return Stamp(status.st_size, status.st_mtime_ns)


def part_id_of(path: str, stamp: Stamp) -> str:
    """The same for the same content under the same name, also after a restart: 32 characters.

    The same name written again is a new part.
    """
    identity = f"|{stamp.size}|{stamp.mtime_ns}".encode()
    digest = hashlib.sha256(os.fsencode(os.path.normcase(path)) + identity)
    return f"f{digest.hexdigest()[:31]}"


def list_images(folder: Path, *, recursive: bool, skip: Path | None = None) -> dict[str, Stamp]:
    """Each file in `folder` whose name says image, by its path. `skip` is a folder to pass by.

    Raises OSError when the folder itself can't be listed; a sub-folder that can't is passed by.
    """
    found: dict[str, Stamp] = {}
    passed_by = os.path.realpath(skip) if skip is not None else None
    seen = {os.path.realpath(folder), passed_by}
    waiting = _list_one(str(folder), found)
    while recursive and waiting:
        sub_folder = waiting.pop()
        # A junction on Windows is no link to Python 3.11, so only the real path ends a loop.
        real = os.path.realpath(sub_folder)
        if real not in seen:
            seen.add(real)
            waiting += _list_sub_folder(sub_folder, found)
    return found


def _list_sub_folder(folder: str, found: dict[str, Stamp]) -> list[str]:
    try:
        return _list_one(folder, found)
    except OSError:  # it was just removed, or it is nobody's business here
        return []


def _list_one(folder: str, found: dict[str, Stamp]) -> list[str]:
    """Add the images to `found`; the sub-folders."""
    sub_folders = []
    with os.scandir(folder) as entries:
        for entry in entries:
            stamp = _stamp_of_image(entry)
            if stamp is not None:
                found[entry.path] = stamp
            elif entry.is_dir(follow_symlinks=False):
                sub_folders.append(entry.path)
    return sub_folders


def _stamp_of_image(entry: os.DirEntry[str]) -> Stamp | None:
    # As decode.is_image_name, without a Path for each of 100,000 names.
    if entry.name[0] == "." or not entry.name.lower().endswith(_IMAGE_SUFFIXES):
        return None
    try:
        status = entry.stat()
    except OSError:
        return _stamp_of_dangling_link(entry)
    # A pipe or a device would block its reader for ever.
    return stamp_of(status) if stat.S_ISREG(status.st_mode) else None


def _stamp_of_dangling_link(entry: os.DirEntry[str]) -> Stamp | None:
    try:
        return stamp_of(entry.stat(follow_symlinks=False)) if entry.is_symlink() else None
    except OSError:  # it was just removed
        return None
