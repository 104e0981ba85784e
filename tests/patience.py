"""How long a test waits for what another thread or process does."""

from __future__ import annotations

PATIENCE_S = 180.0
"""Far longer than it takes on a machine that a dozen others load too: where all is well nobody
waits, and where something hangs the test still ends."""
PATIENCE_MS = 180_000
"""The same for Qt."""
