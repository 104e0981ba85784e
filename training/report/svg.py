"""Charts as inline SVG: they scale, print and follow the page's colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

_LEFT, _RIGHT, _TOP, _BOTTOM = 54, 14, 12, 42

Range = tuple[float, float]
Ticks = Sequence[tuple[float, str]]


@dataclass(frozen=True, slots=True)
class Frame:
    """The plane that is drawn on: its size in px, what it spans and what is written beside it."""

    x: Range
    y: Range
    x_ticks: Ticks
    y_ticks: Ticks
    x_label: str
    y_label: str
    width: int = 420
    height: int = 300

    def across(self, x: float) -> float:
        low, high = self.x
        share = (min(max(x, low), high) - low) / (high - low)
        return _LEFT + share * (self.width - _LEFT - _RIGHT)

    def down(self, y: float) -> float:
        low, high = self.y
        share = (min(max(y, low), high) - low) / (high - low)
        return self.height - _BOTTOM - share * (self.height - _TOP - _BOTTOM)


def chart(frame: Frame, *marks: str, words: str) -> str:
    """`marks` in drawing order, inside the axes. `words` say what it shows to who can't see it."""
    return (
        f'<svg viewBox="0 0 {frame.width} {frame.height}" role="img" aria-label="{escape(words)}">'
        f"{_axes(frame)}{''.join(marks)}</svg>"
    )


def line(
    frame: Frame,
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    kind: str,
    *,
    is_step: bool = False,
) -> str:
    """A polyline of the CSS class `kind`; as steps, each value holds until the next."""
    points = [(frame.across(a), frame.down(b)) for a, b in zip(x, y, strict=True)]
    if is_step:
        points = _as_steps(points)
    drawn = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
    return f'<polyline class="line {kind}" points="{drawn}"/>'


def dot(frame: Frame, x: float, y: float, kind: str, radius: float = 4.0) -> str:
    """A circle round a place in the plane, `radius` in px."""
    return (
        f'<circle class="dot {kind}" cx="{frame.across(x):.1f}" cy="{frame.down(y):.1f}" '
        f'r="{radius:.1f}"/>'
    )


def bar(frame: Frame, x: Range, y: Range, kind: str) -> str:
    """A filled box."""
    left, right = frame.across(x[0]), frame.across(x[1])
    top, bottom = frame.down(y[1]), frame.down(y[0])
    return (
        f'<rect class="{kind}" x="{left:.1f}" y="{top:.1f}" width="{max(right - left, 0.5):.1f}" '
        f'height="{max(bottom - top, 0):.1f}"/>'
    )


def text(
    frame: Frame,
    x: float,
    y: float,
    words: str,
    *,
    anchor: str = "start",
    right: int = 0,
    down: int = 0,
) -> str:
    """At a place in the plane, or so many px from it."""
    return (
        f'<text class="note" x="{frame.across(x) + right:.1f}" y="{frame.down(y) + down:.1f}" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )


def even_ticks(low: float, high: float, count: int = 5) -> list[tuple[float, str]]:
    """About `count` round values from low to high."""
    rough = (high - low) / count
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(power * each for each in (1, 2, 5, 10) if power * each >= rough * 0.999)
    values = np.arange(np.ceil(low / step), np.floor(high / step + 1e-9) + 1) * step
    digits = max(0, -int(np.floor(np.log10(step) + 1e-9)))
    return [(float(value), f"{value:.{digits}f}") for value in values]


def _axes(frame: Frame) -> str:
    left, right = _LEFT, frame.width - _RIGHT
    top, bottom = _TOP, frame.height - _BOTTOM
    across = "".join(
        f'<line class="grid" x1="{left}" x2="{right}" y1="{frame.down(y):.1f}" '
        f'y2="{frame.down(y):.1f}"/><text class="tick" x="{left - 8}" '
        f'y="{frame.down(y) + 4:.1f}" text-anchor="end">{escape(words)}</text>'
        for y, words in frame.y_ticks
    )
    along = "".join(
        f'<line class="tickmark" x1="{frame.across(x):.1f}" x2="{frame.across(x):.1f}" '
        f'y1="{bottom}" y2="{bottom + 4}"/><text class="tick" x="{frame.across(x):.1f}" '
        f'y="{bottom + 17}" text-anchor="middle">{escape(words)}</text>'
        for x, words in frame.x_ticks
    )
    middle = (top + bottom) / 2
    return (
        f'{across}{along}<line class="axis" x1="{left}" x2="{right}" y1="{bottom}" y2="{bottom}"/>'
        f'<text class="label" x="{(left + right) / 2}" y="{frame.height - 5}" '
        f'text-anchor="middle">{escape(frame.x_label)}</text>'
        f'<text class="label" x="12" y="{middle}" text-anchor="middle" '
        f'transform="rotate(-90 12 {middle})">{escape(frame.y_label)}</text>'
    )


def _as_steps(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    steps = [points[0]]
    for before, after in pairwise(points):
        steps += [(after[0], before[1]), after]
    return steps
