"""The simulated line as a source."""

from __future__ import annotations

import threading
import time

from inference.frame import Frame, UnreadableFrame
from inference.sources.protocol import QueuePolicy, SourceEnded
from inference.sources.settings import SimulatedSettings
from inference.sources.simulated.draw import draw_part
from inference.sources.simulated.order import order_defect
from inference.sources.simulated.texture import textures


class SimulatedLine:
    """Draws one part after the other, at a steady pace or as fast as they are read.

    The pictures repeat from run to run, the parts do not: each frame has a new part id.
    """

    policy = QueuePolicy.BLOCK
    open_may_take_s = 60.0
    read_may_take_s = 60.0

    def __init__(self, settings: SimulatedSettings) -> None:
        self._settings = settings
        self._period_s = 1.0 / settings.rate_hz if settings.rate_hz else 0.0
        self._number = 0
        self._due = 0.0
        self._closed = threading.Event()

    @property
    def name(self) -> str:
        return self._settings.name

    @property
    def stall_after_s(self) -> float | None:
        """It never stands still by itself: three missed parts, or 5 s, mean that it hangs."""
        return max(5.0, 3.0 * self._period_s)

    def open(self) -> None:
        # So that the first part comes as quickly as the others.
        textures(self._settings.size_px)
        self._due = time.monotonic()

    def read(self, timeout_s: float) -> Frame | UnreadableFrame | None:
        if self._number == self._settings.parts:
            raise SourceEnded
        if not self._wait_until_due(timeout_s):
            return None
        frame = self._draw()
        self._number += 1
        return frame

    def recorded(self, part: Frame | UnreadableFrame) -> None:
        """Nothing is left behind by a part that never existed."""

    def close(self) -> None:
        self._closed.set()

    def _wait_until_due(self, timeout_s: float) -> bool:
        """False when it was closed, or the next part is not due within the time."""
        wait_s = max(0.0, self._due - time.monotonic())
        if self._closed.wait(min(wait_s, timeout_s)) or wait_s > timeout_s:
            return False
        # A line that was kept waiting goes on at its pace; it does not catch up in a burst.
        late_s = max(0.0, time.monotonic() - self._due)
        self._due += self._period_s + (late_s if late_s > self._period_s else 0.0)
        return True

    def _draw(self) -> Frame:
        settings = self._settings
        defect = order_defect(
            settings.seed, self._number, settings.defect_share, settings.defect_types
        )
        part = draw_part(settings.seed, self._number, defect, settings.size_px)
        return Frame(part.image, source=self.name, truth=part.truth)
