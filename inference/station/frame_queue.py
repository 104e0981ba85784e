"""The queue between a source and the judge: bounded, with a named policy and a counter."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass

from inference.frame import Frame, UnreadableFrame
from inference.sources.protocol import QueuePolicy, Source


@dataclass(frozen=True, slots=True, eq=False)
class Grab:
    """A part on its way, and the source that wants to know when it is recorded."""

    part: Frame | UnreadableFrame
    source: Source


class FrameQueue:
    """First in, first out. What it can't hold is dropped, waited for or turned into a FAULT."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._grabs: deque[Grab] = deque()
        self._changed = threading.Condition()
        self._dropped = 0
        self._unfinished = 0
        self._closed = False

    @property
    def dropped(self) -> int:
        """Frames let go so far."""
        return self._dropped

    @property
    def idle(self) -> bool:
        """Every part that came in was dropped, or got and `done`."""
        return self._unfinished == 0

    def put(self, grab: Grab, policy: QueuePolicy) -> bool:
        """Add a part. False when the queue is closed: then the part was not taken."""
        with self._changed:
            if policy is QueuePolicy.BLOCK:
                self._changed.wait_for(lambda: self._closed or self._has_room())
            if self._closed:
                return False
            self._grabs.append(self._make_room(grab, policy))
            self._unfinished += 1
            self._changed.notify_all()
            return True

    def get(self, timeout_s: float) -> Grab | None:
        """The oldest part, or None when there is none within the time."""
        with self._changed:
            if not self._changed.wait_for(lambda: bool(self._grabs), timeout_s):
                return None
            grab = self._grabs.popleft()
            self._changed.notify_all()
            return grab

    def done(self) -> None:
        """The part got last has been handed on."""
        with self._changed:
            self._unfinished -= 1

    def close(self) -> None:
        """Take no more; who waits for room is let go. What is inside can still be got."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def open(self) -> None:
        """Take parts again."""
        with self._changed:
            self._closed = False

    def _has_room(self) -> bool:
        return len(self._grabs) < self._capacity

    def _make_room(self, grab: Grab, policy: QueuePolicy) -> Grab:
        if self._has_room():
            return grab
        if policy is QueuePolicy.DROP_OLDEST:
            self._grabs.popleft()
            self._dropped += 1
            self._unfinished -= 1
        elif policy is QueuePolicy.FAULT and isinstance(grab.part, Frame):
            # A triggered part was there: it gets its record, though nobody could look at it.
            return Grab(_overflow(grab.part), grab.source)
        return grab


def _overflow(frame: Frame) -> UnreadableFrame:
    return UnreadableFrame(
        source=frame.source,
        error="parts came faster than they could be judged; this one was not looked at",
        remedy="look at this part by hand, and slow the line down or choose a faster model",
        part_id=frame.part_id,
        captured_at=frame.captured_at,
        captured_ns=frame.captured_ns,
        source_path=frame.source_path,
    )
