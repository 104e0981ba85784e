"""What the pictures of the documentation are taken with."""

from __future__ import annotations

import importlib
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from pytestqt.qtbot import QtBot

from gui.screenshots.photographer import Photographer
from gui.screenshots.staged_camera import StagedCamera
from inference.home import Home
from inference.sources.settings import SimulatedSettings
from inference.station.settings import StationSettings
from inference.station.station import Station
from tests.inference.tiny_package import write_tiny_package


def test_the_staged_camera_sends_pictures_until_it_is_unplugged() -> None:
    camera = StagedCamera([b"first", b"second"])
    try:
        with urlopen(camera.url, timeout=60) as stream:
            sent = stream.read(len("--frame\r\nContent-Type: image/jpeg\r\n") * 4)
        assert b"first" in sent
        assert b"image/jpeg" in sent
    finally:
        camera.unplug()
    with pytest.raises(URLError):
        urlopen(camera.url, timeout=60)


def test_each_scene_is_wanted_in_both_themes(qtbot: QtBot, home: Home, tmp_path: Path) -> None:
    # The command imports it late, so that its help needs no Qt.
    assert importlib.import_module("gui.commands.screenshots").EXAMPLES
    model = write_tiny_package(tmp_path / "tiny").path
    line = StationSettings(source=SimulatedSettings(), model=model)
    with Station(home, line) as station:
        photographer = Photographer(station, home.folder, tmp_path)
        assert photographer.wanted == 28
        photographer.close()
        trainer = Photographer(station, home.folder, tmp_path, ("trainer",))
        assert trainer.wanted == 12
        trainer.close()
