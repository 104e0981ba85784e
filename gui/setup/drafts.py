"""What stands in Setup for each source that was looked at: nothing typed is lost. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import TypeAdapter

from inference.sources.industrial.found_camera import FoundCamera
from inference.sources.settings import IndustrialSettings, SourceSettings
from inference.trial.same_camera import same_camera

_SOURCE: TypeAdapter[SourceSettings] = TypeAdapter(SourceSettings)


class Drafts:
    """One for each row that was opened, else the line's own settings, else the defaults."""

    def __init__(self) -> None:
        self._kept: dict[str, SourceSettings] = {}

    def keep(self, key: str, source: SourceSettings) -> None:
        self._kept[key] = source

    def of_camera(
        self,
        key: str,
        camera: FoundCamera,
        line: SourceSettings,
        found: Sequence[FoundCamera],
        producers: tuple[Path, ...],
    ) -> SourceSettings:
        """Called by its serial number from now on, even where the line had "the first"."""
        fresh = settings_for(camera, producers)
        if key in self._kept:
            return self._kept[key]
        if line.kind == fresh.kind and same_camera(line, fresh, found):
            return _named(line, fresh)
        return fresh

    def of_kind(self, kind: str, line: SourceSettings) -> SourceSettings | None:
        """None: nobody said anything of it yet."""
        return self._kept.get(kind, line if line.kind == kind else None)


def settings_for(camera: FoundCamera, producers: tuple[Path, ...] = ()) -> SourceSettings:
    """Nothing set: all is left to the camera."""
    if camera.kind == "usb":
        return _SOURCE.validate_python({"kind": "usb", "device": camera.serial or camera.name})
    values: dict[str, object] = {"kind": camera.kind, "serial": camera.serial}
    if camera.kind == "genicam":
        values["producers"] = producers
    return _SOURCE.validate_python(values)


def checked(values: dict[str, object]) -> SourceSettings:
    """Raises pydantic's `ValidationError`."""
    return _SOURCE.validate_python(values)


def _named(line: SourceSettings, fresh: SourceSettings) -> SourceSettings:
    if isinstance(line, IndustrialSettings) and isinstance(fresh, IndustrialSettings):
        return checked(line.model_dump() | {"serial": line.serial or fresh.serial})
    return line
