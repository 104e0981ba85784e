"""When to look at a watched folder again."""

from __future__ import annotations

import threading
import time

_REST_PER_WORK = 4.0
"""A scan that took 0.4 s is followed by 1.6 s of rest: never more than a fifth of one core."""


class ScanPace:
    """Each `interval_s`, sooner when woken, later where the scan itself is slow."""

    def __init__(self, interval_s: float) -> None:
        self._interval_s = interval_s
        self._changed = threading.Condition()
        self._woken = False
        self._stopped = False
        self._earliest_s = 0.0
        self._latest_s = 0.0

    def wait(self, until_s: float) -> bool:
        """Wait for the next scan. False when `until_s` (monotonic) or `stop` comes first."""
        with self._changed:
            while not self._stopped:
                now_s = time.monotonic()
                due_s = self._earliest_s if self._woken else self._latest_s
                if now_s >= due_s:
                    self._woken = False
                    return True
                if now_s >= until_s:
                    return False
                self._changed.wait(min(due_s, until_s) - now_s)
        return False

    def scanned(self, ended_s: float, work_s: float) -> None:
        """A scan ended then (monotonic) and took so much of this thread's processor time."""
        with self._changed:
            self._earliest_s = ended_s + _REST_PER_WORK * work_s
            self._latest_s = max(self._earliest_s, ended_s + self._interval_s)

    def wake(self) -> None:
        """Something happened in the folder. From any thread."""
        with self._changed:
            self._woken = True
            self._changed.notify_all()

    def stop(self) -> None:
        """No scan any more. From any thread."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
