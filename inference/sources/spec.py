"""One word on the command line -> the settings of a source."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from pydantic import ValidationError

from inference.sources.protocol import SourceInvalid
from inference.sources.settings import (
    STREAM_SCHEMES,
    AravisSettings,
    BaslerSettings,
    FilesSettings,
    FolderSettings,
    GenicamSettings,
    SimulatedSettings,
    SourceSettings,
    StreamSettings,
    UsbSettings,
    VideoSettings,
)

SPEC_HELP = (
    "simulated, folder:DIR, files:PATH (several: separated as in PATH), usb:0 or usb:NAME, "
    "video:FILE, http://..., https://..., rtsp://..., basler or basler:SERIAL, "
    "genicam or genicam:SERIAL, aravis or aravis:SERIAL"
)


def parse_source(spec: str) -> SourceSettings:
    """The settings for `simulated`, `folder:DIR`, `files:A`, `usb:0`, `video:FILE` or an address.

    Several files are separated by `os.pathsep`. Raises `SourceInvalid`; its words never repeat a
    password.
    """
    kind, _, rest = spec.partition(":")
    build = _BUILDERS.get(kind.lower())
    if build is None or not _has_its_rest(kind.lower(), rest):
        raise SourceInvalid("that is no source", f"use one of {SPEC_HELP}")
    try:
        return build(rest)
    except ValidationError as error:
        what = error.errors(include_input=False)[0]["msg"].removeprefix("Value error, ")
        raise SourceInvalid(f"{kind}: {what}", f"use one of {SPEC_HELP}") from None


def _has_its_rest(kind: str, rest: str) -> bool:
    if kind == "simulated":
        return not rest
    return bool(rest) or kind in _FIRST_FOUND


def _files(rest: str) -> FilesSettings:
    return FilesSettings(paths=tuple(Path(path) for path in rest.split(os.pathsep) if path))


def _usb(rest: str) -> UsbSettings:
    return UsbSettings(device=int(rest) if rest.isdecimal() else rest)


def _stream(scheme: str) -> Callable[[str], StreamSettings]:
    return lambda rest: StreamSettings(url=f"{scheme}:{rest}")


_BUILDERS: Mapping[str, Callable[[str], SourceSettings]] = {
    "simulated": lambda _: SimulatedSettings(),
    "folder": lambda rest: FolderSettings(path=Path(rest)),
    "files": _files,
    "usb": _usb,
    "video": lambda rest: VideoSettings(path=Path(rest)),
    "basler": lambda rest: BaslerSettings(serial=rest),
    "genicam": lambda rest: GenicamSettings(serial=rest),
    "aravis": lambda rest: AravisSettings(serial=rest),
    **{scheme: _stream(scheme) for scheme in STREAM_SCHEMES},
}
_FIRST_FOUND = ("basler", "genicam", "aravis")
"""Without a serial number: the first camera that is found."""
