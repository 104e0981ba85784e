"""Figures as they are read: the digits that matter."""

from __future__ import annotations


def short(value: float) -> str:
    """`0.53`, `12.3`, `1,240`."""
    size = abs(value)
    if size >= 100 or value == round(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if size >= 10 else f"{value:.2f}" if size >= 0.1 else f"{value:.3f}"


def compact(value: float) -> str:
    """For an axis: `300`, `2,048`, `10 k`, `1 M`."""
    for size, unit in ((1e6, " M"), (1e3, " k")):
        if value >= size and value % size == 0:
            return f"{value / size:g}{unit}"
    return f"{value:,g}"
