"""GigE Vision and USB3 Vision cameras on Linux, through libaravis: without the maker's software."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

from inference.sources.industrial.aravis_library import Library, library
from inference.sources.industrial.aravis_nodes import AravisNodes
from inference.sources.industrial.aravis_stream import AravisStream
from inference.sources.industrial.delivery import Delivery
from inference.sources.industrial.driver import LOST_REMEDY
from inference.sources.industrial.found_camera import FoundCamera
from inference.sources.industrial.gige_presence import serial_at
from inference.sources.industrial.readiness import wait_for_trigger_wait
from inference.sources.protocol import SourceLost
from inference.sources.settings import AravisSettings

_INTERFACES = {"GigEVision": "GigE Vision", "USB3Vision": "USB3 Vision"}
_looking = threading.Lock()
"""The list of devices is one for the whole process, and is read by numbers in it."""
_last_seen: dict[str, _Device] = {}
"""By what the settings call it. Where a camera was, it is asked for first: a look takes 1 s."""


@dataclass(frozen=True, slots=True)
class _Device:
    """One entry of the library's list."""

    id: str
    address: str
    serial: str
    name: str
    protocol: str

    @property
    def answers(self) -> bool:
        """Only who has an address in the network can be asked without opening it."""
        return self.protocol == "GigEVision" and serial_at(self.address) == self.serial


def find_aravis() -> tuple[FoundCamera, ...]:
    """The cameras there are now; takes a second. Raises `ImportError` without the library."""
    return tuple(
        FoundCamera(
            "aravis",
            device.name,
            device.serial or device.id,
            _INTERFACES.get(device.protocol, device.protocol),
        )
        for device in _look(library())
    )


def open_aravis(settings: AravisSettings) -> AravisCamera:
    """By serial number (or id, or address), or the first. Raises `SourceLost`."""
    device = _find(library(), settings.serial)
    _last_seen[settings.serial] = device
    return AravisCamera(library(), device)


def _find(aravis: Library, wanted: str) -> _Device:
    known = _last_seen.get(wanted)
    if known is not None and known.answers:
        return known
    there = _look(aravis)
    for device in there:
        if wanted in {"", device.serial, device.id, device.address}:
            return device
    if known is not None and known.answers:  # it came back while the others answered
        return known
    names = ", ".join(device.serial or device.id for device in there) or "none"
    raise SourceLost(f"no camera {wanted or 'at all'} found by Aravis; there: {names}", LOST_REMEDY)


def _look(aravis: Library) -> tuple[_Device, ...]:
    with _looking:
        aravis.call("arv_update_device_list")
        return tuple(_listed(aravis))


def _listed(aravis: Library) -> Iterator[_Device]:
    for index in range(aravis.call("arv_get_n_devices")):
        told = {
            what: aravis.text(f"arv_get_device_{what}", index)
            for what in ("id", "address", "serial_nbr", "vendor", "model", "protocol")
        }
        name = f"{told['vendor']} {told['model']}"
        yield _Device(told["id"], told["address"], told["serial_nbr"], name, told["protocol"])


class AravisCamera:
    """Implements `OpenCamera`."""

    def __init__(self, aravis: Library, device: _Device) -> None:
        self._aravis = aravis
        self._device = device
        self._stream: AravisStream | None = None
        self._gone = False
        # By address it is asked directly; by id the library would first look for all cameras.
        by = device.address if device.protocol == "GigEVision" else device.id
        self._camera = aravis.attempt("arv_camera_new", by.encode())
        handle = aravis.call("arv_camera_get_device", self._camera)
        aravis.call("arv_device_set_range_check_policy", handle, True)
        aravis.call("arv_device_set_access_check_policy", handle, True)
        self._handle = handle
        self.nodes = AravisNodes(aravis, handle)
        if not self._is_ours():
            self.close()
            raise SourceLost(
                f"the camera {device.serial} is in use already, here or by another program",
                LOST_REMEDY,
            )

    def start(self) -> None:
        if self.nodes.has("AcquisitionMode"):
            self.nodes.set("AcquisitionMode", "Continuous")
        self._stream = AravisStream(self._aravis, self._camera, self._pixel_format())
        self._aravis.attempt("arv_camera_start_acquisition", self._camera)

    def stop(self) -> None:
        stream, self._stream = self._stream, None
        if stream is None:
            return
        try:
            if not self._gone:
                self._aravis.attempt("arv_camera_stop_acquisition", self._camera)
        finally:
            stream.close()

    def wait_until_ready(self, timeout_s: float) -> None:
        """A trigger that goes to a camera which is gone would hang for seconds."""
        if not self.is_there():
            raise SourceLost("the camera is gone", LOST_REMEDY)
        wait_for_trigger_wait(self.nodes, timeout_s)

    def retrieve(self, timeout_s: float) -> Delivery | None:
        return None if self._stream is None else self._stream.retrieve(timeout_s)

    def is_there(self) -> bool:
        if self._device.protocol == "GigEVision":
            there = self._is_ours() and self._device.answers
        else:
            there = bool(self.nodes.parameter("Width").value)
        self._gone = not there
        return there

    def close(self) -> None:
        """Takes up to 10 s where the camera is gone: the library waits for its answers."""
        try:
            self.stop()
        finally:
            self._aravis.let_go(self._camera)

    def _is_ours(self) -> bool:
        """One program at a time may control a GigE Vision camera."""
        is_gige = self._aravis.call("arv_camera_is_gv_device", self._camera)
        return not is_gige or bool(self._aravis.call("arv_gv_device_is_controller", self._handle))

    def _pixel_format(self) -> str:
        """As the camera itself calls it."""
        return str(self.nodes.parameter("PixelFormat").value)
