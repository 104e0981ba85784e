"""Whether the libraries of industrial cameras find the cameras that they bring to play with."""

from __future__ import annotations

import importlib
import importlib.util
import os
from pathlib import Path

from inference.self_test.check import CheckFailed, CheckSkipped
from inference.sources.industrial.aravis_library import library

_EMULATED = 2


def check_basler() -> str:
    """Pylon's emulated cameras. Says so to pylon by the environment, so it comes first."""
    _skip_unless_installed("pypylon")
    os.environ["PYLON_CAMEMU"] = str(_EMULATED)
    pylon = importlib.import_module("pypylon.pylon")
    names = [
        device.GetFriendlyName() for device in pylon.TlFactory.GetInstance().EnumerateDevices()
    ]
    emulated = [name for name in names if "Emulation" in name]
    if len(emulated) < _EMULATED:
        raise CheckFailed(f"pylon finds {len(emulated)} of its {_EMULATED} emulated cameras")
    return f"pylon finds its emulated cameras, and {len(names) - len(emulated)} others"


def check_gentl() -> str:
    """The producer of GenTL that lies in the genicam package."""
    for package in ("genicam", "harvesters"):
        _skip_unless_installed(package)
    harvester = importlib.import_module("harvesters.core").Harvester()
    try:
        harvester.add_file(str(_producer()))
        harvester.update()
        found = len(harvester.device_info_list)
    finally:
        harvester.reset()
    if not found:
        raise CheckFailed("the GenTL producer that comes along finds none of its cameras")
    return f"the GenTL producer that comes along finds {found} emulated cameras"


def check_aravis() -> str:
    """The camera that the library plays itself: that it loads with what it needs of the system."""
    try:
        aravis = library()
    except ImportError as error:
        raise CheckSkipped(f"the system has no libaravis-0.8: {error}") from error
    aravis.call("arv_enable_interface", b"Fake")
    aravis.call("arv_update_device_list")
    count = aravis.call("arv_get_n_devices")
    ids = [aravis.text("arv_get_device_id", number) for number in range(count)]
    if not any(name.startswith("Fake") for name in ids):
        raise CheckFailed("libaravis finds not even the camera that it plays itself")
    return f"libaravis finds the camera that it plays itself, and {count - 1} others"


def _producer() -> Path:
    spec = importlib.util.find_spec("genicam")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    producer = next((path for folder in folders for path in Path(folder).glob("*.cti")), None)
    if producer is None:
        raise CheckFailed("genicam has lost its GenTL producer (*.cti)")
    return producer


def _skip_unless_installed(package: str) -> None:
    if importlib.util.find_spec(package) is None:
        raise CheckSkipped(f"{package} is not installed")
