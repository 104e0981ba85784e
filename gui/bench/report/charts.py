"""The chart that fits a group's rows: how cost grows, or how many times as long as ours."""

from __future__ import annotations

from collections.abc import Sequence

from gui.bench.report.growth_chart import growth_chart
from gui.bench.report.ratio_chart import ratio_chart
from inference.bench.row import Row


def chart_of(group: str, rows: Sequence[Row]) -> str | None:
    """A whole SVG file; None where a table says all there is."""
    return growth_chart(group, rows) or ratio_chart(group, rows)
