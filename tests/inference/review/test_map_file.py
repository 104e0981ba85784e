from __future__ import annotations

import errno
from io import FileIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.files_on_disk import write_whole
from inference.review.map_file import MapFile


class Stingy(FileIO):
    """A disk that takes three bytes at a time, and no more than `room`."""

    room = 1 << 20

    def write(self, content: Any) -> int:
        taken = min(3, self.room, len(content))
        self.room -= taken
        return super().write(bytes(content[:taken])) if taken else 0


def test_what_the_disk_takes_in_pieces_is_whole_in_the_end(tmp_path: Path) -> None:
    with Stingy(str(tmp_path / "a.bin"), "w") as file:
        write_whole(file, b"0123456789")
    assert (tmp_path / "a.bin").read_bytes() == b"0123456789"


def test_a_map_that_does_not_fit_shifts_no_other(tmp_path: Path) -> None:
    path = tmp_path / "maps.bin"
    maps = MapFile(path, (2, 2))
    try:
        maps.append(np.full((2, 2), 1, np.uint8))
        maps._out.close()
        maps._out = Stingy(str(path), "a")
        maps._out.room = 3
        with pytest.raises(OSError, match="no more room") as caught:
            maps.append(np.full((2, 2), 2, np.uint8))
        assert caught.value.errno == errno.ENOSPC
        maps._out.room = 4
        assert maps.append(np.full((2, 2), 3, np.uint8)) == 1
        read = maps.read(1)
    finally:
        maps.close()
    assert read is not None
    assert read.tolist() == [[3, 3], [3, 3]]
