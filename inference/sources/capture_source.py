"""What every source that OpenCV captures has in common."""

from __future__ import annotations

from collections.abc import Callable

import cv2

from inference.frame import Frame, UnreadableFrame
from inference.sources.capture import Capture, CaptureOver, OpenCvDriver, frame_of


class CaptureSource:
    """Implements all of `Source` but `policy` and the time limits."""

    def __init__(
        self, name: str, open_driver: Callable[[], cv2.VideoCapture], open_timeout_s: float
    ) -> None:
        self._name = name
        self._open_timeout_s = open_timeout_s
        self._capture = Capture(name, lambda: OpenCvDriver(open_driver()))
        self._frames = 0
        self._grey = False
        """The camera delivers grey, though the driver makes BGR of it."""

    @property
    def name(self) -> str:
        return self._name

    def open(self) -> None:
        self._capture.open(self._open_timeout_s)

    def read(self, timeout_s: float) -> Frame | UnreadableFrame | None:
        try:
            grabbed = self._capture.read(timeout_s)
        except CaptureOver as over:
            raise self._over() from over
        if grabbed is None:
            return None
        self._frames += 1
        return frame_of(grabbed, self._name, grey=self._grey)

    def recorded(self, part: Frame | UnreadableFrame) -> None:
        """Nothing to do: a camera does not care."""

    def close(self) -> None:
        self._capture.close()

    def _over(self) -> Exception:
        """What to raise when no more comes."""
        raise NotImplementedError
