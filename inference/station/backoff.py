"""How long to wait before the next try."""

from __future__ import annotations


class Backoff:
    """Doubles from `first_s` up to `longest_s`; a success starts it over."""

    def __init__(self, first_s: float = 0.25, longest_s: float = 2.0) -> None:
        self._first_s = first_s
        self._longest_s = longest_s
        self._next_s = first_s

    def next_s(self) -> float:
        """Seconds to wait now."""
        wait_s = self._next_s
        self._next_s = min(2 * wait_s, self._longest_s)
        return wait_s

    def reset(self) -> None:
        """It worked."""
        self._next_s = self._first_s
