"""What is particular to industrial cameras, on the two that their libraries emulate."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
import pytest

from inference.frame import Frame, UnreadableFrame
from inference.sources.industrial.finding import find_all, find_of
from inference.sources.opening import make_source
from inference.sources.protocol import QueuePolicy, Source, SourceInvalid, SourceLost
from inference.sources.settings import BaslerSettings, GenicamSettings, SourceSettings
from tests.fakes import LedgerInMemory
from tests.inference.sources.industrial.cameras import red_basler, viky_producer
from tests.inference.sources.pictures import RED_RGB, encoded, red_bgr
from tests.patience import PATIENCE_S


def new_source(settings: SourceSettings) -> Source:
    return make_source(settings, LedgerInMemory())


def first_part(settings: SourceSettings) -> Frame | UnreadableFrame:
    source = new_source(settings)
    source.open()
    deadline = time.monotonic() + PATIENCE_S
    while (part := source.read(0.2)) is None:
        assert time.monotonic() < deadline
    source.close()
    return part


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    (tmp_path / "part.png").write_bytes(encoded(red_bgr(), ".png"))
    return tmp_path


@pytest.mark.parametrize(
    ("pixel_format", "bits"),
    [("Mono8", 8), ("Mono10", 10), ("Mono12", 12), ("Mono16", 16)],
)
def test_the_device_delivers_the_depth_that_is_asked_for(pixel_format: str, bits: int) -> None:
    pytest.importorskip("pypylon", reason="Basler's library is not on this platform")
    part = first_part(BaslerSettings(pixel_format=pixel_format, region=(0, 0, 64, 48)))
    assert isinstance(part, Frame)
    assert part.bits_per_sample == bits
    assert part.image.shape == (48, 64)
    assert 2 ** (bits - 2) < part.image.max() < 2**bits


@pytest.mark.parametrize("pixel_format", ["BGR8Packed", "BGRA8Packed", "BayerRG8", "BayerGB8"])
def test_the_device_sees_red_in_each_colour_format(pictures: Path, pixel_format: str) -> None:
    part = first_part(red_basler(pictures, pixel_format=pixel_format))
    assert isinstance(part, Frame)
    np.testing.assert_allclose(part.image.mean(axis=(0, 1)), RED_RGB, atol=6)


def test_each_gentl_camera_shows_its_own_colour() -> None:
    for channel, serial in enumerate("012"):
        part = first_part(GenicamSettings(producers=(viky_producer(),), serial=serial))
        assert isinstance(part, Frame)
        assert int(part.image.mean(axis=(0, 1)).argmax()) == channel


def test_two_gentl_cameras_at_once() -> None:
    one, other = (
        new_source(GenicamSettings(producers=(viky_producer(),), serial=serial)) for serial in "01"
    )
    one.open()
    other.open()
    assert isinstance(one.read(60), Frame)
    assert isinstance(other.read(60), Frame)
    other.close()
    assert isinstance(one.read(60), Frame)
    one.close()


def test_who_is_triggered_may_be_silent_and_loses_no_part(pictures: Path) -> None:
    free, armed = (new_source(red_basler(pictures, trigger=mode)) for mode in ("off", "Line1"))
    assert (free.policy, free.stall_after_s) == (QueuePolicy.DROP_OLDEST, 5.0)
    assert (armed.policy, armed.stall_after_s) == (QueuePolicy.FAULT, None)
    armed.open()
    assert armed.read(0.5) is None  # the emulator's lines never fire
    armed.close()


@pytest.mark.parametrize(
    ("further", "what", "remedy"),
    [
        ({"exposure_us": 1e9}, "ExposureTime = 1000000000", "1 to 10000000 us"),
        ({"pixel_format": "Mono9"}, "PixelFormat = Mono9", "Mono8, Mono10"),
        ({"nodes": {"NoSuchThing": 1}}, "NoSuchThing", "leave it out"),
        ({"trigger": "Line77"}, "TriggerSource = Line77", "Software, Line1"),
    ],
)
def test_what_the_camera_refuses_is_said_with_its_limits(
    pictures: Path, further: dict[str, object], what: str, remedy: str
) -> None:
    source = new_source(red_basler(pictures, **further))
    with pytest.raises(SourceInvalid, match=what) as caught:
        source.open()
    assert remedy in caught.value.remedy
    source.close()


def test_a_serial_number_that_is_not_there_is_waited_for() -> None:
    for settings in (
        BaslerSettings(serial="none-such"),
        GenicamSettings(serial="none-such", producers=(viky_producer(),)),
    ):
        with pytest.raises(SourceLost, match="none-such"):
            new_source(settings).open()


def test_all_back_ends_are_asked_and_a_missing_one_hides_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = find_all((viky_producer(),))
    assert {"basler", "genicam"} <= {camera.kind for camera in found.cameras}
    monkeypatch.setitem(sys.modules, "inference.sources.industrial.basler", None)
    without = find_all((viky_producer(),))
    assert [trouble for trouble in without.troubles if "pypylon" in trouble]
    assert {"genicam"} <= {camera.kind for camera in without.cameras}
    with pytest.raises(SourceInvalid, match="pypylon") as caught:
        new_source(BaslerSettings()).open()
    assert "edition with industrial cameras" in caught.value.remedy


def test_without_a_producer_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    viky_producer()
    monkeypatch.delenv("GENICAM_GENTL64_PATH", raising=False)
    assert "camera maker's software" in find_of("genicam").troubles[0]
    monkeypatch.setenv("GENICAM_GENTL64_PATH", str(viky_producer().parent))
    assert len(find_of("genicam").cameras) == 3
