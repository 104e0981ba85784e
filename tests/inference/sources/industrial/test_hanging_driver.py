"""A driver call that never returns: left behind, told of, and not one thread more for each try."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from inference.frame import Frame, UnreadableFrame
from inference.sources import left_behind
from inference.sources.industrial import camera as camera_module
from inference.sources.industrial.backends import open_camera
from inference.sources.industrial.camera import IndustrialCamera, TriggeredCamera
from inference.sources.industrial.driver import OpenCamera
from inference.sources.protocol import SourceLost
from inference.sources.settings import SOFTWARE_TRIGGER, CameraSettings, GenicamSettings
from tests.inference.sources.industrial.cameras import FRAME_RATE, red_basler, viky_producer
from tests.inference.sources.industrial.gige_camera import gige_camera, red_gige
from tests.inference.sources.pictures import encoded, red_bgr
from tests.inference.sources.reading import read_on

ALLOWED = 3


class Hanging:
    """An open camera, real but for the one call that does not come back while it `hangs`."""

    def __init__(self, camera: OpenCamera, call: str, hangs: threading.Event) -> None:
        self._camera = camera
        self._call = call
        self._hangs = hangs

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._camera, name)
        return self._hanging(real) if name == self._call else real

    def _hanging(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            while self._hangs.is_set():
                time.sleep(0.01)
            return real(*arguments)

        return call


class Device:
    """One camera whose driver can be made to hang."""

    def __init__(
        self, settings: CameraSettings, hangs: threading.Event, call: str = "retrieve"
    ) -> None:
        self.settings = settings
        self.hangs = hangs
        self._call = call

    def new_source(self) -> IndustrialCamera:
        triggered = self.settings.trigger == SOFTWARE_TRIGGER
        return (TriggeredCamera if triggered else IndustrialCamera)(self.settings, self._open)

    def _open(self) -> OpenCamera:
        while self._call == "open" and self.hangs.is_set():
            time.sleep(0.01)
        camera: OpenCamera = Hanging(open_camera(self.settings), self._call, self.hangs)
        return camera


@pytest.fixture
def hangs() -> Iterator[threading.Event]:
    """Whatever a test does, in the end the driver comes back."""
    hangs = threading.Event()
    yield hangs
    hangs.clear()


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    (tmp_path / "part.png").write_bytes(encoded(red_bgr(), ".png"))
    return tmp_path


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera_module, "_GRAB_MAY_TAKE_S", 0.3)
    monkeypatch.setattr(left_behind, "_SLOW_S", 0.0)


@pytest.fixture(params=["basler", "genicam", "aravis"])
def settings(
    request: pytest.FixtureRequest, tmp_path: Path, pictures: Path
) -> Iterator[CameraSettings]:
    if request.param == "basler":
        yield red_basler(pictures, trigger_timeout_s=0.1)
    elif request.param == "genicam":
        yield GenicamSettings(
            producers=(viky_producer(),), serial="0", fps=FRAME_RATE, trigger_timeout_s=0.1
        )
    else:
        with gige_camera(tmp_path / "in"):
            yield red_gige(trigger_timeout_s=0.1)


def lost(source: IndustrialCamera) -> str:
    """Read on until it is; what is said then."""
    with pytest.raises(SourceLost) as caught:
        read_on(source)
    return str(caught.value)


def test_a_camera_whose_driver_hangs_is_lost_and_works_again_when_it_comes_back(
    settings: CameraSettings, hangs: threading.Event
) -> None:
    device = Device(settings, hangs)
    source = device.new_source()
    source.open()
    device.hangs.set()
    assert "did not answer" in lost(source)
    source.close()
    device.hangs.clear()
    assert first_of_one_that_opens(device).image.size > 0


def first_of_one_that_opens(device: Device) -> Frame:
    """As the station does: until the opening that hung has let the camera go."""
    deadline = time.monotonic() + 120
    while True:
        assert time.monotonic() < deadline
        source = device.new_source()
        try:
            source.open()
            part = source.read(30)
            if isinstance(part, Frame):  # on a busy computer one may lose packets
                return part
        except SourceLost:
            continue
        finally:
            source.close()


def test_however_often_it_is_tried_only_so_many_threads_hang(
    pictures: Path, hangs: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera_module, "_OPEN_TIMEOUT_S", 0.1)
    device = Device(red_basler(pictures), hangs, "open")
    before = set(threading.enumerate())
    device.hangs.set()
    said = [why_not(device.new_source()) for _ in range(ALLOWED + 3)]
    assert len(set(threading.enumerate()) - before) == ALLOWED
    there_are_enough = f"the camera's driver has not come back from {ALLOWED} calls"
    assert said == ["the camera's driver did not answer"] * ALLOWED + [there_are_enough] * 3


def why_not(source: IndustrialCamera) -> str:
    with pytest.raises(SourceLost) as caught:
        source.open()
    source.close()
    return str(caught.value)


def test_a_part_whose_trigger_hangs_in_the_driver_is_a_fault(
    pictures: Path, hangs: threading.Event
) -> None:
    settings = red_basler(pictures, trigger=SOFTWARE_TRIGGER, trigger_timeout_s=0.1)
    device = Device(settings, hangs, "wait_until_ready")
    source = device.new_source()
    assert isinstance(source, TriggeredCamera)
    source.open()
    device.hangs.set()
    assert source.trigger()
    assert source.trigger()
    early = source.read(0.2)
    assert isinstance(early, UnreadableFrame)
    assert "did not answer" in lost(source)
    source.close()
    assert not source.trigger()
    (owed,) = source.unanswered()
    assert "between the trigger and its picture" in owed.error
    assert owed.part_id != early.part_id
