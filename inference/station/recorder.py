"""The thread that puts every judged part on disk: image first, then the record, in batches."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING

from inference.records.archive import ArchivedImage
from inference.records.errors import RecordsError
from inference.records.part_record import RecordedPart
from inference.station.backoff import Backoff
from inference.station.frame_queue import Grab
from inference.station.in_flight import InFlight
from inference.station.keeping import Keeping
from inference.station.problem import Problem
from inference.verdict import Inspection

if TYPE_CHECKING:
    from inference.records.records import Records

_log = logging.getLogger(__name__)
_BATCH = 64
_REST_S = 0.05
"""After a commit. The parts of a quick line gather meanwhile; those of a slow one never wait."""
_RETENTION_EVERY_S = 60.0
_LAST_TRIES_S = 10.0

Waiting = tuple[Grab, Inspection]


class Recorder:
    """Bounded: when the disk is slower than the line, the judge waits, then the source.

    A batch that can't be written is tried again until it can; only when the program ends and the
    disk still refuses is it given up, which is counted and logged. A part is acknowledged (to its
    source, and in `recorded`) only when its record is on the disk. One commit for all that wait
    costs hardly more than for one.
    """

    def __init__(
        self, records: Records, keeping: Keeping, in_flight: InFlight, capacity: int = 256
    ) -> None:
        self.keeping = keeping
        """What is archived and for how long. Exchange it whole; the next batch is kept by it."""
        self.problem: Problem | None = None
        """Why parts don't reach the disk."""
        self.picture_problem: Problem | None = None
        """Why pictures are not kept, though the records are."""
        self.retention_problem: Problem | None = None
        self.recorded = 0
        self.given_up = 0
        self._records = records
        self._in_flight = in_flight
        self._capacity = capacity
        self._waiting: deque[Waiting] = deque()
        self._changed = threading.Condition()
        self._stopping = False
        self._give_up_at = 0.0
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)

    def start(self) -> None:
        self._thread.start()

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    @property
    def waiting(self) -> int:
        """Parts that are judged and not yet on disk."""
        return len(self._waiting)

    def add(self, grab: Grab, inspection: Inspection) -> None:
        """Take a judged part; waits while too many wait already."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._waiting) < self._capacity)
            self._waiting.append((grab, inspection))
            self._changed.notify_all()

    def request_stop(self) -> None:
        """Write what waits, then end. Returns at once."""
        with self._changed:
            self._give_up_at = time.monotonic() + _LAST_TRIES_S
            self._stopping = True
            self._changed.notify_all()

    def join(self, timeout_s: float) -> bool:
        """True when everything is written and the thread has ended."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        next_retention = time.monotonic()
        while True:
            batch = self._next_batch(next_retention)
            if batch:
                self._write_until_done(batch)
                self._rest()
            elif self._stopping:
                return
            if time.monotonic() >= next_retention:
                self._retain()
                next_retention = time.monotonic() + _RETENTION_EVERY_S

    def _rest(self) -> None:
        if not self._stopping and len(self._waiting) < _BATCH:
            time.sleep(_REST_S)

    def _next_batch(self, until: float) -> list[Waiting]:
        """What waits; it stays in the queue until it is written, so that it counts as waiting."""
        with self._changed:
            timeout_s = max(0.0, until - time.monotonic())
            self._changed.wait_for(lambda: bool(self._waiting) or self._stopping, timeout_s)
            return list(islice(self._waiting, _BATCH))

    def _write_until_done(self, batch: list[Waiting]) -> None:
        parts = [RecordedPart(inspection, self._store(inspection)) for _, inspection in batch]
        backoff = Backoff()
        while not self._write(parts):
            if self._stopping and time.monotonic() > self._give_up_at:
                self._give_up(batch)
                return
            time.sleep(backoff.next_s())
        self._acknowledge(batch)

    def _write(self, parts: list[RecordedPart]) -> bool:
        try:
            self._records.add(parts)
        except Exception as error:
            self.problem = _told_once(error, self.problem)
            return False
        self.problem = None
        return True

    def _store(self, inspection: Inspection) -> ArchivedImage | None:
        """A verdict without its picture is worth more than no record: told, not tried for ever."""
        try:
            archived = self.keeping.archive.store(inspection)
        except Exception as error:
            self.picture_problem = _told_once(error, self.picture_problem)
            return None
        if archived is not None:
            self.picture_problem = None
        return archived

    def _retain(self) -> None:
        if self.keeping.retention is None:
            return
        try:
            self.keeping.retention.run()
            self.retention_problem = None
        except Exception as error:
            self.retention_problem = _told_once(error, self.retention_problem)

    def _acknowledge(self, batch: list[Waiting]) -> None:
        for grab, _ in batch:
            try:
                grab.source.recorded(grab.part)
            except Exception:
                _log.exception("the source failed when told that a part is recorded")
        self.recorded += len(batch)
        self._forget(batch)

    def _give_up(self, batch: list[Waiting]) -> None:
        _log.error("%d parts could not be recorded: %s", len(batch), self.problem)
        self.given_up += len(batch)
        self._forget(batch)

    def _forget(self, batch: list[Waiting]) -> None:
        for grab, _ in batch:
            self._in_flight.leave(grab.part.part_id)
        with self._changed:
            for _ in batch:
                self._waiting.popleft()
            self._changed.notify_all()


def _told_once(error: Exception, before: Problem | None) -> Problem:
    """In words, and in the log when it is news. Whatever it is, the thread goes on."""
    remedy = error.remedy if isinstance(error, RecordsError) else "see the log"
    problem = Problem(str(error) or type(error).__name__, remedy)
    if problem != before:
        foreseen = isinstance(error, RecordsError)
        _log.error("%s; %s", problem.what, remedy, exc_info=None if foreseen else error)
    return problem
