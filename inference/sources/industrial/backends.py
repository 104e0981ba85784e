"""The back ends for industrial cameras: each is optional, and a missing one is said in words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from inference.sources.industrial.camera import IndustrialCamera, TriggeredCamera
from inference.sources.industrial.driver import OpenCamera
from inference.sources.protocol import SourceInvalid
from inference.sources.settings import SOFTWARE_TRIGGER, BaslerSettings, GenicamSettings

# ruff: noqa: PLC0415 - the libraries are large, optional, and only loaded for their own cameras

MISSING = {
    "basler": "Basler's pylon library (pypylon) is not installed",
    "genicam": "the GenICam library (harvesters) is not installed",
}
HOW_TO_GET = (
    "use the program's edition with industrial cameras; "
    "from the sources: install the extra 'cameras'"
)


def industrial_camera(settings: BaslerSettings | GenicamSettings) -> IndustrialCamera:
    """A camera that is not yet open. Touches no library."""
    triggered = settings.trigger == SOFTWARE_TRIGGER
    camera = TriggeredCamera if triggered else IndustrialCamera
    return camera(settings, partial(open_camera, settings))


def open_camera(settings: BaslerSettings | GenicamSettings) -> OpenCamera:
    """Raises `SourceInvalid` where the back end is missing, `SourceLost` where the camera is."""
    return _importing(settings.kind, partial(_open, settings))


def _open(settings: BaslerSettings | GenicamSettings) -> OpenCamera:
    if isinstance(settings, BaslerSettings):
        from inference.sources.industrial.basler import open_basler

        return open_basler(settings)
    from inference.sources.industrial.gentl import open_genicam

    return open_genicam(settings)


def _importing(kind: str, call: Callable[[], OpenCamera]) -> OpenCamera:
    try:
        return call()
    except ImportError as error:
        raise SourceInvalid(MISSING[kind], HOW_TO_GET) from error
