"""Basler's cameras, through pypylon. `PYLON_CAMEMU=2` in the environment emulates two."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from pypylon import genicam, pylon

from inference.sources.industrial.delivery import Delivery, broken
from inference.sources.industrial.driver import LOST_REMEDY
from inference.sources.industrial.found_camera import FoundCamera
from inference.sources.industrial.nodes import NodeValue, Parameter
from inference.sources.protocol import SourceInvalid, SourceLost
from inference.sources.settings import BaslerSettings

_NO_NUMBER = 2**64 - 1
_INTERFACES = {
    "BaslerGigE": "GigE",
    "BaslerUsb": "USB3 Vision",
    "BaslerCamEmu": "emulated",
    "BaslerGenTlCxp": "CoaXPress",
}


def find_basler() -> tuple[FoundCamera, ...]:
    """The cameras there are now; takes up to a second where there is a network."""
    devices = pylon.TlFactory.GetInstance().EnumerateDevices()
    return tuple(_found(device) for device in devices)


def open_basler(settings: BaslerSettings) -> BaslerCamera:
    """By serial number, or the first. Raises `SourceLost`, or what pylon raises."""
    factory = pylon.TlFactory.GetInstance()
    devices = factory.EnumerateDevices()
    for device in devices:
        if settings.serial in {"", device.GetSerialNumber()}:
            return _with_features(BaslerCamera(factory.CreateDevice(device)), settings.features)
    there = ", ".join(device.GetSerialNumber() for device in devices) or "none"
    raise SourceLost(f"no Basler camera {settings.serial or 'at all'}; there: {there}", LOST_REMEDY)


def _with_features(camera: BaslerCamera, path: Path | None) -> BaslerCamera:
    if path is not None:
        try:
            camera.load_features(path)
        except SourceInvalid:
            camera.close()
            raise
    return camera


class BaslerCamera:
    """Implements `OpenCamera`."""

    feature_suffix = ".pfs"

    def __init__(self, device: Any) -> None:
        self._camera = pylon.InstantCamera(device)
        self._camera.Open()
        self.nodes = PylonNodes(self._camera.GetNodeMap())

    def start(self) -> None:
        self._camera.StartGrabbing(pylon.GrabStrategy_OneByOne)

    def stop(self) -> None:
        self._camera.StopGrabbing()

    def wait_until_ready(self, timeout_s: float) -> None:
        if self._camera.CanWaitForFrameTriggerReady():
            self._camera.WaitForFrameTriggerReady(
                round(1000 * timeout_s), pylon.TimeoutHandling_Return
            )

    def retrieve(self, timeout_s: float) -> Delivery | None:
        result = self._camera.RetrieveResult(round(1000 * timeout_s), pylon.TimeoutHandling_Return)
        if not result.IsValid():
            return None
        try:
            return _delivery(result)
        finally:
            result.Release()

    def is_there(self) -> bool:
        return not self._camera.IsCameraDeviceRemoved()

    def save_features(self, path: Path) -> None:
        """All that can be set, in pylon's own file. Raises `OSError`, or what pylon raises."""
        pylon.FeaturePersistence.Save(str(path), self._camera.GetNodeMap())

    def load_features(self, path: Path) -> None:
        """Raises `SourceInvalid` where the file is not there or not for this camera."""
        try:
            pylon.FeaturePersistence.Load(str(path), self._camera.GetNodeMap(), True)
        except Exception as error:
            raise SourceInvalid(
                f"the feature file {path} can't be loaded: {error}",
                "save it anew with this camera, or take it out of the settings",
            ) from error

    def close(self) -> None:
        self._camera.Close()
        self._camera.DestroyDevice()


class PylonNodes:
    """Implements `NodeMap`."""

    def __init__(self, nodes: Any) -> None:
        self._nodes = nodes

    def has(self, name: str) -> bool:
        node = self._nodes.GetNode(name)
        return node is not None and bool(genicam.IsAvailable(node))

    def parameter(self, name: str) -> Parameter:
        node = self._nodes.GetNode(name)
        value, writable = node.GetValue(), bool(genicam.IsWritable(node))
        if hasattr(node, "GetSymbolics"):
            choices = tuple(node.GetSymbolics())
            return Parameter(name, value, choices=choices, writable=writable)
        if hasattr(node, "GetMin"):
            limits = node.GetMin(), node.GetMax(), node.GetUnit()
            step = _step(node)
            return Parameter(name, value, *limits, increment=step, writable=writable)
        return Parameter(name, value, writable=writable)

    def set(self, name: str, value: NodeValue) -> None:
        self._nodes.GetNode(name).SetValue(value)

    def execute(self, name: str) -> None:
        self._nodes.GetNode(name).Execute()


def _step(node: Any) -> float | None:
    """Numbers with a point mostly have none, and pylon raises when asked for it."""
    has_none = isinstance(node, genicam.IFloat) and not node.HasInc()
    return None if has_none else float(node.GetInc())


def _delivery(result: Any) -> Delivery:
    if not result.GrabSucceeded():
        return broken(result.GetErrorDescription(), _number(result))
    return Delivery(
        pixel_format=_PIXEL_NAMES.get(result.GetPixelType(), hex(result.GetPixelType())),
        width=result.GetWidth(),
        height=result.GetHeight(),
        data=np.frombuffer(result.GetBuffer(), np.uint8),
        padding=result.GetPaddingX(),
        number=_number(result),
    )


def _number(result: Any) -> int | None:
    number = int(result.GetBlockID())
    return None if number == _NO_NUMBER else number


_PIXEL_NAMES = {
    getattr(pylon, name): name.removeprefix("PixelType_").replace("packed", "Packed")
    for name in dir(pylon)
    if name.startswith("PixelType_")
}


def _found(device: Any) -> FoundCamera:
    maker, serial = device.GetVendorName(), device.GetSerialNumber()
    kind = device.GetDeviceClass()
    return FoundCamera(
        "basler", f"{maker} {device.GetModelName()}", serial, _INTERFACES.get(kind, kind)
    )
