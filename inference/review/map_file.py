"""Heat maps of one size, one behind the other in a file."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.files_on_disk import write_whole


class MapFile:
    """Written at its end by one thread, read anywhere by any thread. h x w bytes a map."""

    def __init__(self, path: Path, shape: tuple[int, int]) -> None:
        """Opens or makes it; half a map at its end is cut off. Raises `OSError`."""
        self.shape = shape
        self._size = shape[0] * shape[1]
        self._out = path.open("ab", buffering=0)
        self._count = self._out.tell() // self._size
        self._out.truncate(self._count * self._size)
        self._in = path.open("rb", buffering=0)
        self._reading = threading.Lock()

    def __len__(self) -> int:
        return self._count

    def append(self, heat: NDArray[np.uint8]) -> int:
        """Its slot. Raises `OSError` when the disk is full."""
        try:
            write_whole(self._out, np.ascontiguousarray(heat).tobytes())
        except OSError:
            self._out.truncate(self._count * self._size)
            raise
        self._count += 1
        return self._count - 1

    def read(self, slot: int) -> NDArray[np.uint8] | None:
        """The map, read-only; None once the file is closed."""
        with self._reading:
            if self._in.closed:
                return None
            self._in.seek(slot * self._size)
            content = self._in.read(self._size)
        return np.frombuffer(content, np.uint8).reshape(self.shape)

    def sync(self) -> None:
        """Down to the disk."""
        os.fsync(self._out.fileno())

    def close(self) -> None:
        with self._reading:
            self._in.close()
            self._out.close()
