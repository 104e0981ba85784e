"""Triggers that a picture is owed for: each becomes exactly one part."""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime

from inference.frame import UnreadableFrame, new_part_id


@dataclass(frozen=True, slots=True)
class Trigger:
    """Somebody said that a part is there."""

    part_id: str = field(default_factory=new_part_id)
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    at_ns: int = field(default_factory=time.perf_counter_ns)

    def fault(self, source: str, error: str, remedy: str) -> UnreadableFrame:
        """The part's record when there is no picture of it."""
        return UnreadableFrame(
            source=source,
            error=error,
            remedy=remedy,
            part_id=self.part_id,
            captured_at=self.at,
            captured_ns=self.at_ns,
            triggered_ns=self.at_ns,
        )


class Triggers:
    """One at a time: a picture taken late would show the next part. For any thread."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._changed = threading.Condition()
        self._takes = False
        self._present: Trigger | None = None
        self._fired = False
        self._refused: deque[UnreadableFrame] = deque()

    def accept(self) -> None:
        """The camera is ready."""
        with self._changed:
            self._takes = True

    def pull(self) -> bool:
        """Trigger now. False when the camera is not ready: then nothing is owed here."""
        trigger = Trigger()
        with self._changed:
            if not self._takes:
                return False
            if self._present is None:
                self._present, self._fired = trigger, False
                self._changed.notify_all()
            else:
                self._refused.append(self._too_early(trigger))
        return True

    def next(self, timeout_s: float) -> Trigger | None:
        """One to be fired, each once."""
        with self._changed:
            self._changed.wait_for(self._is_to_be_fired, timeout_s)
            if not self._is_to_be_fired():
                return None
            self._fired = True
            return self._present

    def refused(self) -> UnreadableFrame | None:
        """A part that was triggered while the one before it was not yet seen."""
        with self._changed:
            return self._refused.popleft() if self._refused else None

    def settle(self, part_id: str) -> bool:
        """The part with this id is handed over. False where it was given up: that is told of."""
        with self._changed:
            if self._present is None or self._present.part_id != part_id:
                return False
            self._present = None
            return True

    @property
    def taking(self) -> bool:
        return self._takes

    def close(self) -> None:
        """Take no more."""
        with self._changed:
            self._takes = False
            self._changed.notify_all()

    def unanswered(self) -> list[UnreadableFrame]:
        """Close, and give up what no picture came for."""
        self.close()
        with self._changed:
            owed = list(self._refused)
            if self._present is not None:
                owed.append(self._never_came(self._present))
            self._present = None
            self._refused.clear()
            return owed

    def _is_to_be_fired(self) -> bool:
        return self._takes and self._present is not None and not self._fired

    def _too_early(self, trigger: Trigger) -> UnreadableFrame:
        return trigger.fault(
            self._source,
            "triggered before the picture of the part before was there",
            "look at this part by hand; slow the line down, or shorten the exposure",
        )

    def _never_came(self, trigger: Trigger) -> UnreadableFrame:
        return trigger.fault(
            self._source,
            "the camera was lost, or let go, between the trigger and its picture",
            "look at this part by hand; check the camera's cable and power",
        )
