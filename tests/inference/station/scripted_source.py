"""A source that does what a test wrote down: frames, silence, failures, calls that hang."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable

from inference.frame import Frame, UnreadableFrame
from inference.sources.protocol import QueuePolicy, SourceEnded

Step = Frame | UnreadableFrame | Exception | Callable[[], None] | None


class ScriptedSource:
    """Implements `Source`. Each `read` takes one step; after the last, `SourceEnded`."""

    name = "scripted"
    open_may_take_s = 30.0
    read_may_take_s = 10.0

    def __init__(
        self,
        steps: Iterable[Step],
        *,
        policy: QueuePolicy = QueuePolicy.BLOCK,
        stall_after_s: float | None = None,
        on_open: Exception | None = None,
        on_close: Exception | None = None,
        read_may_take_s: float = 10.0,
    ) -> None:
        self.policy = policy
        self.stall_after_s = stall_after_s
        self.open_may_take_s = 10.0
        self.read_may_take_s = read_may_take_s
        self.opened = False
        self.told: list[str] = []
        self.closed = threading.Event()
        self.steps = iter(steps)
        self._on_open = on_open
        self._on_close = on_close

    def open(self) -> None:
        self.opened = True
        if self._on_open is not None:
            raise self._on_open

    def read(self, timeout_s: float) -> Frame | UnreadableFrame | None:
        try:
            step = next(self.steps)
        except StopIteration:
            raise SourceEnded from None
        if isinstance(step, Exception):
            raise step
        if callable(step):
            step()
            return None
        if step is None:
            time.sleep(min(timeout_s, 0.01))
        return step

    def recorded(self, part: Frame | UnreadableFrame) -> None:
        self.told.append(part.part_id)

    def close(self) -> None:
        self.closed.set()
        if self._on_close is not None:
            raise self._on_close
