"""Looking back over many parts: how long a page, a search, a count and a chart take."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from inference.bench.row import Row
from inference.records.history import HistoryPage, PartHistory
from inference.records.part_record import PartFilter, Ruling
from inference.records.records import Records
from inference.records.spans import Every, groups_of
from inference.verdict import Outcome

GROUP = "history"
_TIMES = 15
_BATCH = 50_000
_EVERY_S = 2.0
_MODELS = ("impeller-3-0a1b2c3d", "impeller-4-9f8e7d6c")
_SOURCES = ("usb:0", "folder:/line/rework")
_TYPES = ("blowhole", "scratch", "chipped_edge", "inclusion", "burr")
_COLUMNS = (
    "part_id, time, source, source_path, outcome, probability_def, unsure_from, def_from,"
    " defect_type, error, model_id, queued_ms, preprocess_ms, inference_ms, total_ms, ruling"
)


def measure_history(folder: Path, rows: int) -> Iterator[Row]:
    """A database of `rows` parts, one each two seconds, and what is asked of it."""
    folder.mkdir(parents=True)
    database = folder / "records.sqlite3"
    now = datetime.now(UTC)
    started = time.perf_counter()
    fill(database, rows, now)
    yield Row(GROUP, f"fill {rows:,}", per_s=rows / (time.perf_counter() - started))
    with Records(database) as records:
        for name, ask in _questions(records.history(), rows, now).items():
            yield _measured(f"{name}, {rows:,} parts", ask, database)


def fill(database: Path, rows: int, now: datetime) -> None:
    """Parts as a line of one a moment makes them: 95 % OK, two models, rulings now and then."""
    with Records(database):
        pass
    marks = ", ".join("?" * (_COLUMNS.count(",") + 1))
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        for first in range(0, rows, _BATCH):
            connection.execute("BEGIN")
            connection.executemany(
                f"INSERT INTO parts ({_COLUMNS}) VALUES ({marks})",  # noqa: S608 - all from above
                _made_up(first, min(rows, first + _BATCH), rows, now),
            )
            connection.execute("COMMIT")


def _made_up(first: int, end: int, rows: int, now: datetime) -> Iterator[tuple[object, ...]]:
    random = np.random.default_rng(first)
    probabilities = random.beta(0.2, 2.0, end - first)
    others = random.random((end - first, 3))
    for number, probability, (kind, fate, said) in zip(
        range(first, end), probabilities.tolist(), others.tolist(), strict=True
    ):
        moment = now - timedelta(seconds=_EVERY_S * (rows - number))
        outcome = _outcome(probability, fate)
        is_fault, is_def = outcome == "fault", outcome == "def"
        part_id = f"{int(moment.timestamp() * 1e3):012x}{number:020x}"
        path = f"/line/rework/part-{number:08d}.png" if fate < 0.02 else None
        yield (
            part_id, f"{moment:%Y-%m-%d %H:%M:%S.%f}", _SOURCES[path is not None], path, outcome,
            None if is_fault else probability, 0.3, 0.6,
            _TYPES[int(len(_TYPES) * kind * kind)] if is_def else None,
            "the picture is too dark" if is_fault else None,
            _MODELS[number > rows // 2], 0.2, 0.5, 1.1, 2.0,
            "overruled" if is_def and said < 0.05 else None,
        )  # fmt: skip


def _outcome(probability: float, fate: float) -> str:
    if fate > 0.999:
        return "fault"
    return "def" if probability >= 0.6 else "unsure" if probability >= 0.3 else "ok"


def _questions(history: PartHistory, rows: int, now: datetime) -> dict[str, Callable[[], object]]:
    old = now - timedelta(seconds=_EVERY_S * rows * 0.9)
    newest = history.page(PartFilter())
    somewhere = history.page(PartFilter(until=old)).parts
    part_id = (somewhere or newest.parts)[-1].part_id
    span = (now - timedelta(seconds=_EVERY_S * rows), now)

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
            outcome=Outcome.FAULT, model_id=_MODELS[0], source=_SOURCES[1]
        ),
        "old range, one outcome": page(until=old, outcome=Outcome.UNSURE),
        "part id": page(text=part_id[:20]),
        "file name, answer so far": page(text="part-00000017"),
        "counts": lambda: history.counts(PartFilter(since=old)),
        "counts of one outcome and model": lambda: history.counts(
            PartFilter(outcome=Outcome.DEF, model_id=_MODELS[0])
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


def _measured(name: str, ask: Callable[[], object], database: Path) -> Row:
    times_ms: list[float] = []
    for _ in range(_TIMES):
        started = time.perf_counter()
        ask()
        times_ms.append(1e3 * (time.perf_counter() - started))
        if sum(times_ms) > 5e3:
            break
    return Row(
        GROUP,
        name,
        median_ms=float(np.median(times_ms)),
        p99_ms=max(times_ms),
        more={"first_ms": times_ms[0], "database_mb": database.stat().st_size / 2**20},
    )
