"""Reads the correction set and writes to it, one after the other on a thread of its own."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from inference.review.correction_lines import Correction, CorrectionRefused
from inference.review.corrections import Corrections
from inference.right_of_way import step_back

_log = logging.getLogger(__name__)
_LOOK_EVERY_S = 0.05

Rows = Collection[int]
Say = Callable[[int, int], None]


class Refusal(NamedTuple):
    """Which rows have a correction that could not be kept, and why the first of them."""

    rows: Rows
    why: str


Write = Callable[[Corrections, Say], Refusal | None]
"""Says how far it is (done, of). What it raises is a refusal of all its rows."""


class _Job(NamedTuple):
    """What to write of some rows of one review."""

    review: int
    rows: Rows
    write: Write


class CorrectionWriter:
    """Its thread lives while there is something to do. Knows no Qt.

    `begin`, `put`, `progress` and `refusals` are for the GUI thread and never wait; `standing` is
    for others.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._corrections: Corrections | None = None
        self._reading = threading.Lock()
        self._lock = threading.Lock()
        self._review = 0
        self._waiting: deque[_Job] = deque()
        self._refused: deque[Refusal] = deque()
        self._not_kept: set[int] = set()
        self._thread: threading.Thread | None = None
        self._progress = (0, 0)

    @property
    def corrections(self) -> Corrections | None:
        """The set; None until it is read."""
        return self._corrections

    @property
    def is_idle(self) -> bool:
        with self._lock:
            return self._thread is None

    @property
    def progress(self) -> tuple[int, int]:
        """How many images of what is being written are done, and of how many; (0, 0) for none."""
        return self._progress

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
            self.put((), lambda *_: None)

    def put(self, rows: Rows, write: Write) -> None:
        """Whatever `write` raises, `refusals` says so of these rows."""
        with self._lock:
            self._waiting.append(_Job(self._review, rows, write))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="corrections")
                self._thread.start()

    def refusals(self) -> Sequence[Refusal]:
        """Those since it was asked last; without rows where it was a review before."""
        taken = []
        while self._refused:
            taken.append(self._refused.popleft())
        return taken

    def standing(self, say: Say) -> Mapping[str, Correction]:
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
        step_back()
        while (job := self._next()) is not None:
            refusal = self._do(job)
            self._progress = (0, 0)
            self._keep(job, refusal)

    def _do(self, job: _Job) -> Refusal | None:
        try:
            return job.write(self._set(), self._say)
        except CorrectionRefused as error:
            return Refusal(job.rows, str(error))
        except Exception as error:  # noqa: BLE001 - the border: the rest is still to be written
            _log.exception("a correction ended for an unforeseen reason")
            return Refusal(job.rows, f"a correction can't be kept: {type(error).__name__}: {error}")

    def _say(self, done: int, of: int) -> None:
        self._progress = (done, of)

    def _keep(self, job: _Job, refusal: Refusal | None) -> None:
        """Which rows are in the set now and which are not."""
        with self._lock:
            is_of_now = job.review == self._review
            if is_of_now:
                self._not_kept.difference_update(job.rows)
                self._not_kept.update(refusal.rows if refusal else ())
        if refusal:
            self._refused.append(refusal if is_of_now else Refusal((), refusal.why))

    def _next(self) -> _Job | None:
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            self._thread = None
            return None
