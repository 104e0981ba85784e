"""What a person sets of a camera, in GenICam's words and with the limits of the device."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any

from inference.sources.industrial.nodes import (
    EXPOSURE,
    FRAME_RATE,
    GAIN,
    NodeMap,
    NodeValue,
    Parameter,
    first_of,
)
from inference.sources.settings import SOFTWARE_TRIGGER, IndustrialSettings

REGION = ("OffsetX", "OffsetY", "Width", "Height")
SHOWN = (
    EXPOSURE, ("ExposureAuto",), GAIN, ("GainAuto",), ("Gamma",), ("BlackLevel",),
    ("BalanceWhiteAuto",), FRAME_RATE, ("PixelFormat",), *((name,) for name in REGION),
    ("TriggerMode",), ("TriggerSource",),
)  # fmt: skip
"""In this order, each by its present name and its older ones."""
_COLOURS = ("Red", "Green", "Blue")
_FIELDS = (("pixel_format", ("PixelFormat",)), ("exposure_us", EXPOSURE), ("gain_db", GAIN),
           ("fps", FRAME_RATE))  # fmt: skip

Values = Mapping[str, NodeValue]


def read_features(nodes: NodeMap) -> tuple[Parameter, ...]:
    """What the device has of them, as it is now. One that can't be read hides no other."""
    return tuple(_read(nodes))


def _read(nodes: NodeMap) -> Iterator[Parameter]:
    for names in SHOWN:
        name = first_of(nodes, names)
        if name is not None:
            with contextlib.suppress(Exception):  # each library raises its own
                yield nodes.parameter(name)
        if names == ("BalanceWhiteAuto",):
            yield from _read_balance(nodes)


def _read_balance(nodes: NodeMap) -> Iterator[Parameter]:
    """`BalanceRatio` once for each colour that the selector offers."""
    if not (nodes.has("BalanceRatioSelector") and nodes.has("BalanceRatio")):
        return
    for colour in _COLOURS:
        if colour in nodes.parameter("BalanceRatioSelector").choices:
            nodes.set("BalanceRatioSelector", colour)
            now = nodes.parameter("BalanceRatio")
            yield Parameter(
                f"BalanceRatio[{colour}]", now.value, now.minimum, now.maximum, now.unit,
                (), now.increment, now.writable,
            )  # fmt: skip


def values_in(settings: IndustrialSettings) -> dict[str, NodeValue]:
    """What the settings set, by GenICam's names; the rest is left to the camera."""
    values = dict(settings.nodes)
    for field, names in _FIELDS:
        value = getattr(settings, field)
        if value is not None:
            values[names[0]] = value
    values |= dict(zip(REGION, settings.region or (), strict=False))
    if settings.trigger != "off":
        is_ours = settings.trigger == SOFTWARE_TRIGGER
        values["TriggerSource"] = "Software" if is_ours else settings.trigger
        values["TriggerMode"] = "On"
    return values


def with_values(settings: IndustrialSettings, values: Values, now: Values) -> dict[str, Any]:
    """The settings' own fields that say `values`; `now` is how the camera is, for the region.

    A region is four numbers: those that nobody set are the camera's.
    """
    rest = dict(values)
    fields: dict[str, Any] = {"trigger": _trigger(rest, now), "region": _region(rest, now)}
    for field, names in _FIELDS:
        given = [rest.pop(name) for name in names if name in rest]
        fields[field] = given[0] if given else None
    return settings.model_dump() | fields | {"nodes": rest}


def _region(rest: dict[str, NodeValue], now: Values) -> tuple[NodeValue, ...] | None:
    given = {name: rest.pop(name) for name in REGION if name in rest}
    return tuple(given.get(name, now.get(name, 0)) for name in REGION) if given else None


def _trigger(rest: dict[str, NodeValue], now: Values) -> str:
    mode, source = rest.pop("TriggerMode", "Off"), rest.pop("TriggerSource", None)
    if mode != "On":
        return "off"
    line = str(source or now.get("TriggerSource", "Software"))
    return SOFTWARE_TRIGGER if line == "Software" else line


def present_name(name: str) -> str:
    """`ExposureTimeAbs` of an older camera -> `ExposureTime`, by which the settings call it."""
    return next((names[0] for names in SHOWN if name in names), name)
