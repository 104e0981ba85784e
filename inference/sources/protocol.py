"""The contract between the station and whatever frames come from."""

from __future__ import annotations

from enum import Enum
from typing import Protocol, runtime_checkable

from inference.frame import Frame, UnreadableFrame


class QueuePolicy(Enum):
    """What happens when frames come faster than they are judged. Each drop is counted and shown."""

    DROP_OLDEST = "drop oldest"
    """A live camera: the newest picture counts."""
    BLOCK = "block"
    """Files: every one is judged, the source waits."""
    FAULT = "fault"
    """Triggered parts: a part that finds no room becomes a FAULT record."""


class SourceError(Exception):
    """The source can't go on. `str()` says what happened, `remedy` what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.remedy = remedy


class SourceLost(SourceError):
    """It may come back by itself: the station opens it again, with back-off."""


class SourceInvalid(SourceError):
    """It will not come back by itself (no such device, a wrong address): someone has to act."""


class SourceEnded(Exception):
    """A finite source has handed out its last frame."""


class Source(Protocol):
    """Where frames come from.

    The frame contract: see `inference.frame.Frame` (grey or RGB, uint8 or uint16, read-only, the
    capture time in UTC and on the monotonic clock). A part that came but can't be read is an
    `UnreadableFrame`, never silence.

    Threads: `open`, `read` and `close` are called from one worker thread, except that `close` may
    also be called from another thread while `read` or `open` blocks; `read` then returns None or
    raises `SourceLost` soon, where the driver lets it. A driver call that never returns is the
    station's problem: it abandons the thread and opens a new source.

    The order is open, read*, close. `close` may be called twice and at any time. A closed source is
    not opened again: the station makes a new one.
    """

    @property
    def name(self) -> str:
        """As configured (`simulated`, `folder:/in`, `usb:0`): goes into every frame."""

    @property
    def policy(self) -> QueuePolicy:
        """What to do when frames come faster than they are judged."""

    @property
    def stall_after_s(self) -> float | None:
        """No frame for so long means that the source is lost. None: silence is normal."""

    @property
    def open_may_take_s(self) -> float:
        """The station abandons an `open` that takes longer: longer than the source's own limits."""

    @property
    def read_may_take_s(self) -> float:
        """The station abandons a `read` that takes longer, its `timeout_s` included."""

    def open(self) -> None:
        """Get ready. Raises `SourceLost` or `SourceInvalid`."""

    def read(self, timeout_s: float) -> Frame | UnreadableFrame | None:
        """The next frame, or None when none came within `timeout_s`.

        Raises `SourceLost` when the device or share went away, `SourceEnded` after the last frame.
        """

    def recorded(self, part: Frame | UnreadableFrame) -> None:
        """The part's record is safely on disk. Called from another thread, once per part.

        A watched folder takes unreadable files out of the way here, not before.
        """

    def close(self) -> None:
        """Let the device go. Never raises."""


@runtime_checkable
class TriggerTaker(Protocol):
    """What a source has in addition whose parts we trigger ourselves. From any thread."""

    def trigger(self) -> bool:
        """A part is there: it gets a picture, or a FAULT. False when not open: nothing is owed."""

    def unanswered(self) -> list[UnreadableFrame]:
        """The parts that no picture will come for any more. Ends the taking of triggers."""
