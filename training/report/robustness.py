"""The report's page of robustness: a small chart for each disturbance, and all figures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from training.evaluation.robustness import Point, Robustness
from training.report import svg

_WORST_SHOWN = 0.9
"""The charts reach down to here at least, so that a loss of one in a hundred looks like one."""


def charts(found: Robustness) -> str:
    """One for each disturbance, all on the same scale."""
    low = min(_WORST_SHOWN, min(point.accuracy for point in found.points) * 0.97)
    return "".join(
        f"<div><h3>{name}</h3>{_chart(name, points, low)}</div>"
        for name, points in found.by_disturbance().items()
    )


def _chart(name: str, points: Sequence[Point], low: float) -> str:
    levels = [point.level for point in points]
    ticks = [(level, f"{level:g}") for level in levels]
    y_ticks = [(value, f"{value:.0%}") for value, _ in svg.even_ticks(low, 1.0, 4)]
    span = (min(levels), max(levels))
    frame = svg.Frame(
        span, (low, 1.0), ticks, y_ticks, points[0].unit, "right", width=320, height=230
    )
    right = [point.accuracy for point in points]
    marks = [svg.dot(frame, point.level, point.accuracy, "validation") for point in points]
    untouched = next(point for point in points if point.level == 0)
    ring = svg.dot(frame, 0.0, untouched.accuracy, "kept", 6.5)
    curve = svg.line(frame, np.array(levels), np.array(right), "validation")
    return svg.chart(frame, curve, *marks, ring, words=f"accuracy against {name}")


def table(found: Robustness) -> str:
    """Every level with what went wrong there."""
    head = (
        "<tr><th></th><th>level</th><th>right</th><th>escapes</th><th>overkills</th>"
        "<th>FAULT</th></tr>"
    )
    groups = found.by_disturbance().values()
    rows = "".join(
        _row(point, is_first=point is points[0]) for points in groups for point in points
    )
    return f'<table class="figures">{head}{rows}</table>'


def _row(point: Point, *, is_first: bool) -> str:
    name = f"{point.disturbance}, {point.unit}" if is_first else ""
    return (
        f"<tr><th>{name}</th><td>{point.level:g}</td><td>{point.accuracy:.1%}</td>"
        f"<td>{point.escapes:,}</td><td>{point.overkills:,}</td><td>{point.faults:,}</td></tr>"
    )
