"""The numbers that a camera gives its exposures: one left out is a picture that never came."""

from __future__ import annotations

_MOST_MISSED = 100
"""A larger gap is a camera that counts anew."""


class FrameNumbers:
    """Of one acquisition, one number after the other."""

    def __init__(self) -> None:
        self._last: int | None = None
        self._unnumbered = 0

    def missed_before(self, number: int | None) -> int:
        """So many were left out before this one; 0 where it can't be known.

        What came without a number, a broken buffer, has one of those left out. GigE Vision's count
        goes from 65,535 on to 1, and any may begin anew.
        """
        if number is None:
            self._unnumbered += 1
            return 0
        last, self._last = self._last, number
        came, self._unnumbered = self._unnumbered, 0
        missed = 0 if last is None else number - last - 1 - came
        return missed if 0 < missed <= _MOST_MISSED else 0
