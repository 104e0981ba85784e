"""How many times as long as ours each way takes: dots on a scale of powers of ten."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gui.bench.report.axis import Axis
from gui.bench.report.card import card, dot, stroke, words
from gui.bench.report.naming import cut
from gui.bench.report.numbers import short
from inference.bench.row import Row

_WIDTH = 880
_LEFT, _RIGHT, _TOP, _BOTTOM = 230, 46, 64, 42
_EDGE = 24.0
_LINE, _LEGEND = 48, 24
_LETTER = 6.4
_STEEP = 8.0
"""Ratios beyond this are drawn by powers of ten."""
_NOTE = "note middle"
_WORDS_PX = 36


def ratio_chart(group: str, rows: Sequence[Row]) -> str | None:
    """None where fewer than two rows have a ratio. Ways of one subject each get a line."""
    compared = [row for row in rows if row.ratio]
    if len(compared) < 2:
        return None
    subjects = list(dict.fromkeys(cut(row.name)[0] for row in compared))
    ways = list(dict.fromkeys(cut(row.name)[1] for row in compared))
    ratios = [row.ratio or 1.0 for row in compared]
    axis = _axis(ratios)
    is_many = len(subjects) > 1
    names = subjects if is_many else ways
    legend, higher = _legend(ways) if is_many else ([], 0.0)
    top = _TOP + higher
    height = round(top + _LINE * len(names) + _BOTTOM)
    marks = [*_grid(axis, top, height), *legend]
    for number, name in enumerate(names):
        line = [row for row in compared if name in cut(row.name)]
        marks += _line(axis, top + _LINE * (number + 0.5), name, line, ways)
    return card(f"{group}: how many times as long as ours", _WIDTH, height, *marks)


def _axis(ratios: Sequence[float]) -> Axis:
    if max(ratios) > _STEEP:
        return Axis(min(0.8, *ratios) / 1.15, max(ratios) * 1.3, True)
    return Axis(0.0, max(ratios) * 1.15, False)


def _across(axis: Axis, ratio: float) -> float:
    return _LEFT + axis.share(ratio) * (_WIDTH - _LEFT - _RIGHT)


def _grid(axis: Axis, top: float, height: int) -> Iterator[str]:
    bottom = height - _BOTTOM
    for tick in axis.ticks():
        x = _across(axis, tick)
        yield stroke(x, top, x, bottom, "ours" if tick == 1 else "grid")
        yield words(x, bottom + 18, "ours" if tick == 1 else f"{short(tick)}x", "middle tick")


def _legend(ways: Sequence[str]) -> tuple[list[str], float]:
    """Dots and words in as many lines as they need, and how much higher that is than none."""
    marks: list[str] = []
    x, y = _EDGE, _TOP
    for number, way in enumerate(ways):
        room = 40 + _LETTER * len(way)
        if x + room > _WIDTH:
            x, y = _EDGE, y + _LEGEND
        marks += [dot(x + 5, y - 4, number), words(x + 16, y, way)]
        x += room
    return marks, y + _LEGEND - _TOP


def _line(
    axis: Axis, y: float, name: str, rows: Sequence[Row], ways: Sequence[str]
) -> Iterator[str]:
    yield words(_LEFT - 16, y + 4, name, "label end")
    places = [_across(axis, row.ratio or 1.0) for row in rows]
    yield stroke(min(places), y, max(places), y, "span")
    free_from = 0.0
    for x, row in sorted(zip(places, rows, strict=True), key=lambda each: each[0]):
        yield dot(x, y, ways.index(cut(row.name)[1]))
        if row.ratio != 1.0:
            # Below where it would cover its neighbour's.
            yield words(x, y - 11 if x > free_from else y + 20, f"{short(row.ratio or 1)}x", _NOTE)
            free_from = x + _WORDS_PX
