"""What is set of an industrial camera -> its features. What the device refuses is said."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

from inference.sources.industrial.nodes import (
    EXPOSURE,
    FRAME_RATE,
    GAIN,
    NodeMap,
    NodeValue,
    first_of,
)
from inference.sources.protocol import SourceInvalid
from inference.sources.settings import IndustrialSettings

_log = logging.getLogger(__name__)
_SELECTED = re.compile(r"(\w+)\[(\w+)\]")
_SWITCHES: dict[tuple[str, ...], tuple[str, NodeValue]] = {
    EXPOSURE: ("ExposureAuto", "Off"),
    GAIN: ("GainAuto", "Off"),
    FRAME_RATE: ("AcquisitionFrameRateEnable", True),
    ("BalanceRatio",): ("BalanceWhiteAuto", "Off"),
}
"""What would overwrite a number or keep it from acting, and how it is out of the way."""


def configure(nodes: NodeMap, settings: IndustrialSettings) -> None:
    """Before the acquisition starts. What is not set stays as the camera has it, but the trigger.

    Raises `SourceInvalid` with the device's own limits in its words.
    """
    for name, value in settings.nodes.items():
        set_feature(nodes, name, value)
    if settings.pixel_format is not None:
        _put(nodes, ["PixelFormat"], settings.pixel_format)
    if settings.region is not None:
        _set_region(nodes, *settings.region)
    for names, number in (
        (EXPOSURE, settings.exposure_us),
        (GAIN, settings.gain_db),
        (FRAME_RATE, settings.fps),
    ):
        if number is not None:
            _set_number(nodes, names, number)
    _set_trigger(nodes, settings.trigger)


def set_feature(nodes: NodeMap, name: str, value: NodeValue) -> None:
    """One feature by its GenICam name. `BalanceRatio[Red]`: first `BalanceRatioSelector` = Red.

    Raises `SourceInvalid` with the device's own limits in its words.
    """
    names = next((names for names in _SWITCHES if name in names), (name,))
    chosen = _SELECTED.fullmatch(name)
    if chosen:
        _put(nodes, [f"{chosen[1]}Selector"], chosen[2])
        names = (chosen[1],)
    _set_number(nodes, names, value)


def _set_number(nodes: NodeMap, names: Sequence[str], value: NodeValue) -> None:
    """An automatic would overwrite what is set: it is switched off first."""
    switch = _SWITCHES.get(tuple(names))
    if switch and nodes.has(switch[0]):
        nodes.set(*switch)
    _put(nodes, names, value)


def _set_region(nodes: NodeMap, x: int, y: int, width: int, height: int) -> None:
    # The offsets limit the size, so they make room first.
    for name in ("OffsetX", "OffsetY"):
        if nodes.has(name):
            nodes.set(name, 0)
    _put(nodes, ["Width"], width)
    _put(nodes, ["Height"], height)
    for name, offset in (("OffsetX", x), ("OffsetY", y)):
        if offset or nodes.has(name):
            _put(nodes, [name], offset)


def _set_trigger(nodes: NodeMap, trigger: str) -> None:
    if nodes.has("TriggerSelector"):
        nodes.set("TriggerSelector", "FrameStart")
    if trigger == "off":
        if nodes.has("TriggerMode"):
            nodes.set("TriggerMode", "Off")
        return
    _put(nodes, ["TriggerMode"], "On")
    _put(nodes, ["TriggerSource"], "Software" if trigger == "software" else trigger)


def _put(nodes: NodeMap, names: Sequence[str], value: NodeValue) -> None:
    name = first_of(nodes, names)
    if name is None:
        raise SourceInvalid(
            f"the camera has no {names[0]}, or does not let it be set", "leave it out"
        )
    try:
        nodes.set(name, value)
    except Exception as error:
        _log.info("%s = %r was refused: %s", name, value, error)
        raise SourceInvalid(
            f"the camera does not take {name} = {value}", _allowed(nodes, name)
        ) from error


def _allowed(nodes: NodeMap, name: str) -> str:
    parameter = nodes.parameter(name)
    if parameter.choices:
        return f"it takes: {', '.join(parameter.choices)}"
    if parameter.minimum is not None:
        limits = f"{parameter.minimum:.10g} to {parameter.maximum:.10g}"
        return f"it takes {limits} {parameter.unit}".strip()
    return "look at the camera's manual"
