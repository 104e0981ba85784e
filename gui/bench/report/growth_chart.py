"""How a figure goes with what grows: a panel for each size, a line for each thing measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from gui.bench.report import card
from gui.bench.report.axis import Axis, round_axis
from gui.bench.report.naming import cut
from gui.bench.report.numbers import compact
from gui.bench.report.sizes import Size, by_size, figure_of
from inference.bench.row import Row
from training.report import svg

_PANEL_WIDTH, _PANEL_HEIGHT = 420, 300
_TOP, _GAP, _LEGEND = 60, 24, 22
_ACROSS = 2
_ROOM = 0.09
"""Of the width, from one size's words to the next."""
_MOST_LINES = 6
_STEEP = 8.0
"""What spans more than this is drawn by powers of ten: straight where cost is proportional."""

Points = dict[str, list[tuple[float, float]]]


def growth_chart(group: str, rows: Sequence[Row]) -> str | None:
    """None where nothing was measured at several sizes."""
    panels = [(size, _points(size, own)) for size, own in by_size(rows).items() if size]
    panels = [(size, points) for size, points in panels if _is_worth_it(points)]
    if not panels:
        return None
    title = f"{group}: how it goes with size"
    across = min(_ACROSS, len(panels))
    marks: list[str] = []
    y = _TOP
    for first in range(0, len(panels), across):
        line = panels[first : first + across]
        legends = 10 + _LEGEND * max(len(points) for _, points in line)
        for number, (size, points) in enumerate(line):
            marks += _panel(size, points, _GAP + number * (_PANEL_WIDTH + _GAP), y, legends)
        y += legends + _PANEL_HEIGHT + _GAP
    return card.card(title, _GAP + across * (_PANEL_WIDTH + _GAP), y, *marks)


def _points(size: Size, rows: Sequence[Row]) -> Points:
    found: Points = {}
    for row in rows:
        figure = figure_of(row, size.figure)
        if figure:
            found.setdefault(cut(row.name)[0], []).append((row.more[size.key], figure))
    return {name: points for name, points in found.items() if len(points) > 1}


def _is_worth_it(points: Points) -> bool:
    return 0 < len(points) <= _MOST_LINES


def _panel(size: Size, points: Points, x: float, y: float, legends: int) -> Iterator[str]:
    for number, name in enumerate(points):
        down = y + 14 + number * _LEGEND
        yield card.dot(x + 8, down - 4, number)
        yield card.words(x + 20, down, name)
    chart = _chart(size, points)
    yield card.placed(chart, x, y + legends, _PANEL_WIDTH, _PANEL_HEIGHT)


def _chart(size: Size, points: Points) -> str:
    sizes = sorted({at for line in points.values() for at, _ in line})
    figures = [figure for line in points.values() for _, figure in line]
    x = Axis(sizes[0] if size.by_powers else 0.0, sizes[-1], size.by_powers)
    y = round_axis([*figures, *([size.limit] if size.limit else [])], _STEEP)
    frame = svg.Frame(
        x.span, y.span, _size_ticks(x, sizes), _words(y, y.ticks()), size.what, size.in_words,
        _PANEL_WIDTH, _PANEL_HEIGHT,
    )  # fmt: skip
    marks = list(_limit(frame, x, y, size))
    for number, line in enumerate(points.values()):
        across = np.array([x.at(at) for at, _ in line])
        down = np.array([y.at(figure) for _, figure in line])
        marks.append(svg.line(frame, across, down, f"way{number}"))
        marks += [
            svg.dot(frame, *each, f"way{number}", 3.5) for each in zip(across, down, strict=True)
        ]
    return svg.chart(frame, *marks, words=f"{size.in_words} against {size.what}")


def _size_ticks(axis: Axis, sizes: Sequence[float]) -> svg.Ticks:
    """The sizes that were measured, as far as there is room for their words."""
    kept: list[float] = []
    for size in sizes:
        if not kept or axis.share(size) - axis.share(kept[-1]) >= _ROOM:
            kept.append(size)
    return _words(axis, kept)


def _words(axis: Axis, values: Sequence[float]) -> svg.Ticks:
    return [(axis.at(value), compact(value)) for value in values]


def _limit(frame: svg.Frame, x: Axis, y: Axis, size: Size) -> Iterator[str]:
    if size.limit is None:
        return
    height = y.at(size.limit)
    yield svg.line(frame, np.array(x.span), np.array([height, height]), "limit")
    yield svg.text(frame, x.span[0], height, f"wanted: below {size.limit:g}", right=6, down=-7)
