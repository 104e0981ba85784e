from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from gui.setup import source_pages
from gui.setup.source_pages import UsbPage
from inference.sources.devices import CameraDevice
from inference.sources.settings import UsbSettings


def test_the_cameras_are_offered_by_name(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    # There is no camera on a build machine; what the driver would say is put in its place.
    plugged = (CameraDevice(0, "Line camera", "/dev/video0", "v4l2"),)
    monkeypatch.setattr(source_pages, "list_cameras", lambda: plugged)
    page = UsbPage()
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: "Line camera" in page.found.text())
    assert page.settings() == UsbSettings(device=0)
    page.device.setCurrentText("Line camera")
    assert page.settings() == UsbSettings(device="Line camera")


def test_without_a_camera_it_says_so(qtbot: QtBot) -> None:
    page = UsbPage()
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: "Looking" not in page.found.text())
    assert "No camera" in page.found.text()


@pytest.mark.expects_log("work beside the window failed")
def test_a_driver_that_fails_is_not_looked_for_for_ever(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> tuple[CameraDevice, ...]:
        raise RuntimeError("the driver is gone")

    monkeypatch.setattr(source_pages, "list_cameras", broken)
    page = UsbPage()
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: "can't be listed" in page.found.text())
