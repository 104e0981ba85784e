"""A camera that was found. Pure data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FoundCamera:
    """One camera there is now, through whatever back end."""

    kind: str
    """The back end, as the settings of its source call it: `basler`, `genicam`, `aravis`, `usb`."""
    name: str
    """Maker and model, for a person."""
    serial: str
    """What it is opened by: stays with the camera, whichever socket it is plugged into."""
    interface: str
