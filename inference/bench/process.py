"""What a process holds: memory, threads, handles."""

from __future__ import annotations

import gc
import threading
from dataclasses import dataclass

import psutil


@dataclass(frozen=True, slots=True)
class Footprint:
    """At one moment."""

    memory_mb: float
    threads: int
    handles: int
    """File descriptors; handles on Windows."""


def footprint() -> Footprint:
    """Of this process, garbage collected first."""
    gc.collect()
    process = psutil.Process()
    handles = process.num_handles() if psutil.WINDOWS else process.num_fds()
    return Footprint(process.memory_info().rss / 2**20, threading.active_count(), handles)
