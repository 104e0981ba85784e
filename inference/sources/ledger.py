"""What a source that can meet a part twice asks of the records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Ledger(Protocol):
    """Which parts are done with, on disk, over all restarts.

    Called from any thread. A part becomes known in the same transaction that records it, so that
    after a power cut a part is either recorded and known, or neither.
    """

    def unknown(self, part_ids: Sequence[str]) -> set[str]:
        """Those that were never recorded and are in no baseline."""

    def has_baseline(self, folder: str) -> bool:
        """Whether a baseline was ever taken of this folder."""

    def take_baseline(self, folder: str, part_ids: Sequence[str]) -> None:
        """Mark these as known without a record, and the folder as having a baseline: atomic."""
