"""The pages of industrial cameras, on cameras that their libraries emulate."""

from __future__ import annotations

import sys

import pytest
from pytestqt.qtbot import QtBot

from gui.setup.industrial_pages import BaslerPage, GenicamPage, IndustrialPage
from inference.sources.settings import BaslerSettings, GenicamSettings
from tests.inference.sources.industrial.cameras import viky_producer

pytestmark = pytest.mark.qt_log_ignore(
    r"This plugin does not support propagateSizeHints\(\)", extend=True
)


def limits(page: IndustrialPage) -> list[str]:
    return [label.text() for label in page._limits.values()]


def test_basler_cameras_are_offered_with_the_limits_of_the_device(qtbot: QtBot) -> None:
    pytest.importorskip("pypylon", reason="Basler's library is not on this platform")
    page = BaslerPage()
    qtbot.addWidget(page)
    page.fill(BaslerSettings(serial="0815-0001"))
    page.show()
    qtbot.waitUntil(lambda: all(limits(page)))
    assert "0815-0001" in page.camera.currentText()
    assert "emulated" in page.camera.currentText()
    assert limits(page)[0].startswith("1 to 10,000,000 us")
    assert page.pixel_format.findText("Mono12") >= 0
    assert page.trigger.findData("Line1") >= 0
    assert page.settings() == BaslerSettings(serial="0815-0001")
    page.exposure.setText("750")
    assert page.settings() == BaslerSettings(serial="0815-0001", exposure_us=750.0)


def test_a_genicam_camera_without_exposure_says_so(qtbot: QtBot) -> None:
    page = GenicamPage()
    qtbot.addWidget(page)
    page.fill(GenicamSettings(producers=(viky_producer(),), serial="2"))
    page.show()
    qtbot.waitUntil(lambda: all(limits(page)))
    assert "not on this camera" in limits(page)[0]
    assert not page.exposure.isEnabled()
    assert limits(page)[2].startswith("1 to 200 Hz")


def test_a_missing_library_is_said(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "inference.sources.industrial.basler", None)
    page = BaslerPage()
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: "pypylon" in page.found.text())
    assert "edition with industrial cameras" in page.found.text()
