"""The machine that a figure was measured on."""

from __future__ import annotations

import os
import platform
from typing import Any

import psutil


def describe_machine() -> dict[str, Any]:
    """For the report. `foreign_load` is the share of all cores that others used just before."""
    return {
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "foreign_load": round(psutil.cpu_percent(interval=1.0) / 100, 2),
    }
