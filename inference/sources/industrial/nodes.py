"""A camera's features, by GenICam's names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

NodeValue = bool | int | float | str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One feature as the device tells it now."""

    name: str
    value: NodeValue
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    choices: tuple[str, ...] = ()
    increment: float | None = None
    """Whole steps from the minimum; None where any value between the limits will do."""
    writable: bool = True


class NodeMap(Protocol):
    """The features of one open camera. What the library raises is passed on."""

    def has(self, name: str) -> bool:
        """Whether the device knows it and lets it be used now."""

    def parameter(self, name: str) -> Parameter:
        """Its value, limits and unit. Only where `has` says so."""

    def set(self, name: str, value: NodeValue) -> None: ...

    def execute(self, name: str) -> None:
        """Run a command."""


EXPOSURE = ("ExposureTime", "ExposureTimeAbs")
GAIN = ("Gain", "GainAbs")
FRAME_RATE = ("AcquisitionFrameRate", "AcquisitionFrameRateAbs")
"""The present name first, then that of older cameras."""


def first_of(nodes: NodeMap, names: Sequence[str]) -> str | None:
    """The first of these that the device knows."""
    return next((name for name in names if nodes.has(name)), None)
