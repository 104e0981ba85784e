"""Unreadable files are moved out of the way, and never lost."""

from __future__ import annotations

import errno
import logging
import shutil
from pathlib import Path

_log = logging.getLogger(__name__)


def move_aside(path: Path, quarantine: Path, part_id: str) -> Path | None:
    """Move the file into `quarantine`; where it lies now, or None when it could not be moved.

    Nothing is overwritten: where the name is taken, the part's id goes into it.
    """
    try:
        quarantine.mkdir(parents=True, exist_ok=True)
        target = _reserve(quarantine, path, part_id)
        _move(path, target)
    except OSError as error:
        _log.info("%s stays where it is, it can't go to quarantine: %s", path, error)
        return None
    return target


def _reserve(quarantine: Path, path: Path, part_id: str) -> Path:
    target = quarantine / path.name
    try:
        target.touch(exist_ok=False)
    except FileExistsError:
        target = quarantine / f"{path.stem}-{part_id}{path.suffix}"
        target.touch(exist_ok=False)
    return target


def _move(path: Path, reserved: Path) -> None:
    try:
        try:
            path.replace(reserved)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            shutil.copy2(path, reserved)  # another disk
            path.unlink()
    except OSError:
        reserved.unlink()
        raise
