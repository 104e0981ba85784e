"""One group in Markdown: how it was measured, its chart, its table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from gui.bench.measurement import BUSY, Measurement
from gui.bench.report.naming import cut
from gui.bench.report.numbers import short
from gui.bench.report.sizes import Size, by_size, figure_of
from inference.bench.row import Row

_COLUMNS = {"median_ms": "median ms", "p99_ms": "p99 ms", "per_s": "per s", "ratio": "times ours"}
_WORTH_A_GRID = 2
"""So many things measured in so many ways make a table with a column for each way."""


def section_of(measurement: Measurement, picture: str | None) -> str:
    """`picture` is the chart's path, as seen from the document."""
    parts = [_how(measurement)]
    if picture is not None:
        parts.append(f"![{measurement.group}]({picture})")
    parts += [_table(size, rows) for size, rows in by_size(measurement.rows).items()]
    return "\n\n".join(parts)


def _how(measurement: Measurement) -> str:
    machine = measurement.machine
    words = (
        f"{measurement.day}, `{measurement.command}`: {machine['cores']} cores of "
        f"{machine['processor']}, {machine['memory_gb']} GB, {machine['system']}, "
        f"Python {machine['python']}; others used {measurement.foreign_load:.0%} of it."
    )
    if measurement.foreign_load > BUSY:
        words += " **So the ratios count, and no figure by itself.**"
    return words


def _table(size: Size | None, rows: Sequence[Row]) -> str:
    ways = list(dict.fromkeys(cut(row.name)[1] for row in rows))
    subjects = list(dict.fromkeys(cut(row.name)[0] for row in rows))
    is_grid = "" not in ways and len(ways) >= _WORTH_A_GRID and len(subjects) >= _WORTH_A_GRID
    lines = _grid(size, rows, subjects, ways) if is_grid else _list(rows)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _grid(
    size: Size | None, rows: Sequence[Row], subjects: Sequence[str], ways: Sequence[str]
) -> Iterator[Iterable[str]]:
    """A line for each subject, a column for each way."""
    found = {cut(row.name): row for row in rows}
    yield [size.in_words if size else "median ms", *ways]
    yield ["---", *["---:"] * len(ways)]
    for subject in subjects:
        cells = (found.get((subject, way)) for way in ways)
        yield [subject, *(_cell(row, size) if row else "" for row in cells)]


def _cell(row: Row, size: Size | None) -> str:
    value = figure_of(row, size.figure if size else "median_ms")
    if value is None:
        return ""
    is_compared = row.ratio is not None and row.ratio != 1
    return f"{short(value)} ({short(row.ratio or 1)}x)" if is_compared else short(value)


def _list(rows: Sequence[Row]) -> Iterator[Iterable[str]]:
    """A line for each row, a column for each figure that any of them has."""
    columns = [key for key in _COLUMNS if any(_has(row, key) for row in rows)]
    more = list(dict.fromkeys(key for row in rows for key in row.more))
    titles = [_COLUMNS[key] for key in columns] + [_title(key) for key in more]
    yield ["", *titles]
    yield ["---", *["---:"] * len(titles)]
    for row in rows:
        figures = [getattr(row, key) for key in columns] + [row.more.get(key) for key in more]
        yield [row.name, *(short(value) if value is not None else "" for value in figures)]


def _has(row: Row, figure: str) -> bool:
    return getattr(row, figure) is not None


def _title(key: str) -> str:
    name, _, unit = key.rpartition("_")
    units = {"mb": "MB", "ms": "ms", "s": "s", "px": "px"}
    return f"{name.replace('_', ' ')}, {units[unit]}" if unit in units else key.replace("_", " ")
