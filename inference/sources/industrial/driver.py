"""Takes pictures with an open industrial camera that runs freely, or that a line triggers."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from typing import Protocol, TypeVar

from inference.frame import Frame, UnreadableFrame, new_part_id
from inference.sources.industrial.delivery import Delivery
from inference.sources.industrial.frame_numbers import FrameNumbers
from inference.sources.industrial.nodes import NodeMap
from inference.sources.industrial.pixel_formats import decode
from inference.sources.industrial.triggers import Trigger
from inference.sources.protocol import SourceError, SourceLost

_log = logging.getLogger(__name__)
Part = Frame | UnreadableFrame
T = TypeVar("T")
LOST_REMEDY = (
    "check the cable and the power of the camera; close other programs that use it; "
    "the station tries again by itself"
)
_WAIT_S = 0.1
_LOOK_EVERY_S = 0.5


class OpenCamera(Protocol):
    """One camera that is open, through whatever library. Used by one thread; may raise anything."""

    @property
    def nodes(self) -> NodeMap: ...

    def start(self) -> None:
        """Begin the acquisition."""

    def stop(self) -> None:
        """End it; buffers that were on their way are forgotten."""

    def wait_until_ready(self, timeout_s: float) -> None:
        """Wait until it takes a software trigger: one that comes earlier is lost in the camera."""

    def retrieve(self, timeout_s: float) -> Delivery | None:
        """The next buffer, whole or not; None when none came in time."""

    def is_there(self) -> bool:
        """Ask the device itself."""

    def close(self) -> None: ...


class FreeDriver:
    """Every picture that comes is a part: the camera decides when."""

    def __init__(self, camera: OpenCamera, source: str) -> None:
        self._camera = camera
        self._source = source
        self._look_at = time.monotonic() + _LOOK_EVERY_S

    def grab(self) -> Part | None:
        delivery = self._retrieve()
        return None if delivery is None else part_of(delivery, self._source)

    def _retrieve(self) -> Delivery | None:
        delivery = library_call(lambda: self._camera.retrieve(_WAIT_S))
        if delivery is None:
            self._look_whether_there()
        return delivery

    def release(self) -> None:
        let_go(self._camera)

    def _look_whether_there(self) -> None:
        # A camera that waits for a signal, or exposes for long, is silent, unplugged or not.
        if time.monotonic() < self._look_at:
            return
        self._look_at = time.monotonic() + _LOOK_EVERY_S
        if not library_call(self._camera.is_there):
            raise SourceLost("the camera is gone", LOST_REMEDY)


class LineDriver(FreeDriver):
    """A line at the camera's plug triggers. Each picture is a part, and so is one left out."""

    def __init__(self, camera: OpenCamera, source: str) -> None:
        super().__init__(camera, source)
        self._numbers = FrameNumbers()
        self._waiting: deque[Part] = deque()

    def grab(self) -> Part | None:
        if not self._waiting and not self._take_next():
            return None
        return self._waiting.popleft()

    def _take_next(self) -> bool:
        delivery = self._retrieve()
        if delivery is None:
            return False
        for _ in range(self._numbers.missed_before(delivery.number)):
            self._waiting.append(self._never_came())
        self._waiting.append(part_of(delivery, self._source))
        return True

    def _never_came(self) -> UnreadableFrame:
        return UnreadableFrame(
            source=self._source,
            error="the camera was triggered and counted a picture that did not arrive",
            remedy="look at this part by hand; check the cable, and the load on the network",
        )


def part_of(delivery: Delivery, source: str, trigger: Trigger | None = None) -> Part:
    """The frame in it; a FAULT where the buffer is not whole. Never half a picture."""
    if delivery.problem is not None:
        return _not_whole(delivery, source, trigger, delivery.problem)
    try:
        image, bits = decode(delivery)
    except ValueError as error:
        return _not_whole(delivery, source, trigger, str(error))
    image.flags.writeable = False
    return Frame(
        image,
        source=source,
        part_id=trigger.part_id if trigger else new_part_id(),
        bits_per_sample=bits,
        captured_at=delivery.captured_at,
        captured_ns=delivery.captured_ns,
        triggered_ns=trigger.at_ns if trigger else None,
    )


def _not_whole(
    delivery: Delivery, source: str, trigger: Trigger | None, what: str
) -> UnreadableFrame:
    return UnreadableFrame(
        source=source,
        error=f"the camera's picture did not arrive whole: {what}",
        remedy="look at this part by hand; check the cable, and the load on the network",
        part_id=trigger.part_id if trigger else new_part_id(),
        captured_at=delivery.captured_at,
        captured_ns=delivery.captured_ns,
        triggered_ns=trigger.at_ns if trigger else None,
    )


def let_go(camera: OpenCamera) -> None:
    """Whatever becomes of it: one that is gone can't be closed in order."""
    try:
        camera.close()
    except Exception as error:  # noqa: BLE001 - each library raises its own
        _log.info("the camera could not be closed in order: %s", error)


def library_call(call: Callable[[], T]) -> T:
    """What a library raises, each its own, means that the camera is lost."""
    try:
        return call()
    except (SourceError, ImportError):
        raise
    except Exception as error:
        raise SourceLost(f"the camera failed: {error}", LOST_REMEDY) from error
