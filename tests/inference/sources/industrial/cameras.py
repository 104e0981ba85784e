"""Cameras without hardware: Basler's emulator, and the GenTL producer inside the genicam wheel."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from inference.sources.settings import BaslerSettings

FRAME_RATE = 100.0


def red_basler(pictures: Path, **further: Any) -> BaslerSettings:
    """An emulated camera that sees the pictures of this folder, 64 x 48 px, in colour."""
    pytest.importorskip("pypylon", reason="Basler's library is not on this platform")
    given: dict[str, Any] = {
        "serial": "0815-0001",
        "pixel_format": "RGB8Packed",
        "region": (0, 0, 64, 48),
        "fps": FRAME_RATE,
        "exposure_us": 1000.0,
        "trigger_timeout_s": 10.0,
        "nodes": {
            "TestImageSelector": "Off",
            "ImageFilename": str(pictures),
            "ImageFileMode": "On",
        },
    }
    return BaslerSettings(**(given | further))


def viky_producer() -> Path:
    """Three cameras, `0` red, `1` green and `2` blue, that any GenTL program can open."""
    pytest.importorskip("harvesters", reason="GenICam's libraries are not on this platform")
    found = importlib.util.find_spec("genicam")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "viky.cti"
