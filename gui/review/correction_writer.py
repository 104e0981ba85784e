"""Reads the correction set and writes to it, one after the other on a thread of its own."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from inference.review.corrections import Correction, CorrectionRefused, Corrections

_log = logging.getLogger(__name__)
_LOOK_EVERY_S = 0.05

Write = Callable[[Corrections], None]


class _Job(NamedTuple):
    """What to write of one image of one review."""

    review: int
    row: int
    write: Write


class CorrectionWriter:
    """Its thread lives while there is something to do. Knows no Qt.

    `begin`, `put` and `refusals` are for the GUI thread and never wait; `standing` is for others.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._corrections: Corrections | None = None
        self._reading = threading.Lock()
        self._lock = threading.Lock()
        self._review = 0
        self._waiting: deque[_Job] = deque()
        self._refused: deque[tuple[int, str]] = deque()
        self._not_kept: set[int] = set()
        self._thread: threading.Thread | None = None

    @property
    def corrections(self) -> Corrections | None:
        """The set; None until it is read."""
        return self._corrections

    @property
    def is_idle(self) -> bool:
        with self._lock:
            return self._thread is None

    @property
    def not_kept(self) -> int:
        """How many images of this review have a correction that could not be kept."""
        with self._lock:
            return len(self._not_kept)

    def begin(self) -> None:
        """Another review begins: rows are its rows from now on. Reads the set where none is."""
        with self._lock:
            self._review += 1
            self._not_kept.clear()
        if self._corrections is None:
            self.put(-1, lambda _: None)

    def put(self, row: int, write: Write) -> None:
        """Whatever `write` raises, `refusals` says so of this row; -1 is for none."""
        with self._lock:
            self._waiting.append(_Job(self._review, row, write))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="corrections")
                self._thread.start()

    def refusals(self) -> list[tuple[int, str]]:
        """Which rows were refused since, and why; -1 for a row of a review before."""
        taken = []
        while self._refused:
            taken.append(self._refused.popleft())
        return taken

    def standing(self, say: Callable[[int, int], None]) -> Mapping[str, Correction]:
        """All that stand by path, once what waits is written. `say` may raise, to end it.

        Raises `CorrectionRefused` for a set that can't be read.
        """
        while not self.finish(_LOOK_EVERY_S):
            say(0, 0)
        return self._set().standing()

    def finish(self, patience_s: float) -> bool:
        """Wait so long until all is written; whether it is. The thread goes on if it isn't."""
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join(patience_s)
        return self.is_idle

    def _set(self) -> Corrections:
        with self._reading:
            if self._corrections is None:
                try:
                    self._corrections = Corrections(self._path)
                except OSError as error:
                    why = error.strerror or error
                    raise CorrectionRefused(f"{self._path} can't be read: {why}") from error
            return self._corrections

    def _run(self) -> None:
        while (job := self._next()) is not None:
            try:
                job.write(self._set())
            except CorrectionRefused as error:
                self._refuse(job, str(error))
            except Exception as error:  # noqa: BLE001 - the border: the rest is still to be written
                _log.exception("a correction ended for an unforeseen reason")
                self._refuse(job, f"a correction can't be kept: {type(error).__name__}: {error}")
            else:
                with self._lock:
                    self._not_kept.discard(job.row)

    def _refuse(self, job: _Job, why: str) -> None:
        with self._lock:
            is_of_now = job.review == self._review and job.row >= 0
            if is_of_now:
                self._not_kept.add(job.row)
        self._refused.append((job.row if is_of_now else -1, why))

    def _next(self) -> _Job | None:
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            self._thread = None
            return None
