"""Stands in for `cv2.VideoCapture` on a USB camera, of which there is none here: real frames from
a real video file, through a driver that can hang or be unplugged."""

from __future__ import annotations

import threading
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

_RealCapture = cv2.VideoCapture


class PluggedCamera:
    """Called as the class is: each call is one opening."""

    def __init__(self, video: Path) -> None:
        self._video = video
        self.plugged = True
        self.calls: list[tuple[object, ...]] = []
        self.hang = threading.Event()
        self.hanging = threading.Event()
        """A read hangs in the driver at this moment."""
        self.set_values: dict[int, float] = {}
        self.fourcc = "YUYV"
        self.fails: Exception | None = None
        self.open_now = 0
        self.released_under_a_reader = False

    def __call__(self, *arguments: object) -> _Opened:
        self.calls.append(arguments)
        return _Opened(self)

    def new_capture(self) -> cv2.VideoCapture:
        return _RealCapture(str(self._video), cv2.CAP_FFMPEG)


class _Opened:
    def __init__(self, camera: PluggedCamera) -> None:
        self._camera = camera
        self._capture = camera.new_capture()
        self._reading = False
        camera.open_now += camera.plugged

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
        return self._camera.plugged

    def read(self) -> tuple[bool, NDArray[np.uint8] | None]:
        self._reading = True
        while self._camera.hang.is_set():
            self._camera.hanging.set()
            threading.Event().wait(0.01)
        self._camera.hanging.clear()
        if self._camera.fails is not None:
            self._reading = False
            raise self._camera.fails
        if not self._camera.plugged:
            self._reading = False
            return False, None
        there, pixels = self._capture.read()
        if not there:
            self._capture = self._camera.new_capture()
            there, pixels = self._capture.read()
        self._reading = False
        return there, pixels

    def set(self, what: int, value: float) -> bool:
        self._camera.set_values[what] = value
        return True

    def get(self, what: int) -> float:
        if what == cv2.CAP_PROP_FOURCC:
            return float(cv2.VideoWriter.fourcc(*self._camera.fourcc))
        return self._camera.set_values.get(what, 0.0)

    def release(self) -> None:
        self._camera.released_under_a_reader |= self._reading
        self._camera.open_now -= self._camera.plugged
        self._capture.release()
