"""USB cameras. The driver alone is replaced (there is no camera here): by one on a video file."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest

from inference.frame import Frame
from inference.sources import devices, usb
from inference.sources.devices import CameraDevice, list_cameras
from inference.sources.protocol import SourceInvalid, SourceLost
from inference.sources.settings import UsbSettings
from inference.sources.usb import UsbCamera, exposure_for, find_camera
from tests.inference.sources.pictures import write_video
from tests.inference.sources.plugged_camera import PluggedCamera
from tests.inference.sources.reading import read_on
from tests.patience import PATIENCE_S

TWO = (
    CameraDevice(0, "Line camera", "/dev/video0", "v4l2"),
    CameraDevice(2, "Overview", "/dev/video2", "v4l2"),
)


@pytest.fixture
def camera(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PluggedCamera]:
    camera = PluggedCamera(write_video(tmp_path / "red.avi", 5))
    monkeypatch.setattr(cv2, "VideoCapture", camera)
    monkeypatch.setattr(sys, "platform", "linux")
    yield camera
    camera.hang.clear()


def opened(**settings: object) -> UsbCamera:
    source = UsbCamera(UsbSettings.model_validate(settings))
    source.open()
    return source


def test_a_pulled_camera_is_lost_and_goes_on_when_put_back(camera: PluggedCamera) -> None:
    source = opened(device=0)
    assert isinstance(source.read(timeout_s=30), Frame)
    camera.plugged = False
    with pytest.raises(SourceLost, match="delivers no more"):
        read_on(source)
    source.close()
    with pytest.raises(SourceLost, match="does not open"):
        opened(device=0)
    camera.plugged = True
    again = opened(device=0)
    assert isinstance(again.read(timeout_s=30), Frame)
    again.close()


def test_closing_while_the_driver_hangs_never_releases_under_it(camera: PluggedCamera) -> None:
    source = opened(device=0)
    camera.hang.set()
    while not camera.hanging.is_set():
        source.read(timeout_s=0.1)
    source.close()
    assert camera.open_now == 1  # the driver still has it
    camera.hang.clear()
    source._capture._thread.join(timeout=PATIENCE_S)
    assert camera.open_now == 0
    assert not camera.released_under_a_reader


def test_a_driver_that_hangs_while_opening_is_given_up(
    camera: PluggedCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usb, "_OPEN_TIMEOUT_S", 0.2)

    answers = threading.Event()

    def hang(*arguments: object) -> object:
        answers.wait(PATIENCE_S)
        return camera(*arguments)

    monkeypatch.setattr(cv2, "VideoCapture", hang)
    source = UsbCamera(UsbSettings(device=0))
    with pytest.raises(SourceLost, match="did not answer"):
        source.open()
    answers.set()
    source._capture._thread.join(timeout=PATIENCE_S)
    assert camera.calls  # it opened after all
    assert camera.open_now == 0  # and was let go


def test_whatever_the_driver_raises_while_opening_comes_out_at_once(
    camera: PluggedCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> object:
        raise OSError("the driver's library is broken")

    monkeypatch.setattr(cv2, "VideoCapture", broken)
    started = time.monotonic()
    with pytest.raises(OSError, match="library is broken"):
        opened(device=0)
    assert time.monotonic() - started < usb._OPEN_TIMEOUT_S


def test_whatever_the_driver_raises_while_reading_comes_out(camera: PluggedCamera) -> None:
    source = opened(device=0)
    camera.fails = MemoryError("no room for a picture")
    with pytest.raises(MemoryError, match="no room"):
        read_on(source)
    source.close()
    source._capture._thread.join(timeout=PATIENCE_S)
    assert camera.open_now == 0


def test_size_rate_and_exposure_reach_the_driver(
    camera: PluggedCamera, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    opened(device=1, width=1920, height=1080, fps=30, exposure_us=5000).close()
    assert camera.calls == [(1, cv2.CAP_V4L2)]
    assert camera.set_values == {
        cv2.CAP_PROP_FOURCC: cv2.VideoWriter.fourcc(*"MJPG"),
        cv2.CAP_PROP_FRAME_WIDTH: 1920,
        cv2.CAP_PROP_FRAME_HEIGHT: 1080,
        cv2.CAP_PROP_FPS: 30,
        cv2.CAP_PROP_AUTO_EXPOSURE: 1,
        cv2.CAP_PROP_EXPOSURE: 50,
    }
    assert "1920x1080 px at 30 fps" in caplog.text


def test_nothing_set_leaves_the_camera_as_it_is(camera: PluggedCamera) -> None:
    opened(device=0, width=640, height=480).close()
    assert cv2.CAP_PROP_FOURCC not in camera.set_values
    camera.set_values.clear()
    opened(device=0).close()
    assert camera.set_values == {}


def test_a_grey_camera_gives_grey(camera: PluggedCamera) -> None:
    camera.fourcc = "GREY"
    source = opened(device=0)
    frame = source.read(timeout_s=30)
    source.close()
    assert isinstance(frame, Frame)
    assert frame.image.shape == (48, 64)


def _on_windows(
    monkeypatch: pytest.MonkeyPatch, dshow: tuple[str, ...], msmf: tuple[str, ...]
) -> None:
    """With cameras of these names, by index."""
    names = {"dshow": dshow, "msmf": msmf}
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(
        usb,
        "list_cameras",
        lambda backend: tuple(
            CameraDevice(index, name, rf"\\?\{backend}#{index}", backend)
            for index, name in enumerate(names[backend])
        ),
    )


def _tried(camera: PluggedCamera, device: int | str) -> list[tuple[object, ...]]:
    camera.plugged = False
    with pytest.raises(SourceLost, match="does not open"):
        opened(device=device)
    return camera.calls


def test_windows_tries_dshow_then_the_same_camera_through_msmf(
    camera: PluggedCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    _on_windows(monkeypatch, ("Overview", "Line camera"), ("Line camera", "Overview"))
    both = [(1, cv2.CAP_DSHOW), (0, cv2.CAP_MSMF)]
    assert _tried(camera, 1) == both
    camera.calls.clear()
    assert _tried(camera, "Line camera") == both


@pytest.mark.parametrize(
    "msmf", [("Overview", "Laptop"), ("Line camera", "Line camera"), ()], ids=repr
)
def test_the_same_index_of_another_backend_is_never_guessed(
    camera: PluggedCamera, monkeypatch: pytest.MonkeyPatch, msmf: tuple[str, ...]
) -> None:
    _on_windows(monkeypatch, ("Line camera",), msmf)
    assert _tried(camera, 0) == [(0, cv2.CAP_DSHOW)]
    camera.calls.clear()
    assert _tried(camera, 1) == [(1, cv2.CAP_DSHOW)]


def test_a_camera_that_msmf_alone_knows_is_found_by_name(
    camera: PluggedCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    _on_windows(monkeypatch, ("Overview",), ("Overview", "Line camera"))
    opened(device="Line camera").close()
    assert camera.calls == [(1, cv2.CAP_MSMF)]


def test_a_backend_that_opens_is_the_only_one_asked(
    camera: PluggedCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    _on_windows(monkeypatch, ("Line camera",), ("Line camera",))
    opened(device="Line camera").close()
    assert camera.calls == [(0, cv2.CAP_DSHOW)]


def test_a_backend_of_another_system_is_refused(camera: PluggedCamera) -> None:
    with pytest.raises(SourceInvalid, match="no dshow"):
        opened(device=0, backend="dshow")


def test_a_camera_is_found_by_name_or_path(
    camera: PluggedCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usb, "list_cameras", lambda _: TWO)
    opened(device="Overview").close()
    opened(device="/dev/video0").close()
    assert [call[0] for call in camera.calls] == [2, 0]


def test_an_unknown_name_may_be_plugged_in_later(
    camera: PluggedCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    _on_windows(monkeypatch, ("Line camera",), ("Line camera", "Overview"))
    with pytest.raises(SourceLost, match=r"there: Line camera, Overview$"):
        opened(device="Elsewhere")
    assert camera.calls == []


def test_a_name_that_two_cameras_have_is_refused_with_their_paths() -> None:
    twins = (TWO[0], CameraDevice(4, "Line camera", "/dev/video4", "v4l2"))
    with pytest.raises(SourceInvalid, match="2 cameras") as refused:
        find_camera("Line camera", twins)
    assert "/dev/video0, /dev/video4" in refused.value.remedy
    assert find_camera("/dev/video4", twins) == twins[1]


def test_exposure_in_each_drivers_own_numbers() -> None:
    assert exposure_for("v4l2", 10_000) == (1.0, 100)
    assert exposure_for("v4l2", 3) == (1.0, 1)
    assert exposure_for("dshow", 1e6 / 64) == (0.25, -6)


def test_the_list_of_cameras_is_sorted_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class Found:
        def __init__(self, index: int, name: str, path: str | None) -> None:
            self.index, self.name, self.path = index, name, path

    monkeypatch.setattr(
        "cv2_enumerate_cameras.enumerate_cameras",
        lambda _: [Found(2, "Overview", "/dev/video2"), Found(0, "", None)],
    )
    assert list_cameras("v4l2") == (CameraDevice(0, "camera 0", "", "v4l2"), TWO[1])


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /dev")
def test_the_real_list_holds_what_is_plugged_in() -> None:
    assert {camera.path for camera in list_cameras()} <= set(map(str, Path("/dev").glob("video*")))
    assert devices.backends() == ("v4l2",)
