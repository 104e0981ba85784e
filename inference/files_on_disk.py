"""Writing so that a power cut leaves either the old file or the new one, never half of one."""

from __future__ import annotations

import errno
import hashlib
import os
import uuid
from io import FileIO
from pathlib import Path


def write_atomically(path: Path, content: bytes) -> None:
    """Temporary file beside it, flushed to the disk, then renamed over it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Not mkstemp: what it makes nobody else may read, and plants share model packages.
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}.new")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_whole(file: FileIO, content: bytes) -> None:
    """All of it to an unbuffered file, which may take less at a time: on a nearly full disk.

    Raises `OSError`; some of it may be in the file then.
    """
    left = memoryview(content)
    while left:
        taken = file.write(left)
        if not taken:
            raise OSError(errno.ENOSPC, "no more room")
        left = left[taken:]


def sha256_of(content: bytes) -> str:
    """Hex digest."""
    return hashlib.sha256(content).hexdigest()
