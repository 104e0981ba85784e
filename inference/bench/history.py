"""Looking back over many parts: how long a page, a search, a count and a chart take."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from inference.bench.filling import EVERY_S, MODELS, SOURCES, fill
from inference.bench.row import Row
from inference.records.history import HistoryPage, PartHistory
from inference.records.part_record import PartFilter, Ruling
from inference.records.records import Records
from inference.records.spans import Every, groups_of
from inference.verdict import Outcome

GROUP = "history"
_TIMES = 15
_ENOUGH_MS = 5e3


def measure_history(
    folder: Path, rows: int, questions: Collection[str] = (), group: str = GROUP
) -> Iterator[Row]:
    """A database of `rows` parts, one each two seconds, and what is asked of it.

    `questions` are some of those below, all if not said. Raises `OSError` where the disk has no
    room for so many.
    """
    folder.mkdir(parents=True)
    database = folder / "records.sqlite3"
    now = datetime.now(UTC)
    fill(database, rows, now)
    size_mb = database.stat().st_size / 2**20
    with Records(database) as records:
        for name, ask in _questions(records.history(), rows, now).items():
            if not questions or name in questions:
                more = {"records": float(rows), "database_mb": size_mb}
                yield _measured(group, f"{name}: {rows:,} parts", ask, more)
    database.unlink()


def _questions(history: PartHistory, rows: int, now: datetime) -> dict[str, Callable[[], object]]:
    old = now - timedelta(seconds=EVERY_S * rows * 0.9)
    newest = history.page(PartFilter())
    somewhere = history.page(PartFilter(until=old)).parts
    part_id = (somewhere or newest.parts)[-1].part_id
    span = (now - timedelta(seconds=EVERY_S * rows), now)

    def page(**wanted: object) -> Callable[[], object]:
        asked = PartFilter(**wanted)  # type: ignore[arg-type] # the names are those of the filter
        return lambda: history.page(asked)

    return {
        "first page": page(),
        "next page": lambda: history.page(PartFilter(), newest.reached),
        "one outcome": page(outcome=Outcome.DEF),
        "one defect type": page(defect_type="burr"),
        "overruled": page(ruling=Ruling.OVERRULED),
        "an old model's faults of one source": page(
            outcome=Outcome.FAULT, model_id=MODELS[0], source=SOURCES[1]
        ),
        "old range, one outcome": page(until=old, outcome=Outcome.UNSURE),
        "part id": page(text=part_id[:20]),
        "file name, answer so far": page(text="part-00000017"),
        "counts": lambda: history.counts(PartFilter(since=old)),
        "counts of one outcome and model": lambda: history.counts(
            PartFilter(outcome=Outcome.DEF, model_id=MODELS[0])
        ),
        "charts by the day": lambda: history.series(PartFilter(), groups_of(*span, Every.DAY)),
        "Pareto": lambda: (history.defect_types(PartFilter()), history.faults(PartFilter())),
        "file name, looked through all": lambda: _to_the_end(history, "part-00000017"),
    }


def _to_the_end(history: PartHistory, text: str) -> int:
    found, page = 0, HistoryPage((), None)
    while True:
        page = history.page(PartFilter(text=text), page.reached)
        found += len(page.parts)
        if page.reached is None:
            return found


def _measured(group: str, name: str, ask: Callable[[], object], more: dict[str, float]) -> Row:
    times_ms: list[float] = []
    while len(times_ms) < _TIMES and sum(times_ms) < _ENOUGH_MS:
        started = time.perf_counter()
        ask()
        times_ms.append(1e3 * (time.perf_counter() - started))
    return Row(
        group,
        name,
        median_ms=float(np.median(times_ms)),
        p99_ms=max(times_ms),
        more={"first_ms": times_ms[0], **more},
    )
