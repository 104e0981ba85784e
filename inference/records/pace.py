"""How far a search walks in one go, so that its answer comes in time on a slow disk too."""

from __future__ import annotations

import time

_MOST = 3_000
_FIRST = 200
_LEAST = 50


class Pace:
    """`stretch`: so many places of an index. Each of rare parts may be a page of a cold disk."""

    def __init__(self, until: float) -> None:
        """`until`: when the answer is wanted, on the monotonic clock."""
        self.stretch = min(_FIRST, _MOST)
        self._until = until
        self._begun = time.monotonic()

    @property
    def is_over(self) -> bool:
        return time.monotonic() > self._until

    def walked(self) -> None:
        """The stretch is done: the next one as long as there is time for."""
        now = time.monotonic()
        fits = self.stretch * (self._until - now) / max(now - self._begun, 1e-6)
        self.stretch = round(min(_MOST, max(_LEAST, fits)))
        self._begun = now
