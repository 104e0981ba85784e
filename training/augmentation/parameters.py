"""Each parameter of the augmentation: its bounds, its unit, its extremes; for all who ask."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import Enum
from typing import Any

import numpy as np

from training.augmentation.augment import (
    GENTLE,
    NO_AUGMENTATION,
    NOTEBOOK,
    STRONG,
    Augmentation,
    Range,
)
from training.augmentation.change import Change

PRESETS = {
    "none": NO_AUGMENTATION,
    "notebook": NOTEBOOK,
    "gentle": GENTLE,
    "strong": STRONG,
}


class Kind(Enum):
    """What a parameter's value is."""

    AMOUNT = "amount"
    """Up to this: a float; 0 changes nothing."""
    RANGE = "range"
    """Between these two: factors; 1 to 1 changes nothing."""
    SWITCH = "switch"
    """Whether at all."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One field of `Augmentation`."""

    name: str
    kind: Kind
    highest: float = 1.0
    lowest: float = 0.0
    step: float = 0.01
    """Of a slider."""
    unit: str = ""
    """`deg`, `%` (the value is a share), `x` (a factor), `levels` of 255, `px` or nothing."""

    def value(self, augmentation: Augmentation) -> Any:
        """A float, a `Range` or a bool."""
        return getattr(augmentation, self.name)

    def extremes(self, augmentation: Augmentation) -> tuple[Change, ...]:
        """The most that it does by itself: one change, or one for each way."""
        value = self.value(augmentation)
        if self.kind is Kind.SWITCH:
            ways = [(self.name == "flip_horizontal", self.name == "flip_vertical")] if value else []
            return tuple(Change(flips=way) for way in ways)
        field = _FIELDS.get(self.name, self.name)
        if self.kind is Kind.RANGE:
            return tuple(_one(field, end) for end in value)
        if self.name == "light_gradient":
            return tuple(Change(slope=value, slope_rad=way) for way in (np.pi, 0.0))
        ends = (value,) if self.name in _ONE_WAY else (-value, value)
        return tuple(_one(field, end) for end in ends)


_FIELDS = {"rotation_deg": "turn_deg", "width_shift": "across", "height_shift": "down"}
_ONE_WAY = ("blur_px", "noise")


def _one(field: str, value: float) -> Change:
    numbers: dict[str, Any] = {field: value}
    return replace(Change(), **numbers)


PARAMETERS = (
    Parameter("rotation_deg", Kind.AMOUNT, 180.0, step=1.0, unit="deg"),
    Parameter("zoom", Kind.RANGE, 2.0, 0.5, unit="x"),
    Parameter("width_shift", Kind.AMOUNT, 0.3, unit="%"),
    Parameter("height_shift", Kind.AMOUNT, 0.3, unit="%"),
    Parameter("flip_horizontal", Kind.SWITCH),
    Parameter("flip_vertical", Kind.SWITCH),
    Parameter("gain", Kind.RANGE, 2.0, 0.3, unit="x"),
    Parameter("offset", Kind.AMOUNT, 80.0, step=1.0, unit="levels"),
    Parameter("gamma", Kind.RANGE, 3.0, 0.3),
    Parameter("contrast", Kind.RANGE, 2.0, 0.3, unit="x"),
    Parameter("light_gradient", Kind.AMOUNT, 0.8, unit="%"),
    Parameter("blur_px", Kind.AMOUNT, 4.0, step=0.1, unit="px"),
    Parameter("noise", Kind.AMOUNT, 40.0, step=0.5, unit="levels"),
)
_NAMED = {parameter.name: parameter for parameter in PARAMETERS}


def augmentation_of(fields: Mapping[str, Any], base: Augmentation) -> Augmentation:
    """`base` with these fields: what TOML, JSON and the command line say.

    A range is a list of two numbers. Raises `ValueError` that names the field and what is wrong.
    """
    unknown = [name for name in fields if name not in _NAMED]
    if unknown:
        raise ValueError(f"there is no augmentation {unknown[0]!r}; there are: {', '.join(_NAMED)}")
    values: dict[str, Any] = {name: _value(_NAMED[name], fields[name]) for name in fields}
    return replace(base, **values)


def checked(augmentation: Augmentation) -> Augmentation:
    """The same. Raises `ValueError` for a value out of its bounds."""
    return augmentation_of(asdict(augmentation), NO_AUGMENTATION)


def _value(parameter: Parameter, value: Any) -> bool | float | Range:
    if parameter.kind is Kind.SWITCH:
        if not isinstance(value, bool):
            raise ValueError(f"{parameter.name} is true or false, not {value!r}")
        return value
    if parameter.kind is Kind.AMOUNT:
        return _number(parameter, value)
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ValueError(f"{parameter.name} is a range of two numbers, not {value!r}")
    low, high = (_number(parameter, end) for end in value)
    if low > high:
        raise ValueError(f"{parameter.name}: {low:g} is more than {high:g}")
    return low, high


def _number(parameter: Parameter, value: Any) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not math.isfinite(value):
        raise ValueError(f"{parameter.name} is a number, not {value!r}")
    if not parameter.lowest <= value <= parameter.highest:
        raise ValueError(
            f"{parameter.name} lies between {parameter.lowest:g} and {parameter.highest:g}: "
            f"{value:g} does not"
        )
    return float(value)
