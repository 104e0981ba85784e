"""Whether there is a screen."""

from __future__ import annotations

import os
import sys


def has_display() -> bool:
    """Whether a window would be seen. `QT_QPA_PLATFORM=offscreen` says no on every platform."""
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    if chosen:
        return chosen not in ("offscreen", "minimal")
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
