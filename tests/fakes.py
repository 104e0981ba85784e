"""Stand-ins for what is slow or on disk elsewhere. Nothing that a test is about."""

from __future__ import annotations

from collections.abc import Sequence


class LedgerInMemory:
    """Implements `inference.sources.ledger.Ledger`; outlives a source as the real one does."""

    def __init__(self) -> None:
        self.known: set[str] = set()
        self.baselines: set[str] = set()
        self.questions = 0

    def unknown(self, part_ids: Sequence[str]) -> set[str]:
        self.questions += 1
        return set(part_ids) - self.known

    def has_baseline(self, folder: str) -> bool:
        return folder in self.baselines

    def take_baseline(self, folder: str, part_ids: Sequence[str]) -> None:
        self.baselines.add(folder)
        self.known.update(part_ids)
