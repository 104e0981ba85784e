"""A line triggers: on Basler's emulated camera, which runs freely as for a line that always fires.

The emulator's own lines never fire. All else is real: settings, buffers and their numbers.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inference.frame import Frame, UnreadableFrame
from inference.home import Home
from inference.records.records import Records
from inference.sources.industrial import backends
from inference.sources.industrial.backends import industrial_camera, open_camera
from inference.sources.industrial.camera import IndustrialCamera
from inference.sources.industrial.delivery import Delivery
from inference.sources.industrial.driver import OpenCamera
from inference.sources.industrial.frame_numbers import FrameNumbers
from inference.sources.settings import BaslerSettings
from inference.station.settings import StationSettings
from inference.station.station import Station
from inference.verdict import Outcome
from tests.inference.sources.industrial.cameras import red_basler
from tests.inference.sources.pictures import encoded, red_bgr
from tests.inference.tiny_package import write_tiny_package
from tests.patience import PATIENCE_S

NEVER_CAME = "the camera was triggered and counted a picture that did not arrive"


class LineFires:
    """A real camera whose line fires all the time; of its pictures some are lost on the way."""

    def __init__(self, camera: OpenCamera, lost: frozenset[int]) -> None:
        self._camera = camera
        self._lost = lost
        self.armed: tuple[Any, Any] | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._camera, name)

    def start(self) -> None:
        nodes = self._camera.nodes
        self.armed = nodes.parameter("TriggerMode").value, nodes.parameter("TriggerSource").value
        nodes.set("TriggerMode", "Off")
        self._camera.start()

    def retrieve(self, timeout_s: float) -> Delivery | None:
        delivery = self._camera.retrieve(timeout_s)
        is_lost = delivery is not None and delivery.number in self._lost
        return None if is_lost else delivery


@pytest.fixture
def settings(tmp_path: Path) -> BaslerSettings:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "part.png").write_bytes(encoded(red_bgr(), ".png"))
    # Slow: the camera counts on while the buffers are full, and a busy computer reads late.
    return red_basler(folder, trigger="Line1", fps=10.0)


@pytest.fixture
def fires(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[LineFires]]:
    """From now on; what was opened is in the list."""

    def fires(*lost: int) -> list[LineFires]:
        opened: list[LineFires] = []

        def open_it(settings: BaslerSettings) -> LineFires:
            opened.append(LineFires(open_camera(settings), frozenset(lost)))
            return opened[-1]

        monkeypatch.setattr(backends, "open_camera", open_it)
        return opened

    return fires


def parts_of(source: IndustrialCamera, count: int) -> list[Frame | UnreadableFrame]:
    parts: list[Frame | UnreadableFrame] = []
    deadline = time.monotonic() + PATIENCE_S
    while len(parts) < count:
        assert time.monotonic() < deadline
        part = source.read(0.2)
        if part is not None:
            parts.append(part)
    return parts


def test_the_camera_is_armed_for_its_line_and_each_picture_is_a_part(
    settings: BaslerSettings, fires: Callable[..., list[LineFires]]
) -> None:
    opened = fires()
    source = industrial_camera(settings)
    source.open()
    parts = parts_of(source, 6)
    source.close()
    assert opened[0].armed == ("On", "Line1")
    assert all(isinstance(part, Frame) for part in parts)
    assert len({part.part_id for part in parts}) == 6


def test_a_picture_that_was_counted_and_never_came_is_a_part_of_its_own(
    settings: BaslerSettings, fires: Callable[..., list[LineFires]]
) -> None:
    fires(2, 4, 5)
    source = industrial_camera(settings)
    source.open()
    parts = parts_of(source, 8)
    source.close()
    faults = [place for place, part in enumerate(parts) if isinstance(part, UnreadableFrame)]
    assert faults == [2, 4, 5]
    assert {part.error for part in parts if isinstance(part, UnreadableFrame)} == {NEVER_CAME}
    assert len({part.part_id for part in parts}) == 8
    assert source.unseen == 3


def test_free_running_a_picture_left_out_is_nobodys_part(
    settings: BaslerSettings, fires: Callable[..., list[LineFires]]
) -> None:
    fires(2, 4, 5)
    source = industrial_camera(settings.model_copy(update={"trigger": "off"}))
    source.open()
    assert all(isinstance(part, Frame) for part in parts_of(source, 8))
    source.close()


def test_the_station_records_one_part_for_each_signal(
    settings: BaslerSettings,
    fires: Callable[..., list[LineFires]],
    home: Home,
    tmp_path: Path,
) -> None:
    fires(3)
    write_tiny_package(tmp_path / "tiny")
    with Station(home, StationSettings(model=tmp_path / "tiny", source=settings)) as station:
        station.start()
        deadline = time.monotonic() + PATIENCE_S
        while station.snapshot().counters.recorded < 8:
            assert time.monotonic() < deadline
            time.sleep(0.01)
    with Records(home.database) as records:
        parts = sorted(records.parts(), key=lambda part: part.part_id)
    assert [part.error for part in parts].count(NEVER_CAME) == 1
    (lost,) = (part for part in parts if part.error == NEVER_CAME)
    assert lost.outcome is Outcome.FAULT
    assert lost.image is None


@pytest.mark.parametrize(
    ("numbers", "missed"),
    [
        ((0, 1, 2), [0, 0, 0]),
        ((7, 9, 12), [0, 1, 2]),
        ((65534, 65535, 1, 2), [0, 0, 0, 0]),
        ((5, 5000, 5001), [0, 0, 0]),
        ((5, 1, 3), [0, 0, 1]),
        ((1, None, 3, 4), [0, 0, 0, 0]),
        ((1, None, 4, 6), [0, 0, 1, 1]),
    ],
)
def test_numbers_left_out(numbers: tuple[int | None, ...], missed: list[int]) -> None:
    counted = FrameNumbers()
    assert [counted.missed_before(number) for number in numbers] == missed
