"""What grows in a bench, and which figure is looked at while it does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from inference.bench.row import Row


@dataclass(frozen=True, slots=True)
class Size:
    """`key` is the name in a row's `more`; `figure` is a field of the row, or another of those."""

    key: str
    what: str
    figure: str
    in_words: str
    by_powers: bool = True
    """Whether each power of ten of it is as wide as the next."""
    limit: float | None = None
    """What the figure should stay below."""


SIZES = (
    Size("image_px", "side of the picture, px", "per_s", "parts/s"),
    Size(
        "lines", "lines of a station, one model", "per_s", "parts/s, all together", by_powers=False
    ),
    Size("images", "images in the folder", "per_s", "images/s"),
    Size("records", "parts in the database", "median_ms", "ms until the answer", limit=100.0),
    Size("parts", "parts judged", "memory_mb", "MB of memory", by_powers=False, limit=350.0),
)


def size_of(row: Row) -> Size | None:
    """What this row is one size of, if of any."""
    return next((size for size in SIZES if size.key in row.more), None)


def figure_of(row: Row, figure: str) -> float | None:
    """A field of the row, or one of `more`."""
    value: float | None = getattr(row, figure, row.more.get(figure))
    return value


def by_size(rows: Iterable[Row]) -> dict[Size | None, list[Row]]:
    """The rows that belong together, in their order."""
    found: dict[Size | None, list[Row]] = {}
    for row in rows:
        found.setdefault(size_of(row), []).append(row)
    return found
