"""What can be tried: an industrial camera with its features, any other camera, the line's own."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar, runtime_checkable

from inference.frame import Frame, UnreadableFrame
from inference.sources.industrial.backends import open_camera
from inference.sources.industrial.configuring import configure, set_feature
from inference.sources.industrial.driver import FreeDriver, OpenCamera, library_call
from inference.sources.industrial.nodes import NodeValue, Parameter
from inference.sources.protocol import Source, SourceError, SourceInvalid
from inference.sources.settings import (
    IndustrialSettings,
    SimulatedSettings,
    SourceSettings,
    StreamSettings,
    UsbSettings,
)
from inference.trial.features import REGION, read_features

# ruff: noqa: PLC0415 - a page of settings does not wait for camera code that nobody asked for

_log = logging.getLogger(__name__)
Part = Frame | UnreadableFrame
T = TypeVar("T")
_WAIT_S = 0.1
_ONLY_AT_REST = {"PixelFormat", *REGION}
"""Cameras lock them while pictures come."""


class TrialCamera(Protocol):
    """A camera that is open. Used by one thread; may raise anything."""

    def grab(self) -> Part | None:
        """The next picture; None when none came within 0.1 s."""

    def features(self) -> tuple[Parameter, ...]:
        """What can be set of it, as it is now."""

    def set(self, name: str, value: NodeValue) -> None:
        """Raises `SourceInvalid` in the words of the device."""

    def close(self) -> None: ...


@runtime_checkable
class KeepsFeatures(Protocol):
    """A library that writes all that its camera has into a file of its own."""

    feature_suffix: str

    def save_features(self, path: Path) -> None: ...


CAMERA_KINDS = ("simulated", "usb", "stream")
"""Kinds of sources with a live picture, beside every industrial camera."""


def is_camera(settings: SourceSettings) -> bool:
    """Whether it has a live picture: folders and files have none."""
    return isinstance(settings, IndustrialSettings) or settings.kind in CAMERA_KINDS


def open_for_trial(settings: SourceSettings) -> TrialCamera:
    """Opens it, running free whatever its trigger is. Raises `SourceError`."""
    if isinstance(settings, IndustrialSettings):
        return IndustrialTrial(settings)
    return SourceTrial(_source(settings))


def _source(settings: SourceSettings) -> Source:
    match settings:
        case UsbSettings():
            from inference.sources.usb import UsbCamera

            return UsbCamera(settings)
        case StreamSettings():
            from inference.sources.stream import NetworkStream

            return NetworkStream(settings)
        case SimulatedSettings():
            from inference.sources.simulated import SimulatedLine

            return SimulatedLine(settings)
    raise SourceInvalid(f"{settings.name} is no camera", "it has no live picture")


class IndustrialTrial:
    """Implements `TrialCamera`. Closed, the camera is as it was: nothing tried reaches the line."""

    def __init__(self, settings: IndustrialSettings) -> None:
        free = settings.model_copy(update={"trigger": "off"})
        self._camera: OpenCamera = library_call(lambda: open_camera(free))  # type: ignore[arg-type] # each kind there is
        self.refused: SourceError | None = None
        """What of the settings the camera does not take; it is open all the same."""
        self._before = library_call(lambda: read_features(self._camera.nodes))
        try:
            self._configure(free)
            library_call(self._camera.start)
        except SourceError:
            self._camera.close()
            raise
        self._driver = FreeDriver(self._camera, settings.name)

    def _configure(self, settings: IndustrialSettings) -> None:
        try:
            configure(self._camera.nodes, settings)
        except SourceInvalid as error:
            self.refused = error

    def grab(self) -> Part | None:
        return self._driver.grab()

    def features(self) -> tuple[Parameter, ...]:
        """As they are at rest: while pictures come the region seems to be fixed."""
        return library_call(lambda: self._at_rest(lambda: read_features(self._camera.nodes)))

    def set(self, name: str, value: NodeValue) -> None:
        def put() -> None:
            set_feature(self._camera.nodes, name, value)

        if name in _ONLY_AT_REST:
            library_call(lambda: self._at_rest(put))
        else:
            library_call(put)

    @property
    def feature_suffix(self) -> str | None:
        """How the maker's own file of all features ends; None where its library has none."""
        camera = self._camera
        return camera.feature_suffix if isinstance(camera, KeepsFeatures) else None

    def save_features(self, path: Path) -> None:
        """Only where there is a `feature_suffix`. Raises `SourceInvalid`."""
        camera = self._camera
        assert isinstance(camera, KeepsFeatures)
        try:
            camera.save_features(path)
        except Exception as error:
            raise SourceInvalid(
                f"{path.name} can't be written: {error}", "choose another place"
            ) from error

    def _at_rest(self, do: Callable[[], T]) -> T:
        self._camera.stop()
        try:
            return do()
        finally:
            self._camera.start()

    def close(self) -> None:
        try:
            self._camera.stop()
            # Twice: one limits the other, as offset and size do.
            self._put_back()
            self._put_back()
        except Exception:  # noqa: BLE001 - a camera that is gone takes nothing back
            _log.info("the camera could not be put back as it was", exc_info=True)
        finally:
            self._driver.release()

    def _put_back(self) -> None:
        nodes = self._camera.nodes
        now = {feature.name: feature.value for feature in read_features(nodes)}
        for feature in self._before:
            if now.get(feature.name) != feature.value:
                with contextlib.suppress(SourceError):
                    set_feature(nodes, feature.name, feature.value)


class SourceTrial:
    """Implements `TrialCamera` with a source as the station uses it: there is nothing to set."""

    def __init__(self, source: Source) -> None:
        self._source = source
        try:
            source.open()
        except SourceError:
            source.close()
            raise

    def grab(self) -> Part | None:
        return self._source.read(_WAIT_S)

    def features(self) -> tuple[Parameter, ...]:
        return ()

    def set(self, name: str, value: NodeValue) -> None:
        raise SourceInvalid(f"{name} = {value} can't be set of this camera", "leave it out")

    def close(self) -> None:
        self._source.close()


class LineTrial:
    """Implements `TrialCamera` with the pictures that the line takes: its camera is not touched."""

    def __init__(self, newest: Callable[[], Part | None]) -> None:
        self._newest = newest
        self._seen: Part | None = None

    def grab(self) -> Part | None:
        part = self._newest()
        if part is self._seen:
            time.sleep(_WAIT_S / 4)
            return None
        self._seen = part
        return part

    def features(self) -> tuple[Parameter, ...]:
        return ()

    def set(self, name: str, value: NodeValue) -> None:
        raise SourceInvalid(f"{name} = {value}: the line uses this camera", "stop the line first")

    def close(self) -> None:
        """Nothing to do: it was never opened."""
