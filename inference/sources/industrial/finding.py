"""Which cameras there are, through all back ends, and what can be set of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from inference.sources.devices import list_cameras
from inference.sources.industrial.backends import HOW_TO_GET, MISSING, open_camera
from inference.sources.industrial.found_camera import FoundCamera
from inference.sources.industrial.nodes import EXPOSURE, FRAME_RATE, GAIN, Parameter, first_of
from inference.sources.protocol import SourceError
from inference.sources.settings import BaslerSettings, GenicamSettings

# ruff: noqa: PLC0415 - the libraries are large, optional, and only loaded when they are looked for

SHOWN = (EXPOSURE, GAIN, FRAME_RATE, ("PixelFormat",), ("TriggerSource",))
"""What a person sets first, each by its present and its older names."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look brought."""

    cameras: tuple[FoundCamera, ...] = ()
    troubles: tuple[str, ...] = ()
    """Back ends that are missing or failed, each in words that say what to do."""


def find_all(producers: tuple[Path, ...] = ()) -> Finding:
    """Asks every back end; may take seconds. One that is missing does not hide the others."""
    findings = [
        find_of("basler"),
        find_of("genicam", producers),
        _looked("usb", _find_usb),
    ]
    return Finding(
        tuple(camera for finding in findings for camera in finding.cameras),
        tuple(trouble for finding in findings for trouble in finding.troubles),
    )


def find_of(kind: str, producers: tuple[Path, ...] = ()) -> Finding:
    """The industrial cameras of one back end: `basler` or `genicam`."""
    return _looked(kind, _find_basler if kind == "basler" else lambda: _find_genicam(producers))


def parameters_of(settings: BaslerSettings | GenicamSettings) -> tuple[Parameter, ...]:
    """Values, limits and units from the device itself. Opens it for a moment, sets nothing.

    Raises what a source's `open` does, and whatever the library does.
    """
    camera = open_camera(settings)
    try:
        names = [first_of(camera.nodes, names) for names in SHOWN]
        return tuple(camera.nodes.parameter(name) for name in names if name is not None)
    finally:
        camera.close()


def _looked(kind: str, look: Callable[[], Sequence[FoundCamera]]) -> Finding:
    try:
        return Finding(tuple(look()))
    except ImportError:
        return Finding(troubles=(f"{MISSING.get(kind, kind)}: {HOW_TO_GET}",))
    except SourceError as error:
        return Finding(troubles=(f"{error}: {error.remedy}",))
    except Exception as error:  # noqa: BLE001 - each library raises its own
        return Finding(troubles=(f"{kind}: the cameras can't be listed: {error}",))


def _find_basler() -> Sequence[FoundCamera]:
    from inference.sources.industrial.basler import find_basler

    return find_basler()


def _find_genicam(producers: tuple[Path, ...]) -> Sequence[FoundCamera]:
    from inference.sources.industrial.gentl import find_genicam

    return find_genicam(producers)


def _find_usb() -> Sequence[FoundCamera]:
    return [
        FoundCamera("usb", camera.name, camera.path, f"USB ({camera.backend})")
        for camera in list_cameras()
    ]
