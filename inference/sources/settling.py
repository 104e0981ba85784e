"""Which files have stood still long enough to be read, and which for so long that they are bad."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from inference.sources.folder_scan import Stamp

STILL_S = 0.2
"""A file that looked the same in two scans so far apart is tried."""
_SCANS_UNTIL_UNREADABLE = 3


class Candidate(NamedTuple):
    """A file that stands still."""

    path: str
    stamp: Stamp
    patience_over: bool
    """If it is no whole image now, it never will be."""


@dataclass(slots=True)
class _Watched:
    stamp: Stamp
    since_s: float
    scans: int = 1
    next_try_s: float = STILL_S
    """How long it must have stood still before the next try."""


class Settling:
    """Fed with one listing after the other; knows nothing of the disk or the clock.

    A file that does not decode may only be unfinished: it is tried again each time that it has
    stood still for twice as long, until `unreadable_after_s`.
    """

    def __init__(self, unreadable_after_s: float) -> None:
        self._unreadable_after_s = unreadable_after_s
        self._watched: dict[str, _Watched] = {}

    def update(
        self, listing: Mapping[str, Stamp], started_s: float, ended_s: float
    ) -> list[Candidate]:
        """The files to try now, oldest first.

        `listing` holds the files that are not done with, seen between the two times.
        """
        self._watched = {path: self._seen(path, stamp, ended_s) for path, stamp in listing.items()}
        due = [
            self._candidate(path, watched, started_s)
            for path, watched in self._watched.items()
            if watched.scans > 1 and started_s - watched.since_s >= watched.next_try_s
        ]
        return sorted(due, key=lambda candidate: (candidate.stamp.mtime_ns, candidate.path))

    def put_off(self, path: str) -> None:
        """It was tried and is no whole image yet."""
        watched = self._watched[path]
        watched.next_try_s = min(2 * watched.next_try_s, self._unreadable_after_s)

    def _seen(self, path: str, stamp: Stamp, ended_s: float) -> _Watched:
        watched = self._watched.get(path)
        if watched is None or watched.stamp != stamp:
            return _Watched(stamp, since_s=ended_s)
        watched.scans += 1
        return watched

    def _candidate(self, path: str, watched: _Watched, started_s: float) -> Candidate:
        stood_still_s = started_s - watched.since_s
        patience_over = (
            stood_still_s >= self._unreadable_after_s and watched.scans >= _SCANS_UNTIL_UNREADABLE
        )
        return Candidate(path, watched.stamp, patience_over)
