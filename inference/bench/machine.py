"""The machine that a figure was measured on, and who else used it meanwhile."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path
from typing import Any

import psutil


def describe_machine() -> dict[str, Any]:
    """For the report."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30, 1),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
    }


def _processor() -> str:
    if sys.platform == "linux":
        for line in Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


class ForeignLoad:
    """What others take of all cores from now on.

    This process is told from them, and those that it started and that have ended. Windows does not
    say what such took: there a group that starts programs sees them as foreign.
    """

    def __init__(self) -> None:
        self._all, self._busy = _machine_s()
        self._own = _own_s()

    def share(self) -> float:
        """0 to 1, since it was made."""
        passed, busy = _machine_s()
        own = _own_s() - self._own
        foreign = (busy - self._busy - own) / max(passed - self._all, 1e-9)
        return round(min(max(foreign, 0.0), 1.0), 3)


def _machine_s() -> tuple[float, float]:
    """Seconds of all cores together: how many there were, and in how many something ran."""
    times = psutil.cpu_times()
    # Linux counts a guest's time twice: also as its own.
    total = sum(times) - getattr(times, "guest", 0.0) - getattr(times, "guest_nice", 0.0)
    return total, total - times.idle - getattr(times, "iowait", 0.0)


def _own_s() -> float:
    times = psutil.Process().cpu_times()
    return float(times.user + times.system + times.children_user + times.children_system)
