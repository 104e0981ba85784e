"""One station at a time in one home: two would judge the same folder twice."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import BinaryIO


class HomeInUse(Exception):
    """Another station is at work in this home."""


class HomeLock:
    """Held from the first `take` to `release`; the operating system lets it go after a kill."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO | None = None

    @property
    def is_held(self) -> bool:
        return self._file is not None

    def take(self) -> None:
        """Raises `HomeInUse`, or `OSError` when the file can't be made."""
        if self._file is not None:
            return
        file = self._path.open("ab")
        try:
            _lock(file)
        except OSError as error:
            file.close()
            raise HomeInUse(f"another station is at work in {self._path.parent}") from error
        self._file = file

    def release(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            file.close()


if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        file.seek(0, os.SEEK_SET)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
