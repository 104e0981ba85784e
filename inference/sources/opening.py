"""The settings of a source -> the source."""

from __future__ import annotations

from typing import assert_never

from inference.sources.ledger import Ledger
from inference.sources.protocol import Source
from inference.sources.settings import (
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

# ruff: noqa: PLC0415, PLR0911 - one return a kind; a station with a folder does not wait for the camera code to be imported


def make_source(settings: SourceSettings, ledger: Ledger) -> Source:
    """A source that is not yet open. Touches no device and no file."""
    match settings:
        case SimulatedSettings():
            from inference.sources.simulated import SimulatedLine

            return SimulatedLine(settings)
        case FolderSettings():
            from inference.sources.folder import WatchedFolder

            return WatchedFolder(settings, ledger)
        case FilesSettings():
            from inference.sources.files import GivenFiles

            return GivenFiles(settings)
        case UsbSettings():
            from inference.sources.usb import UsbCamera

            return UsbCamera(settings)
        case StreamSettings():
            from inference.sources.stream import NetworkStream

            return NetworkStream(settings)
        case VideoSettings():
            from inference.sources.stream import VideoFile

            return VideoFile(settings)
        case BaslerSettings() | GenicamSettings() | AravisSettings():
            from inference.sources.industrial.backends import industrial_camera

            return industrial_camera(settings)
        case _:
            assert_never(settings)
