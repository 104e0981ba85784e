"""Where a trigger goes that no camera takes: a part of its own, that a person has to look at."""

from __future__ import annotations

from inference.frame import Frame, UnreadableFrame
from inference.sources.industrial.triggers import Trigger
from inference.sources.protocol import QueuePolicy
from inference.station.frame_queue import Grab


class UntakenTriggers:
    """Of one line, from the moment it is to judge: its camera opens, is lost, or is given up."""

    policy = QueuePolicy.FAULT

    def __init__(self, source: str) -> None:
        """`source`: the name of the camera."""
        self._source = source

    def part(self) -> Grab:
        """For one trigger of now."""
        fault = Trigger().fault(
            self._source,
            "triggered while the camera was not there",
            "look at this part by hand; check the camera's cable and power",
        )
        return Grab(fault, self)

    def recorded(self, part: Frame | UnreadableFrame) -> None:
        """Nothing to do: nobody waits for it."""
