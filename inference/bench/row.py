"""One measured row. Pure data."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured, in the units that the names say; None where it makes no sense."""

    group: str
    name: str
    median_ms: float | None = None
    p99_ms: float | None = None
    per_s: float | None = None
    ratio: float | None = None
    """To ours in its group: 2.0 takes twice as long."""
    more: dict[str, float] = field(default_factory=dict)
    """What else the group is about: `memory_mb`, `threads`, `longest_block_ms` ..."""

    def fields(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)
