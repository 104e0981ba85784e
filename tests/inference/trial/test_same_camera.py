"""Which settings mean one camera."""

from __future__ import annotations

import pytest

from inference.sources.industrial.found_camera import FoundCamera
from inference.sources.settings import (
    BaslerSettings,
    GenicamSettings,
    SimulatedSettings,
    SourceSettings,
    StreamSettings,
    UsbSettings,
)
from inference.trial.same_camera import camera_of, same_camera

FIRST = FoundCamera("basler", "ace", "1", "GigE")
SECOND = FoundCamera("basler", "ace", "2", "GigE")
WEBCAM = FoundCamera("usb", "Line camera", "/dev/video2", "USB (v4l2)")
OTHER = FoundCamera("usb", "Other", "/dev/video4", "USB (v4l2)")
FOUND = (FIRST, SECOND, WEBCAM, OTHER)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (BaslerSettings(serial="2"), BaslerSettings(serial="2", fps=3.0), True),
        (BaslerSettings(), BaslerSettings(serial="1"), True),
        (BaslerSettings(), BaslerSettings(serial="2"), False),
        (BaslerSettings(serial="2"), GenicamSettings(serial="2"), True),
        (GenicamSettings(), GenicamSettings(), True),
        (GenicamSettings(), BaslerSettings(serial="9"), False),
        (UsbSettings(device=2), UsbSettings(device="/dev/video2"), True),
        (UsbSettings(device="Line camera"), UsbSettings(device="/dev/video2"), True),
        (UsbSettings(device="Other"), UsbSettings(device=2), False),
        (StreamSettings(url="http://a/x"), StreamSettings(url="http://a/x"), True),
        (StreamSettings(url="http://a/x"), StreamSettings(url="http://a/y"), False),
        (SimulatedSettings(), SimulatedSettings(), False),
        (UsbSettings(), BaslerSettings(), False),
    ],
)
def test_same_camera(one: SourceSettings, other: SourceSettings, same: bool) -> None:
    assert same_camera(one, other, FOUND) is same
    assert same_camera(other, one, FOUND) is same


def test_camera_of() -> None:
    assert camera_of(BaslerSettings(), FOUND) == FIRST
    assert camera_of(BaslerSettings(serial="9"), FOUND) is None
    assert camera_of(UsbSettings(device=4), FOUND) == OTHER
    assert camera_of(SimulatedSettings(), FOUND) is None
