"""How much room is left."""

from __future__ import annotations

import shutil
from pathlib import Path


def free_share(folder: Path) -> float | None:
    """The free share of the disk that `folder` lies on, 0..1; None when it can't be told."""
    try:
        usage = shutil.disk_usage(folder)
    except OSError:
        return None
    return usage.free / usage.total if usage.total else None
