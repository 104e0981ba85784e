"""A USB camera through OpenCV."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator

import cv2

from inference.sources.capture_source import CaptureSource
from inference.sources.devices import CameraDevice, backend_id, backends, list_cameras
from inference.sources.protocol import QueuePolicy, SourceInvalid, SourceLost
from inference.sources.settings import UsbSettings

_log = logging.getLogger(__name__)
_OPEN_TIMEOUT_S = 30.0
_GREY_FORMATS = frozenset({"GREY", "Y800", "Y8", "Y16"})
_LARGEST_UNCOMPRESSED_PX = 640 * 480
"""What USB 2 carries uncompressed at full rate; beyond it cameras want MJPG."""
_REMEDY = "check the cable; close other programs that use it; the station tries again by itself"


class UsbCamera(CaptureSource):
    """Implements `Source`."""

    policy = QueuePolicy.DROP_OLDEST
    stall_after_s = 5.0
    open_may_take_s = _OPEN_TIMEOUT_S + 15.0
    read_may_take_s = 15.0

    def __init__(self, settings: UsbSettings) -> None:
        super().__init__(settings.name, self._open_driver, _OPEN_TIMEOUT_S)
        self._settings = settings

    def _open_driver(self) -> cv2.VideoCapture:
        for backend, index in self._addresses():
            driver = cv2.VideoCapture(index, backend_id(backend))
            if driver.isOpened():
                apply_settings(driver, self._settings, backend)
                self._grey = pixel_format(driver) in _GREY_FORMATS
                _log.info("%s opened through %s: %s", self.name, backend, describe(driver))
                return driver
            driver.release()
        raise SourceLost(f"the camera {self._settings.device} does not open", _REMEDY)

    def _addresses(self) -> Iterator[tuple[str, int]]:
        """Backends and the camera's index in each, the one to try first in front."""
        device = self._settings.device
        if isinstance(device, str):
            return addresses_by_name(device, self._backends())
        return addresses_by_index(device, self._backends())

    def _backends(self) -> tuple[str, ...]:
        wanted = self._settings.backend
        if wanted == "auto":
            return backends()
        if wanted not in backends():
            raise SourceInvalid(
                f"there is no {wanted} on this operating system",
                f"choose one of: auto, {', '.join(backends())}",
            )
        return (wanted,)

    def _over(self) -> Exception:
        return SourceLost(f"the camera {self._settings.device} delivers no more", _REMEDY)


def addresses_by_name(wanted: str, ways: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """Looked up in each backend's own list. `SourceLost` when none knows it (yet)."""
    there: list[str] = []
    found = False
    for backend in ways:
        cameras = list_cameras(backend)
        there += [camera.name for camera in cameras]
        camera = find_camera(wanted, cameras)
        if camera is not None:
            found = True
            yield backend, camera.index
    if not found:
        known = ", ".join(dict.fromkeys(there)) or "none"
        raise SourceLost(f"no camera is called {wanted!r}; there: {known}", _REMEDY)


def addresses_by_index(index: int, ways: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """The first backend's index; in the others the one camera of the same name.

    Each backend counts by itself: the same index may be another camera, whose pictures would be
    judged.
    """
    first, *others = ways
    yield first, index
    if not others:
        return
    names = [camera.name for camera in list_cameras(first) if camera.index == index]
    for backend in others:
        same = [camera for camera in list_cameras(backend) if camera.name in names]
        if len(same) == 1:
            yield backend, same[0].index


def find_camera(wanted: str, cameras: tuple[CameraDevice, ...]) -> CameraDevice | None:
    """The camera of that name or path. `SourceInvalid` when several have it."""
    found = [camera for camera in cameras if wanted in {camera.name, camera.path}]
    if len(found) > 1:
        paths = ", ".join(camera.path for camera in found)
        raise SourceInvalid(
            f"{len(found)} cameras are called {wanted!r}", f"choose by path: {paths}"
        )
    return found[0] if found else None


def apply_settings(driver: cv2.VideoCapture, settings: UsbSettings, backend: str) -> None:
    """Ask the driver for what is set. What it does not take stays as it was."""
    # The format first: the sizes on offer depend on it.
    if (settings.width or 0) * (settings.height or 0) > _LARGEST_UNCOMPRESSED_PX:
        driver.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
    for what, value in (
        (cv2.CAP_PROP_FRAME_WIDTH, settings.width),
        (cv2.CAP_PROP_FRAME_HEIGHT, settings.height),
        (cv2.CAP_PROP_FPS, settings.fps),
    ):
        if value is not None:
            driver.set(what, value)
    if settings.exposure_us is not None:
        automatic_off, exposure = exposure_for(backend, settings.exposure_us)
        driver.set(cv2.CAP_PROP_AUTO_EXPOSURE, automatic_off)
        if not driver.set(cv2.CAP_PROP_EXPOSURE, exposure):
            _log.info("%s: the driver does not take an exposure", settings.name)


def exposure_for(backend: str, exposure_us: float) -> tuple[float, float]:
    """What switches automatic exposure off, and the exposure, in the driver's own numbers.

    V4L2 counts in 100 us, the Windows drivers in powers of two of a second.
    """
    if backend == "v4l2":
        return 1.0, max(1.0, round(exposure_us / 100))
    return 0.25, round(math.log2(exposure_us / 1e6))


def pixel_format(driver: cv2.VideoCapture) -> str:
    """The FOURCC of what the camera delivers, before the driver converts it; may be empty."""
    code = int(driver.get(cv2.CAP_PROP_FOURCC)) & 0xFFFFFFFF
    return code.to_bytes(4, "little").decode("latin-1").strip(" \0")


def describe(driver: cv2.VideoCapture) -> str:
    """What the driver says was really set."""
    width, height, fps, exposure = (
        driver.get(what)
        for what in (
            cv2.CAP_PROP_FRAME_WIDTH,
            cv2.CAP_PROP_FRAME_HEIGHT,
            cv2.CAP_PROP_FPS,
            cv2.CAP_PROP_EXPOSURE,
        )
    )
    return (
        f"{width:.0f}x{height:.0f} px at {fps:g} fps, {pixel_format(driver) or 'unnamed'} pixels, "
        f"exposure {exposure:g} (the driver's own scale)"
    )
