"""Network streams against a real HTTP server, and video files."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest

from inference.frame import Frame, UnreadableFrame
from inference.sources.protocol import SourceEnded, SourceInvalid, SourceLost
from inference.sources.settings import StreamSettings, VideoSettings
from inference.sources.stream import NetworkStream, VideoFile
from tests.inference.sources.mjpeg_server import MjpegServer
from tests.inference.sources.pictures import encoded, red_bgr, write_video
from tests.inference.sources.reading import read_on


@pytest.fixture
def server() -> Iterator[MjpegServer]:
    server = MjpegServer(encoded(red_bgr(), ".jpg"))
    server.start()
    yield server
    server.die()


def stream_of(
    server: MjpegServer, user: str = "", open_timeout_s: float = 30, read_timeout_s: float = 30
) -> NetworkStream:
    url = f"http://{user}{server.host}/video"
    return NetworkStream(
        StreamSettings(url=url, open_timeout_s=open_timeout_s, read_timeout_s=read_timeout_s)
    )


def read_until_lost(source: NetworkStream) -> float:
    """How long it took."""
    started = time.monotonic()
    with pytest.raises(SourceLost, match="stopped"):
        read_on(source)
    return time.monotonic() - started


def test_a_stalled_camera_is_lost_after_the_read_timeout(server: MjpegServer) -> None:
    source = stream_of(server, read_timeout_s=2)
    source.open()
    assert source.read(timeout_s=30) is not None
    server.stall()
    assert read_until_lost(source) < 20
    source.close()


def test_a_stream_gives_up_before_the_station_gives_it_up() -> None:
    settings = StreamSettings(url="http://camera/", open_timeout_s=60, read_timeout_s=60)
    source = NetworkStream(settings)
    assert source.open_may_take_s > 2 * settings.open_timeout_s
    assert source.stall_after_s is not None
    assert source.read_may_take_s > source.stall_after_s


def test_a_short_stall_is_sat_out(server: MjpegServer) -> None:
    source = stream_of(server)
    source.open()
    server.stall()
    while source.read(timeout_s=0.2) is not None:
        pass
    server.stall(stalled=False)
    assert isinstance(source.read(timeout_s=30), Frame)
    source.close()


def test_a_dead_camera_is_lost_at_once_and_comes_back(server: MjpegServer) -> None:
    source = stream_of(server)
    source.open()
    assert source.read(timeout_s=30) is not None
    server.die()
    assert read_until_lost(source) < 20  # the driver would wait for 30 s
    source.close()

    with pytest.raises(SourceLost, match="no stream"):
        stream_of(server).open()

    server.start()
    again = stream_of(server)
    again.open()
    assert isinstance(again.read(timeout_s=30), Frame)
    again.close()


def open_and_read(source: NetworkStream) -> None:
    source.open()
    read_on(source)


def test_a_camera_that_never_answers_is_lost_after_the_open_timeout(server: MjpegServer) -> None:
    server.stall()
    source = stream_of(server, open_timeout_s=1, read_timeout_s=0.8)
    started = time.monotonic()
    with pytest.raises(SourceLost):
        open_and_read(source)
    assert time.monotonic() - started < 20
    source.close()


def test_a_slow_reader_gets_pictures_in_order_and_none_is_lost_unseen(server: MjpegServer) -> None:
    source = stream_of(server)
    source.open()
    frames = []
    for _ in range(4):
        time.sleep(0.1)
        frames.append(source.read(timeout_s=30))
    source.close()
    moments = [frame.captured_ns for frame in frames if frame is not None]
    assert len(moments) == 4
    assert moments == sorted(moments)


def test_a_password_is_nowhere_to_be_seen(
    server: MjpegServer, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    source = stream_of(server, "operator:s3cr3t@")
    source.open()
    frame = source.read(timeout_s=30)
    server.die()
    with pytest.raises(SourceLost) as lost:
        read_on(source)
    source.close()
    with pytest.raises(SourceLost) as refused:
        stream_of(server, "operator:s3cr3t@").open()
    printed = capfd.readouterr()
    seen = [source.name, repr(frame), lost.value, lost.value.remedy, refused.value, caplog.text]
    assert "s3cr3t" not in f"{seen}{printed.out}{printed.err}"
    assert source.name == f"http://operator:***@{server.host}/video"


def test_a_video_gives_every_frame_then_ends(tmp_path: Path) -> None:
    source = VideoFile(VideoSettings(path=write_video(tmp_path / "Prüfung.avi", 12)))
    source.open()
    frames = [source.read(timeout_s=30) for _ in range(12)]
    assert all(isinstance(frame, Frame) for frame in frames)
    for _ in range(2):
        with pytest.raises(SourceEnded):
            source.read(timeout_s=30)
    source.close()


def test_a_video_that_is_none_says_so(tmp_path: Path) -> None:
    (tmp_path / "text.avi").write_text("no video", encoding="utf-8")
    for name in ["missing.avi", "text.avi"]:
        source = VideoFile(VideoSettings(path=tmp_path / name))
        with pytest.raises(SourceInvalid, match=name):
            source.open()
        source.close()


def test_a_video_cut_short_ends_early_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    whole = write_video(tmp_path / "whole.avi", 40).read_bytes()
    (tmp_path / "cut.avi").write_bytes(whole[: len(whole) // 2])
    caplog.set_level("INFO")
    source = VideoFile(VideoSettings(path=tmp_path / "cut.avi"))
    source.open()
    parts: list[Frame | UnreadableFrame] = []
    with pytest.raises(SourceEnded):
        read_on(source, into=parts)
    source.close()
    assert 0 < len(parts) < 40
    assert f"ended after {len(parts)} of 40 frames" in caplog.text


@pytest.mark.expects_log("fails for an unforeseen reason")
def test_a_video_that_fails_in_the_middle_is_not_judged_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing:
        def __init__(self, *arguments: object) -> None:
            self._driver = real(*arguments)
            self._reads = 0

        def __getattr__(self, name: str) -> object:
            return getattr(self._driver, name)

        def read(self) -> object:
            self._reads += 1
            if self._reads == 3:
                raise MemoryError
            return self._driver.read()

    real = cv2.VideoCapture
    monkeypatch.setattr(cv2, "VideoCapture", Failing)
    source = VideoFile(VideoSettings(path=write_video(tmp_path / "red.avi", 5)))
    source.open()
    with pytest.raises(SourceInvalid, match="after 2 frames: MemoryError"):
        read_on(source)
    source.close()
