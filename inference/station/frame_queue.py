"""The queue between a source and the judge: bounded, with a named policy and a counter."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from inference.frame import Frame, UnreadableFrame
from inference.sources.protocol import QueuePolicy
from inference.station.in_flight import InFlight


class Origin(Protocol):
    """What a part came from: mostly a source."""

    @property
    def policy(self) -> QueuePolicy: ...
    def recorded(self, part: Frame | UnreadableFrame) -> None: ...


@dataclass(frozen=True, slots=True, eq=False)
class Grab:
    """A part on its way, and who wants to know when it is recorded."""

    part: Frame | UnreadableFrame
    source: Origin


class FrameQueue:
    """First in, first out. What it can't hold is dropped, waited for or turned into a FAULT.

    Each part's own source says what may happen to it: a camera never pushes a folder's part out.
    """

    def __init__(self, capacity: int, in_flight: InFlight) -> None:
        self._capacity = capacity
        self._in_flight = in_flight
        self._grabs: deque[Grab] = deque()
        self._changed = threading.Condition()
        self._dropped = 0
        self._closed = False

    @property
    def dropped(self) -> int:
        """Frames let go so far."""
        return self._dropped

    def __len__(self) -> int:
        return len(self._grabs)

    def put(self, grab: Grab, *, owed: bool = False) -> bool:
        """Add a part. False when the queue is closed: then the part was not taken.

        One that is `owed` is: somebody triggered it before, so it gets its record.
        """
        policy = grab.source.policy
        with self._changed:
            if policy is QueuePolicy.BLOCK:
                self._changed.wait_for(lambda: self._closed or self._has_room())
            if self._closed and not owed:
                return False
            self._in_flight.enter(grab.part.part_id)
            if policy is QueuePolicy.DROP_OLDEST and not self._has_room():
                self._drop_one_for(grab)
            elif policy is QueuePolicy.FAULT and not self._has_room():
                self._grabs.append(_overflowed(grab))
            else:
                self._grabs.append(grab)
            self._changed.notify_all()
            return True

    def get(self, timeout_s: float, may_take: Callable[[], bool] = lambda: True) -> Grab | None:
        """The oldest part, or None when there is none within the time that may be taken."""
        with self._changed:
            if not self._changed.wait_for(lambda: bool(self._grabs) and may_take(), timeout_s):
                return None
            grab = self._grabs.popleft()
            self._changed.notify_all()
            return grab

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

    def _drop_one_for(self, newest: Grab) -> None:
        droppable = (grab for grab in self._grabs if _may_be_dropped(grab))
        victim = next(droppable, newest)
        if victim is not newest:
            self._grabs.remove(victim)
            self._grabs.append(newest)
        self._in_flight.leave(victim.part.part_id)
        self._dropped += 1


def _may_be_dropped(grab: Grab) -> bool:
    return grab.source.policy is QueuePolicy.DROP_OLDEST and isinstance(grab.part, Frame)


def _overflowed(grab: Grab) -> Grab:
    """A triggered part was there: it gets its record, though nobody could look at it."""
    part = grab.part
    if isinstance(part, UnreadableFrame):
        return grab
    fault = UnreadableFrame(
        source=part.source,
        error="parts came faster than they could be judged; this one was not looked at",
        remedy="look at this part by hand, and slow the line down or choose a faster model",
        part_id=part.part_id,
        captured_at=part.captured_at,
        captured_ns=part.captured_ns,
        triggered_ns=part.triggered_ns,
        source_path=part.source_path,
    )
    return Grab(fault, grab.source)
