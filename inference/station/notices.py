"""What was asked for and could not be kept, while judging goes on: words for the screen."""

from __future__ import annotations


class Notices:
    """One for each thing that may go wrong. Written by the station's thread, read by any."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}

    @property
    def newest(self) -> str | None:
        """None: all that was asked for is done."""
        return next(reversed(self._words.copy().values()), None)

    def note(self, about: str, words: str | None) -> None:
        """What could not be done; None: now it is."""
        self._words.pop(about, None)
        if words is not None:
            self._words[about] = words
