"""Takes pictures with an open industrial camera on our own trigger."""

from __future__ import annotations

import time
from collections import deque

from inference.frame import UnreadableFrame
from inference.sources.industrial.delivery import Delivery
from inference.sources.industrial.driver import (
    FreeDriver,
    OpenCamera,
    Part,
    library_call,
    part_of,
)
from inference.sources.industrial.frame_numbers import FrameNumbers
from inference.sources.industrial.triggers import Trigger, Triggers

_WAIT_S = 0.1
_TRIGGER_WAIT_S = 0.02


class TriggeredDriver(FreeDriver):
    """One trigger, one picture, one part. Whatever does not go up is a FAULT.

    Somebody else may trigger the same camera. A picture that was there before our trigger is
    theirs. So is one of two after it, and where the camera's count tells that there were two and
    one did not arrive, neither is taken for ours. Where both arrive the count can't tell which is
    whose: the first is taken for ours, and the second is a FAULT.
    """

    def __init__(
        self, camera: OpenCamera, source: str, triggers: Triggers, timeout_s: float
    ) -> None:
        super().__init__(camera, source)
        self._triggers = triggers
        self._timeout_s = timeout_s
        self._numbers = FrameNumbers()
        self._waiting: deque[Part] = deque()

    def grab(self) -> Part | None:
        trigger = None if self._waiting else self._triggers.next(_TRIGGER_WAIT_S)
        if trigger is not None:
            self._answer(trigger)
        elif not self._waiting and not self._take_stray():
            self._look_whether_there()
        return self._waiting.popleft() if self._waiting else None

    def _answer(self, trigger: Trigger) -> None:
        until = time.monotonic() + self._timeout_s
        library_call(lambda: self._camera.wait_until_ready(self._timeout_s))
        while self._take_stray() and time.monotonic() < until:
            pass
        library_call(lambda: self._camera.nodes.execute("TriggerSoftware"))
        delivery = self._wait(until)
        if delivery is not None:
            self._waiting.append(self._part_for(trigger, delivery))
        elif self._triggers.taking:  # else closed meanwhile: `Triggers.unanswered` tells of it
            self._begin_anew()
            self._waiting.append(self._never_came(trigger))

    def _take_stray(self) -> bool:
        """A picture that is there though no trigger waits for one."""
        stray = library_call(lambda: self._camera.retrieve(0.0))
        if stray is None:
            return False
        self._numbers.missed_before(stray.number)
        self._waiting.append(self._untriggered())
        return True

    def _part_for(self, trigger: Trigger, delivery: Delivery) -> Part:
        if not self._numbers.missed_before(delivery.number):
            return part_of(delivery, self._source, trigger)
        return trigger.fault(
            self._source,
            "the camera counted more pictures than there were triggers, and not all arrived",
            "look at this part by hand; check who else triggers the camera, and its cable",
        )

    def _begin_anew(self) -> None:
        """A picture that comes now would be taken for that of the next part."""
        library_call(self._camera.stop)
        library_call(self._camera.start)
        self._numbers = FrameNumbers()

    def _never_came(self, trigger: Trigger) -> UnreadableFrame:
        return trigger.fault(
            self._source,
            f"no picture came within {self._timeout_s:g} s after the trigger",
            "look at this part by hand; check exposure and cable, or allow more time",
        )

    def _wait(self, until: float) -> Delivery | None:
        while self._triggers.taking and (left := until - time.monotonic()) > 0:
            delivery = library_call(lambda: self._camera.retrieve(min(left, _WAIT_S)))
            if delivery is not None:
                return delivery
            self._look_whether_there()
        return None

    def _untriggered(self) -> UnreadableFrame:
        return UnreadableFrame(
            source=self._source,
            error="a picture came that nobody had triggered",
            remedy="look at this part by hand; check who else triggers the camera",
        )
