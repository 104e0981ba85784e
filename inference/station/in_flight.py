"""Which parts have come in and are not yet recorded."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from inference.sources.ledger import Ledger


class InFlight:
    """Between a source and the record. For any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ids: set[str] = set()

    def __len__(self) -> int:
        return len(self._ids)

    def enter(self, part_id: str) -> None:
        """It has come in."""
        with self._lock:
            self._ids.add(part_id)

    def leave(self, part_id: str) -> None:
        """It is recorded, or was let go."""
        with self._lock:
            self._ids.discard(part_id)

    def ids(self) -> frozenset[str]:
        with self._lock:
            return frozenset(self._ids)


class LedgerOfLine:
    """The records' ledger, which also knows what is still on its way to them.

    So a folder that is opened again (its share was away) does not bring the same part twice.
    """

    def __init__(self, recorded: Ledger, in_flight: InFlight) -> None:
        self._recorded = recorded
        self._in_flight = in_flight

    def unknown(self, part_ids: Sequence[str]) -> set[str]:
        # In this order: a part that is recorded in between is then known to the records.
        on_their_way = self._in_flight.ids()
        return self._recorded.unknown(part_ids) - on_their_way

    def has_baseline(self, folder: str) -> bool:
        return self._recorded.has_baseline(folder)

    def take_baseline(self, folder: str, part_ids: Sequence[str]) -> None:
        self._recorded.take_baseline(folder, part_ids)
