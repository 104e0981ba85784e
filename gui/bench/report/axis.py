"""A scale from one value to another, even or by powers of ten, and the round values on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_ROUND = (1, 2, 5)
_WIDE = 150.0
"""What spans more has words at powers of ten only."""


@dataclass(frozen=True, slots=True)
class Axis:
    """From `low` to `high`, which are above 0 where it goes by powers."""

    low: float
    high: float
    by_powers: bool

    def at(self, value: float) -> float:
        """Where a value lies, on an even scale."""
        return math.log10(value) if self.by_powers else value

    @property
    def span(self) -> tuple[float, float]:
        return self.at(self.low), self.at(self.high)

    def share(self, value: float) -> float:
        """0 at the low end, 1 at the high end."""
        low, high = self.span
        return (self.at(value) - low) / (high - low)

    def ticks(self) -> list[float]:
        """Round values, five to ten of them."""
        if not self.by_powers:
            step = self._even_step()
            first = math.ceil(self.low / step - 1e-9)
            return [step * each for each in range(first, math.floor(self.high / step + 1e-9) + 1)]
        powers = range(math.floor(self.span[0]), math.ceil(self.span[1]) + 1)
        steps = _ROUND[:1] if self.high / self.low > _WIDE else _ROUND
        values = [step * 10.0**power for power in powers for step in steps]
        return [value for value in values if self.low * 0.999 <= value <= self.high * 1.001]

    def _even_step(self) -> float:
        rough = (self.high - self.low) / 6
        power = 10.0 ** math.floor(math.log10(rough))
        return next(power * each for each in (*_ROUND, 10) if power * each >= rough * 0.999)


def round_axis(values: Sequence[float], steep: float) -> Axis:
    """From a round value below to one above; from 0 unless they span more than `steep` times."""
    low, high = min(values), max(values)
    if high / low > steep:
        return Axis(_rounded(low, up=False), _rounded(high, up=True), True)
    return Axis(0.0, high * 1.1, False)


def _rounded(value: float, *, up: bool) -> float:
    power = math.floor(math.log10(value) + 1e-9)
    values = [step * 10.0**power for step in (*_ROUND, 10)]
    if up:
        return next(each for each in values if each >= value * 0.999)
    return next(each for each in reversed(values) if each <= value * 1.001)
