"""Keeps the wall's order still under a person's hand while results come in."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from gui.review.arrangement import Rows

_REST = 20.0
"""Arranging may cost a twentieth of the time, however many images there are."""


class OrderKeeper:
    """What a person asks for is arranged at once; what comes by itself waits where it would jump.

    New images behind the last one disturb nobody. Images that belong in between are taken in while
    `is_free` says that no hand is on the wall, and counted in `waiting` otherwise.
    """

    def __init__(self, arrange: Callable[[], Rows], is_free: Callable[[], bool]) -> None:
        self._arrange = arrange
        self._is_free = is_free
        self._not_before = 0.0
        self._arranged_of = 0
        self.order: Rows = np.empty(0, np.intp)
        self.waiting = 0
        """Images judged since that are not arranged yet."""

    @property
    def rest_s(self) -> float:
        """How long it rests yet before it arranges by itself."""
        return max(0.0, self._not_before - time.monotonic())

    def lacks(self, length: int) -> bool:
        """Some of `length` images are neither arranged nor waiting: it has to be asked again."""
        return length != self._arranged_of + self.waiting

    def begin(self) -> None:
        """Of another review, nothing is there yet."""
        self.order, self.waiting, self._arranged_of = np.empty(0, np.intp), 0, 0
        self._not_before = 0.0

    def ask(self, length: int) -> Rows:
        """A person asked: arrange all `length` images now."""
        started = time.monotonic()
        self.order = self._arrange()
        self.waiting, self._arranged_of = 0, length
        self._not_before = time.monotonic() + _REST * (time.monotonic() - started)
        return self.order

    def grow(self, length: int, *, appends: bool) -> Rows | None:
        """There are `length` images now. The new order, or None where the old one stays.

        `appends`: what is new comes behind all that is there.
        """
        if length == self._arranged_of or self.rest_s > 0:
            return None
        if appends or self._is_free():
            return self.ask(length)
        self.waiting = length - self._arranged_of
        return None
