"""Looking back over the records: pages, counts and series, quick with millions of parts too."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, select

from inference.records import counts, queries, rows, steps
from inference.records.engine import in_words
from inference.records.pace import Pace
from inference.records.part_record import PartFilter, PartRecord
from inference.records.schema import PARTS
from inference.records.steps import Key
from inference.verdict import Outcome

PAGE = 200
_BUDGET_S = 0.06
"""A page that is not full after this long is handed out as it is."""
_MOST_FAULTS = 20_000


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Some parts, newest first. It may be short, or empty, and there is more all the same."""

    parts: tuple[PartRecord, ...]
    reached: Key | None
    """The next page begins behind it; None when all was looked through."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose among, each in the order of its name."""

    sources: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    defect_types: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    """None where there never was more than one."""


class PartHistory:
    """Read only, on connections of its own: the station writes on meanwhile.

    For any thread. Raises `RecordsError`.
    """

    def __init__(self, engine: Engine, database: Path) -> None:
        self._engine = engine
        self._database = database

    def page(self, wanted: PartFilter, behind: Key | None = None, size: int = PAGE) -> HistoryPage:
        """Up to `size` parts behind that place, looking no longer than about 0.1 s for them."""
        found: list[PartRecord] = []
        until = time.monotonic() + _BUDGET_S
        with self._reading() as connection:
            plan = steps.plan_for(connection, wanted)
            pace = Pace(until)
            while True:
                step = steps.take(connection, plan, behind, size - len(found), pace.stretch)
                found += map(rows.part_record, step.rows)
                behind = step.reached
                if behind is None or len(found) >= size or pace.is_over:
                    return HistoryPage(tuple(found), behind)
                pace.walked()

    def counts(self, wanted: PartFilter) -> dict[Outcome, int] | None:
        """How many parts of each outcome; None where only looking through all would tell."""
        with self._reading() as connection:
            if wanted.text or wanted.part_id is not None:
                return None
            ask = counts.by_outcome if wanted.ruling is None else queries.counts_by_outcome
            found = connection.execute(ask(wanted)).all()
            return dict.fromkeys(Outcome, 0) | {Outcome(name): int(n) for name, n in found}

    def newer(self, wanted: PartFilter, than: Key | None, at_most: int = 1000) -> int:
        """How many parts came since; `at_most` stands for as many or more."""
        ahead = [] if than is None else [steps.place(than) < steps.KEY]
        some = select(PARTS.c.part_id).where(*queries.conditions(wanted), *ahead)
        with self._reading() as connection:
            return len(connection.execute(some.limit(at_most)).all())

    def choices(self) -> Choices:
        """The sources, models and defect types that any part has."""
        with self._reading() as connection:
            columns = [list(connection.scalars(counts.distinct(name))) for name in counts.CHOICES]
        return Choices(*(tuple(filter(None, values)) for values in columns))

    def series(self, wanted: PartFilter, edges: Sequence[datetime]) -> NDArray[np.int64]:
        """Parts per group and outcome: G x 4, in the order of `Outcome`.

        `edges` are G + 1 moments, rising. Of the filter count time, source, line and model.
        """
        with self._reading() as connection:
            return counts.series(connection, wanted, edges)

    def defect_types(self, wanted: PartFilter) -> list[tuple[str, int]]:
        """DEF and UNSURE parts by defect type; '' where no type is known."""
        with self._reading() as connection:
            return [(name, int(n)) for name, n in connection.execute(counts.defects(wanted))]

    def faults(self, wanted: PartFilter) -> list[tuple[str, int]]:
        """FAULT parts by what happened, of the newest 20,000."""
        with self._reading() as connection:
            found = connection.execute(counts.faults(wanted, _MOST_FAULTS))
            return [(error or "", int(n)) for error, n in found]

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with in_words(self._database), self._engine.connect() as connection:
            yield connection
