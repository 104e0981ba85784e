"""The line goes first: what trains or explains beside it is given a lower priority."""

from __future__ import annotations

import os

import psutil


def lower_priority(nice: int) -> None:
    """Of this process; threads that start later inherit it. Who is nicer already stays so.

    `nice` is of POSIX, 0 to 19; on Windows any is "below normal".
    """
    process = psutil.Process()
    if os.name == "nt":
        process.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        # Only an administrator may be less nice again.
        process.nice(max(process.nice(), nice))
