"""The back ends for industrial cameras: each is optional, and a missing one is said in words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from inference.sources.industrial.camera import IndustrialCamera, TriggeredCamera
from inference.sources.industrial.driver import OpenCamera
from inference.sources.protocol import SourceInvalid
from inference.sources.settings import (
    SOFTWARE_TRIGGER,
    BaslerSettings,
    CameraSettings,
    GenicamSettings,
)

# ruff: noqa: PLC0415 - the libraries are large, optional, and only loaded for their own cameras

_IN_THE_EDITION = (
    "use the program's edition with industrial cameras; "
    "from the sources: install the extra 'cameras'"
)
_MISSING = {
    "basler": ("Basler's pylon library (pypylon) is not installed", _IN_THE_EDITION),
    "genicam": ("the GenICam library (harvesters) is not installed", _IN_THE_EDITION),
    "aravis": (
        "Aravis (libaravis-0.8) is not installed, or can't be loaded",
        "on Debian and Ubuntu: apt-get install libaravis-0.8-0; it is for Linux only",
    ),
}


def industrial_camera(settings: CameraSettings) -> IndustrialCamera:
    """A camera that is not yet open. Touches no library."""
    triggered = settings.trigger == SOFTWARE_TRIGGER
    camera = TriggeredCamera if triggered else IndustrialCamera
    return camera(settings, partial(open_camera, settings))


def open_camera(settings: CameraSettings) -> OpenCamera:
    """Raises `SourceInvalid` where the back end is missing, `SourceLost` where the camera is."""
    return _importing(settings.kind, partial(_open, settings))


def missing(kind: str) -> SourceInvalid:
    """What is not installed, and how to get it."""
    what = f"the library for {kind} cameras is not installed"
    return SourceInvalid(*_MISSING.get(kind, (what, "install the program anew")))


def _open(settings: CameraSettings) -> OpenCamera:
    if isinstance(settings, BaslerSettings):
        from inference.sources.industrial.basler import open_basler

        return open_basler(settings)
    if isinstance(settings, GenicamSettings):
        from inference.sources.industrial.gentl import open_genicam

        return open_genicam(settings)
    from inference.sources.industrial.aravis import open_aravis

    return open_aravis(settings)


def _importing(kind: str, call: Callable[[], OpenCamera]) -> OpenCamera:
    try:
        return call()
    except ImportError as error:
        raise missing(kind) from error
