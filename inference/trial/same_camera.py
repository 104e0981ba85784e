"""Whether two settings mean the same camera: one of them may have it open."""

from __future__ import annotations

from collections.abc import Sequence

from inference.sources.industrial.found_camera import FoundCamera
from inference.sources.settings import (
    IndustrialSettings,
    SourceSettings,
    StreamSettings,
    UsbSettings,
)

Found = Sequence[FoundCamera]


def same_camera(one: SourceSettings, other: SourceSettings, found: Found) -> bool:
    """`found`: the cameras there are, which say what "the first" and "number 0" mean.

    A camera that two back ends know is one camera: its serial number says so.
    """
    if isinstance(one, IndustrialSettings) and isinstance(other, IndustrialSettings):
        serials = _serial(one, found), _serial(other, found)
        return serials[0] == serials[1] and (bool(serials[0]) or one.kind == other.kind)
    if isinstance(one, UsbSettings) and isinstance(other, UsbSettings):
        return _usb_names(one, found) & _usb_names(other, found) != set()
    return isinstance(one, StreamSettings) and one == other


def camera_of(source: SourceSettings, found: Found) -> FoundCamera | None:
    """Which of those that were found it means."""
    if isinstance(source, IndustrialSettings):
        serial = _serial(source, found)
        same = (camera for camera in found if (camera.kind, camera.serial) == (source.kind, serial))
        return next(same, None)
    if isinstance(source, UsbSettings):
        return next(
            (c for c in _usb(found) if _usb_names(source, found) & {c.name, c.serial}), None
        )
    return None


def _serial(source: IndustrialSettings, found: Found) -> str:
    first = (camera.serial for camera in found if camera.kind == source.kind)
    return source.serial or next(first, "")


def _usb_names(source: UsbSettings, found: Found) -> set[str]:
    """Each way to call it: its path where that is known, its number, its name."""
    cameras = _usb(found)
    if isinstance(source.device, int):
        ends = f"video{source.device}"
        named = [camera for camera in cameras if camera.serial.endswith(ends)]
        return {str(source.device), *(camera.serial for camera in named or cameras)}
    named = [camera for camera in cameras if source.device in {camera.name, camera.serial}]
    return {source.device, *(camera.serial for camera in named)}


def _usb(found: Found) -> list[FoundCamera]:
    return [camera for camera in found if camera.kind == "usb"]
