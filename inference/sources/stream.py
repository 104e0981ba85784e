"""Cameras on the network, and video files: what OpenCV reads through FFmpeg."""

from __future__ import annotations

import logging

import cv2

from inference.frame import Frame, UnreadableFrame
from inference.sources.capture_source import CaptureSource
from inference.sources.protocol import (
    QueuePolicy,
    SourceEnded,
    SourceError,
    SourceInvalid,
    SourceLost,
)
from inference.sources.settings import StreamSettings, VideoSettings

_log = logging.getLogger(__name__)
_VIDEO_OPEN_TIMEOUT_S = 30.0
_GRACE_S = 10.0
"""Between our own time-outs and the station's, so that ours come first."""
_REMEDY = (
    "check address, user and password, cable and power of the camera; "
    "the station tries again by itself"
)


class NetworkStream(CaptureSource):
    """Implements `Source`: MJPEG over HTTP, or RTSP."""

    policy = QueuePolicy.DROP_OLDEST

    def __init__(self, settings: StreamSettings) -> None:
        # The driver's own time-out comes first: it says more than that nothing came.
        super().__init__(settings.name, self._open_driver, 2 * settings.open_timeout_s)
        self._settings = settings

    @property
    def stall_after_s(self) -> float | None:
        return 2 * self._settings.read_timeout_s

    @property
    def open_may_take_s(self) -> float:
        return 2 * self._settings.open_timeout_s + _GRACE_S

    @property
    def read_may_take_s(self) -> float:
        return 2 * self._settings.read_timeout_s + _GRACE_S

    def _open_driver(self) -> cv2.VideoCapture:
        settings = self._settings
        driver = cv2.VideoCapture(
            settings.url,
            cv2.CAP_FFMPEG,  # the time-outs below are its own
            [
                cv2.CAP_PROP_OPEN_TIMEOUT_MSEC,
                round(settings.open_timeout_s * 1000),
                cv2.CAP_PROP_READ_TIMEOUT_MSEC,
                round(settings.read_timeout_s * 1000),
                cv2.CAP_PROP_N_THREADS,
                1,  # several would hold as many frames back
            ],
        )
        if not driver.isOpened():
            raise SourceLost(f"no stream from {self.name}", _REMEDY)
        return driver

    def _over(self) -> Exception:
        return SourceLost(f"the stream from {self.name} stopped", _REMEDY)


class VideoFile(CaptureSource):
    """Implements `Source`: every frame of a file, once, as fast as they are judged."""

    policy = QueuePolicy.BLOCK
    stall_after_s = None
    open_may_take_s = 2 * _VIDEO_OPEN_TIMEOUT_S
    read_may_take_s = 60.0

    def __init__(self, settings: VideoSettings) -> None:
        super().__init__(settings.name, self._open_driver, _VIDEO_OPEN_TIMEOUT_S)
        self._path = settings.path
        self._announced_frames = 0

    def read(self, timeout_s: float) -> Frame | UnreadableFrame | None:
        try:
            return super().read(timeout_s)
        except (SourceEnded, SourceError):
            raise
        except Exception as error:  # let out, it would make a new source, which judges all again
            _log.exception("%s fails for an unforeseen reason", self.name)
            raise SourceInvalid(
                f"{self._path} can't be read on after {self._frames} frames: "
                f"{str(error) or type(error).__name__}",
                "see the log; the frames before are judged",
            ) from error

    def _open_driver(self) -> cv2.VideoCapture:
        if not self._path.is_file():
            raise SourceInvalid(f"{self._path} is not there, or is no file", "check the path")
        driver = cv2.VideoCapture(str(self._path), cv2.CAP_FFMPEG)
        if not driver.isOpened():
            raise self._no_video()
        self._announced_frames = int(driver.get(cv2.CAP_PROP_FRAME_COUNT))
        return driver

    def _over(self) -> Exception:
        if not self._frames:
            return self._no_video()
        if self._frames < self._announced_frames:
            _log.info(
                "%s ended after %d of %d frames", self.name, self._frames, self._announced_frames
            )
        return SourceEnded()

    def _no_video(self) -> SourceInvalid:
        return SourceInvalid(
            f"{self._path} is no video, or a damaged one", "check that another player shows it"
        )
