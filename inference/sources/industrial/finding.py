"""Which cameras there are, through all back ends."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from inference.sources.devices import list_cameras
from inference.sources.industrial.backends import missing
from inference.sources.industrial.found_camera import FoundCamera
from inference.sources.protocol import SourceError

# ruff: noqa: PLC0415 - the libraries are large, optional, and only loaded when they are looked for


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
        *([find_of("aravis")] if sys.platform == "linux" else []),
        _looked("usb", _find_usb),
    ]
    return Finding(
        tuple(camera for finding in findings for camera in finding.cameras),
        tuple(trouble for finding in findings for trouble in finding.troubles),
    )


def find_of(kind: str, producers: tuple[Path, ...] = ()) -> Finding:
    """The industrial cameras of one back end: `basler`, `genicam` or `aravis`."""
    looks: dict[str, Callable[[], Sequence[FoundCamera]]] = {
        "basler": _find_basler,
        "genicam": lambda: _find_genicam(producers),
        "aravis": _find_aravis,
    }
    return _looked(kind, looks[kind])


def _looked(kind: str, look: Callable[[], Sequence[FoundCamera]]) -> Finding:
    try:
        return Finding(tuple(look()))
    except ImportError:
        return _in_trouble(missing(kind))
    except SourceError as error:
        return _in_trouble(error)
    except Exception as error:  # noqa: BLE001 - each library raises its own
        return Finding(troubles=(f"{kind}: the cameras can't be listed: {error}",))


def _in_trouble(error: SourceError) -> Finding:
    return Finding(troubles=(f"{error}: {error.remedy}",))


def _find_basler() -> Sequence[FoundCamera]:
    from inference.sources.industrial.basler import find_basler

    return find_basler()


def _find_genicam(producers: tuple[Path, ...]) -> Sequence[FoundCamera]:
    from inference.sources.industrial.gentl import find_genicam

    return find_genicam(producers)


def _find_aravis() -> Sequence[FoundCamera]:
    from inference.sources.industrial.aravis import find_aravis

    return find_aravis()


def _find_usb() -> Sequence[FoundCamera]:
    return [
        FoundCamera("usb", camera.name, camera.path, f"USB ({camera.backend})")
        for camera in list_cameras()
    ]
