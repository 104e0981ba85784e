"""The words of the FAULTs of one review, on disk: a line of JSON each."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import NamedTuple

from inference.files_on_disk import write_whole


class FaultWords(NamedTuple):
    """What happened and what to do; nothing for an image that could be judged."""

    error: str | None
    remedy: str | None


NO_FAULT = FaultWords(None, None)


class FaultFile:
    """Begun anew with each review, for FAULTs are tried again; one writer, any reader."""

    def __init__(self, path: Path) -> None:
        """Raises `OSError`."""
        self._out = path.open("wb", buffering=0)
        self._in = path.open("rb")
        self._reading = threading.Lock()

    def append(self, error: str | None, remedy: str | None) -> int:
        """Where it stands. Raises `OSError` when the disk is full."""
        at = self._out.tell()
        write_whole(self._out, json.dumps(FaultWords(error, remedy)).encode() + b"\n")
        return at

    def read(self, at: int) -> FaultWords:
        """Also when the review is over, until it is closed: then there are no words."""
        with self._reading:
            if self._in.closed:
                return NO_FAULT
            self._in.seek(at)
            return FaultWords(*json.loads(self._in.readline()))

    def close(self) -> None:
        with self._reading:
            self._in.close()
            self._out.close()
