"""Any maker's camera through the maker's GenTL producer (`.cti`), by harvesters."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
from genicam.genapi import EAccessMode
from harvesters.core import Callback, Harvester, ImageAcquirer

from inference.sources.industrial.delivery import Delivery, broken
from inference.sources.industrial.driver import LOST_REMEDY
from inference.sources.industrial.found_camera import FoundCamera
from inference.sources.industrial.nodes import NodeValue, Parameter
from inference.sources.industrial.readiness import wait_for_trigger_wait
from inference.sources.protocol import SourceInvalid, SourceLost
from inference.sources.settings import GenicamSettings

# It logs what it raises as well; who catches it says it in our words.
logging.getLogger("harvesters").setLevel(logging.CRITICAL)

_PRODUCERS_VARIABLE = "GENICAM_GENTL64_PATH"
_FETCH_S = 0.001
_PAUSE_S = 0.003
"""`try_fetch` polls without letting other threads run: it is asked briefly, and often."""
_USABLE = (EAccessMode.RO, EAccessMode.RW, EAccessMode.WO)
_WRITABLE = (EAccessMode.RW, EAccessMode.WO)


def producers(chosen: tuple[Path, ...] = ()) -> tuple[Path, ...]:
    """The makers' `.cti` files: the chosen ones, or those that the environment names."""
    if chosen:
        return chosen
    folders = os.environ.get(_PRODUCERS_VARIABLE, "").split(os.pathsep)
    return tuple(
        sorted(path for folder in folders if folder for path in Path(folder).glob("*.cti"))
    )


def find_genicam(chosen: tuple[Path, ...] = ()) -> tuple[FoundCamera, ...]:
    """The cameras that the producers know. Raises `SourceInvalid` where there is no producer."""
    with _PRODUCERS.devices(producers(chosen)) as devices:
        return tuple(_found(device) for device in devices)


def open_genicam(settings: GenicamSettings) -> GentlCamera:
    """By serial number (or the device's id), or the first."""
    with _PRODUCERS.devices(producers(settings.producers)) as devices:
        found = [
            index
            for index, device in enumerate(devices)
            if settings.serial in {"", *_names_of(device)}
        ]
        if not found:
            there = ", ".join(device.property_dict["serial_number"] for device in devices)
            raise SourceLost(
                f"no GenICam camera {settings.serial or 'at all'}; there: {there or 'none'}",
                LOST_REMEDY,
            )
        return GentlCamera(_PRODUCERS.create(found[0]))


class _Producers:
    """A producer can be loaded once in a process: all cameras share one harvester."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._harvester: Harvester | None = None
        self._open_cameras = 0

    @contextlib.contextmanager
    def devices(self, paths: tuple[Path, ...]) -> Any:
        """What there is now, while nobody else looks or opens."""
        if not paths:
            raise SourceInvalid(
                "no GenTL producer is known",
                "install the camera maker's software, or choose its .cti file",
            )
        with self._lock:
            try:
                self._load(paths)
                yield self._known().device_info_list
            finally:
                self._let_go()

    def create(self, index: int) -> ImageAcquirer:
        """By its place in `devices`."""
        with self._lock:
            acquirer = self._known().create(index)
            self._open_cameras += 1
            return acquirer

    def destroy(self, acquirer: ImageAcquirer) -> None:
        with self._lock:
            self._open_cameras -= 1
            acquirer.destroy()
            self._let_go()

    def _let_go(self) -> None:
        """Who uses no such camera keeps no driver of it."""
        if not self._open_cameras and self._harvester is not None:
            self._harvester.reset()
            self._harvester = None

    def _known(self) -> Harvester:
        if self._harvester is None:
            self._harvester = Harvester()
        return self._harvester

    def _load(self, paths: tuple[Path, ...]) -> None:
        harvester = self._known()
        if self._open_cameras:
            return  # to look anew would end the cameras that are open
        for path in map(str, paths):
            if path in harvester.files:
                continue
            if not Path(path).is_file():
                raise SourceInvalid(f"there is no {path}", "choose the camera maker's .cti file")
            harvester.add_file(path)
        harvester.update()


_PRODUCERS = _Producers()


class GentlCamera:
    """Implements `OpenCamera`."""

    def __init__(self, acquirer: ImageAcquirer) -> None:
        self._acquirer = acquirer
        self._incomplete = _Incomplete()
        acquirer.add_callback(acquirer.Events.INCOMPLETE_BUFFER, self._incomplete)
        self.nodes = GenapiNodes(acquirer.remote_device.node_map)

    def start(self) -> None:
        self._acquirer.start()

    def stop(self) -> None:
        self._acquirer.stop()

    def wait_until_ready(self, timeout_s: float) -> None:
        wait_for_trigger_wait(self.nodes, timeout_s)

    def retrieve(self, timeout_s: float) -> Delivery | None:
        until = time.monotonic() + timeout_s
        while True:
            buffer = self._acquirer.try_fetch(timeout=_FETCH_S)
            if buffer is not None:
                with buffer:
                    return _delivery(buffer)
            if self._incomplete.take():
                return broken("the buffer is incomplete")
            if time.monotonic() >= until:
                return None
            time.sleep(_PAUSE_S)

    def is_there(self) -> bool:
        return bool(self.nodes.parameter("Width").value)

    def close(self) -> None:
        _PRODUCERS.destroy(self._acquirer)


class _Incomplete(Callback):  # type: ignore[misc] # the library has no types
    """Counts the buffers that the library throws away, on the thread that fetches."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0

    def emit(self, context: object | None = None) -> None:
        del context
        self._count += 1

    def take(self) -> bool:
        """Whether there was one that is not yet told of."""
        there = self._count > 0
        self._count -= there
        return there


class GenapiNodes:
    """Implements `NodeMap`."""

    def __init__(self, nodes: Any) -> None:
        self._nodes = nodes

    def has(self, name: str) -> bool:
        return self._nodes.has_node(name) and self._node(name).get_access_mode() in _USABLE

    def parameter(self, name: str) -> Parameter:
        node = self._node(name)
        return Parameter(
            name,
            node.value,
            getattr(node, "min", None),
            getattr(node, "max", None),
            getattr(node, "unit", ""),
            tuple(getattr(node, "symbolics", ())),
            _step(node),
            node.get_access_mode() in _WRITABLE,
        )

    def set(self, name: str, value: NodeValue) -> None:
        self._node(name).value = value

    def execute(self, name: str) -> None:
        self._node(name).execute()

    def _node(self, name: str) -> Any:
        return getattr(self._nodes, name)


def _step(node: Any) -> float | None:
    """Whole numbers have one, those with a point mostly none."""
    if isinstance(node.value, float) and not node.has_inc():
        return None
    return getattr(node, "inc", None)


def _delivery(buffer: Any) -> Delivery:
    part = buffer.payload.components[0]
    return Delivery(
        pixel_format=part.data_format,
        width=part.width,
        height=part.height,
        data=np.array(part.data).view(np.uint8).reshape(-1),  # the buffer goes back to the camera
        padding=part.x_padding,
        number=buffer.frame_id,
    )


def _names_of(device: Any) -> tuple[str, str]:
    return device.property_dict["serial_number"], device.property_dict["id_"]


def _found(device: Any) -> FoundCamera:
    known = device.property_dict
    name = f"{known['vendor']} {known['model']}"
    return FoundCamera("genicam", name, known["serial_number"] or known["id_"], known["tl_type"])
