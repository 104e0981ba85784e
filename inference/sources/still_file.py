"""Read a file only if nobody wrote to it since it was looked at."""

from __future__ import annotations

import os
from pathlib import Path

from inference.decode import UnreadableImage, check_size
from inference.sources.folder_scan import Stamp, stamp_of


class FileChanged(Exception):
    """It is gone or it was written to: not ready, the next scan will tell."""


def read_still(path: Path, stamp: Stamp) -> bytes:
    """The whole content. Raises `FileChanged`, or `UnreadableImage` where it can't be read."""
    check_size(stamp.size)
    try:
        with path.open("rb") as file:
            content = file.read()
            status = os.fstat(file.fileno())
    except FileNotFoundError as error:
        if path.is_symlink():
            raise UnreadableImage("the link leads to no file") from error
        raise FileChanged from error
    except OSError as error:
        raise UnreadableImage(f"the file can't be read: {error.strerror or error}") from error
    except MemoryError as error:
        raise UnreadableImage("the file does not fit into memory") from error
    if stamp_of(status) != stamp:
        raise FileChanged
    return content
