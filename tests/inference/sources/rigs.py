"""One rig for each kind of source: sets up what it looks at, and makes sources that do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import cv2
import pytest

from inference.sources.opening import make_source
from inference.sources.protocol import Source
from inference.sources.settings import (
    FilesSettings,
    FolderSettings,
    GenicamSettings,
    SimulatedSettings,
    SourceSettings,
    StreamSettings,
    UsbSettings,
    VideoSettings,
)
from tests.fakes import LedgerInMemory
from tests.inference.sources.industrial.cameras import FRAME_RATE, red_basler, viky_producer
from tests.inference.sources.industrial.gige_camera import gige_camera, red_gige
from tests.inference.sources.mjpeg_server import MjpegServer
from tests.inference.sources.pictures import RED_RGB, encoded, red_bgr, write_video
from tests.inference.sources.plugged_camera import PluggedCamera
from tests.inference.sources.rtsp_server import RtspServer


@dataclass(frozen=True)
class Rig:
    """At least five red pictures to be had, and a way to make them stop coming."""

    settings: SourceSettings
    fall_silent: Callable[[], object] | None = None
    """None for a source that never waits for anything."""
    freeze: Callable[[], object] | None = None
    """Who is opened after that waits for an answer, long."""
    shape: tuple[int, ...] = (48, 64, 3)
    colour: tuple[int, ...] | None = RED_RGB
    """RGB of the darkest there is in each picture; None where each is another."""
    many_at_once: bool = False
    """Whether several can have it open, so that opening it often takes less long."""
    keeps_mb: float = 0.0
    """What of each opening the library itself never gives back."""
    silent: SourceSettings | None = None
    """For who can't fall silent on the way: with these settings no picture ever comes."""

    def new_source(self) -> Source:
        return make_source(self.settings, LedgerInMemory())


def _write_pictures(folder: Path) -> Path:
    folder.mkdir()
    for number in range(5):
        (folder / f"part {number}.png").write_bytes(encoded(red_bgr(), ".png"))
    return folder


@contextmanager
def _simulated(_: Path, __: pytest.MonkeyPatch) -> Iterator[Rig]:
    yield Rig(SimulatedSettings(rate_hz=None, size_px=64), shape=(64, 64), colour=None)


@contextmanager
def _files(tmp_path: Path, _: pytest.MonkeyPatch) -> Iterator[Rig]:
    yield Rig(FilesSettings(paths=(_write_pictures(tmp_path / "in"),)))


@contextmanager
def _folder(tmp_path: Path, _: pytest.MonkeyPatch) -> Iterator[Rig]:
    folder = _write_pictures(tmp_path / "in")

    def empty() -> None:
        for path in folder.iterdir():
            path.unlink()

    yield Rig(FolderSettings(path=folder), empty, many_at_once=True)


@contextmanager
def _video(tmp_path: Path, _: pytest.MonkeyPatch) -> Iterator[Rig]:
    yield Rig(VideoSettings(path=write_video(tmp_path / "red.avi", 5)))


@contextmanager
def _mjpeg(_: Path, __: pytest.MonkeyPatch) -> Iterator[Rig]:
    server = MjpegServer(encoded(red_bgr(), ".jpg"))
    server.start()
    url = f"http://{server.host}/video"
    settings = StreamSettings(url=url, open_timeout_s=60, read_timeout_s=30)
    try:
        yield Rig(settings, server.stall, server.stall, many_at_once=True)
    finally:
        server.die()


@contextmanager
def _rtsp(_: Path, __: pytest.MonkeyPatch) -> Iterator[Rig]:
    server = RtspServer(encoded(red_bgr(), ".jpg"), 64, 48)
    server.start()
    try:
        settings = StreamSettings(url=server.url, open_timeout_s=60, read_timeout_s=30)
        yield Rig(settings, server.stall, server.stall, many_at_once=True)
    finally:
        server.die()


@contextmanager
def _usb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rig]:
    camera = PluggedCamera(write_video(tmp_path / "red.avi", 5))
    monkeypatch.setattr(cv2, "VideoCapture", camera)
    try:
        yield Rig(UsbSettings(device=0), camera.hang.set)
    finally:
        camera.hang.clear()


@contextmanager
def _basler(tmp_path: Path, _: pytest.MonkeyPatch) -> Iterator[Rig]:
    pictures = _write_pictures(tmp_path / "in")
    armed = red_basler(pictures, trigger="Line1")  # the emulator's lines never fire
    yield Rig(red_basler(pictures), silent=armed, keeps_mb=0.15)


@contextmanager
def _genicam(_: Path, __: pytest.MonkeyPatch) -> Iterator[Rig]:
    settings = GenicamSettings(producers=(viky_producer(),), serial="0", fps=FRAME_RATE)
    yield Rig(settings, shape=(400, 400, 3), colour=(255, 0, 0), keeps_mb=0.6)


@contextmanager
def _aravis(tmp_path: Path, _: pytest.MonkeyPatch) -> Iterator[Rig]:
    with gige_camera(tmp_path / "in") as camera:
        yield Rig(red_gige(), camera.mute, camera.freeze)


RIGS = {
    "simulated": _simulated,
    "files": _files,
    "folder": _folder,
    "video": _video,
    "mjpeg": _mjpeg,
    "rtsp": _rtsp,
    "usb": _usb,
    "basler": _basler,
    "genicam": _genicam,
    "aravis": _aravis,
}
