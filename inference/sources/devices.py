"""Which USB cameras the operating system knows."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import cv2

_BACKENDS_BY_PLATFORM = {
    "win32": ("dshow", "msmf"),
    "darwin": ("avfoundation",),
}
_BACKEND_IDS = {
    "dshow": cv2.CAP_DSHOW,
    "msmf": cv2.CAP_MSMF,
    "v4l2": cv2.CAP_V4L2,
    "avfoundation": cv2.CAP_AVFOUNDATION,
}


@dataclass(frozen=True, slots=True)
class CameraDevice:
    """One camera, as the operating system names it."""

    index: int
    """What OpenCV opens it by, within `backend`. Changes when cameras are plugged in and out."""
    name: str
    path: str
    """Tells two cameras of one make apart, and stays with the socket. Empty where unknown."""
    backend: str


def backends() -> tuple[str, ...]:
    """The ways to USB cameras on this operating system, the one to try first in front."""
    return _BACKENDS_BY_PLATFORM.get(sys.platform, ("v4l2",))


def backend_id(backend: str) -> int:
    """OpenCV's number for it."""
    return int(_BACKEND_IDS[backend])


def list_cameras(backend: str | None = None) -> tuple[CameraDevice, ...]:
    """The cameras there are now. May take seconds on Windows, so not from the window's thread."""
    if sys.platform == "darwin":
        return ()  # the package that knows the names is not installed there
    from cv2_enumerate_cameras import enumerate_cameras  # noqa: PLC0415 - not on macOS

    chosen = backend or backends()[0]
    found = (
        CameraDevice(info.index, info.name or f"camera {info.index}", info.path or "", chosen)
        for info in enumerate_cameras(backend_id(chosen))
    )
    return tuple(sorted(found, key=lambda camera: camera.index))
