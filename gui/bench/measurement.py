"""One group, measured: its rows, when, on which machine, beside what else."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from gui.bench.groups import Asked, Group
from inference.bench.machine import ForeignLoad, describe_machine
from inference.bench.row import Row

BUSY = 0.1
"""Others that take more of the machine than this make a figure doubtful."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one run of a group's bench found out."""

    group: str
    day: str
    """As in 2026-11-23, in UTC."""
    command: str
    """What to type to measure the same."""
    machine: dict[str, Any]
    foreign_load: float
    """The share of all cores that others took meanwhile, 0 to 1."""
    rows: tuple[Row, ...]

    def fields(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)

    @classmethod
    def from_fields(cls, fields: dict[str, Any]) -> Self:
        """Raises `TypeError` where fields are missing or too many."""
        rows = tuple(Row(**row) for row in fields["rows"])
        return cls(**{**fields, "rows": rows})


def measure(
    name: str, group: Group, asked: Asked, command: str, seen: Callable[[Row], object]
) -> Measurement:
    """Rows are `seen` as they come. Says on standard error when others were busy meanwhile."""
    load = ForeignLoad()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="lineside-bench-") as scratch:
        for row in group.measure(asked, Path(scratch)):
            rows.append(row)
            seen(row)
    share = load.share()
    if share > BUSY:
        print(f"{name}: others used {share:.0%} of this machine meanwhile", file=sys.stderr)
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    return Measurement(name, day, command, describe_machine(), share, tuple(rows))
