"""One trigger, one part: on Basler's emulated camera, through the whole station."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from inference.frame import Frame, UnreadableFrame
from inference.home import Home
from inference.records.records import Records
from inference.sources.industrial.backends import open_camera
from inference.sources.industrial.camera import TriggeredCamera
from inference.sources.industrial.configuring import configure
from inference.sources.industrial.delivery import Delivery
from inference.sources.industrial.driver import OpenCamera
from inference.sources.industrial.triggered_driver import TriggeredDriver
from inference.sources.industrial.triggers import Triggers
from inference.sources.opening import make_source
from inference.sources.settings import SOFTWARE_TRIGGER, BaslerSettings
from inference.station import line, source_supervisor
from inference.station.settings import StationSettings
from inference.station.snapshot import SourceState, StationSnapshot, StationState
from inference.station.station import Station
from inference.verdict import Outcome
from tests.fakes import LedgerInMemory
from tests.inference.sources.industrial.cameras import red_basler
from tests.inference.sources.pictures import encoded, red_bgr
from tests.inference.tiny_package import write_tiny_package
from tests.patience import PATIENCE_S


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "part.png").write_bytes(encoded(red_bgr(), ".png"))
    return folder


@pytest.fixture
def camera(pictures: Path) -> Iterator[TriggeredCamera]:
    source = make_source(red_basler(pictures, trigger=SOFTWARE_TRIGGER), LedgerInMemory())
    assert isinstance(source, TriggeredCamera)
    source.open()
    yield source
    source.close()


def watched_camera(settings: BaslerSettings) -> tuple[TriggeredCamera, list[OpenCamera]]:
    """A camera, and the device below it once it is open."""
    opened: list[OpenCamera] = []

    def open_it() -> OpenCamera:
        opened.append(open_camera(settings))
        return opened[-1]

    return TriggeredCamera(settings, open_it), opened


class Late:
    """A real camera whose pictures come only when nobody waits for one any more."""

    def __init__(self, camera: OpenCamera) -> None:
        self._camera = camera

    def __getattr__(self, name: str) -> Any:
        return getattr(self._camera, name)

    def retrieve(self, timeout_s: float) -> Delivery | None:
        if timeout_s > 0:
            time.sleep(timeout_s)
            return None
        return self._camera.retrieve(0.0)


def next_part(source: TriggeredCamera, within_s: float = PATIENCE_S) -> Frame | UnreadableFrame:
    deadline = time.monotonic() + within_s
    while (part := source.read(0.2)) is None:
        assert time.monotonic() < deadline
    return part


def test_each_trigger_gets_its_picture_and_knows_when_it_was(camera: TriggeredCamera) -> None:
    ids = set()
    for _ in range(5):
        before_ns = time.perf_counter_ns()
        assert camera.trigger()
        part = next_part(camera)
        assert isinstance(part, Frame)
        assert part.triggered_ns is not None
        assert before_ns <= part.triggered_ns < part.captured_ns
        ids.add(part.part_id)
    assert len(ids) == 5
    assert camera.read(0.3) is None
    assert camera.unanswered() == []


def test_a_trigger_that_comes_too_early_is_a_part_of_its_own(camera: TriggeredCamera) -> None:
    assert camera.trigger()
    assert camera.trigger()
    parts = [next_part(camera), next_part(camera)]
    faults = [part for part in parts if isinstance(part, UnreadableFrame)]
    assert len(faults) == 1
    assert "the part before" in faults[0].error
    assert len({part.part_id for part in parts}) == 2


def test_a_trigger_without_a_picture_is_a_fault_and_the_next_gets_its_own(pictures: Path) -> None:
    settings = red_basler(pictures, trigger=SOFTWARE_TRIGGER, trigger_timeout_s=0.001)
    source = TriggeredCamera(settings, lambda: Late(open_camera(settings)))
    source.open()
    for _ in range(2):
        assert source.trigger()
        part = next_part(source)
        assert isinstance(part, UnreadableFrame)
        assert "no picture came within 0.001 s" in part.error
        assert part.triggered_ns is not None
    # What the camera still sends belongs to no part that is to come.
    assert source.read(0.5) is None
    source.close()


def test_a_picture_that_nobody_triggered_is_a_fault(pictures: Path) -> None:
    settings = red_basler(pictures, trigger=SOFTWARE_TRIGGER)
    camera, opened = watched_camera(settings)
    camera.open()
    opened[0].nodes.execute("TriggerSoftware")  # somebody else's
    part = next_part(camera)
    assert isinstance(part, UnreadableFrame)
    assert "nobody had triggered" in part.error
    assert camera.trigger()
    assert isinstance(next_part(camera), Frame)
    camera.close()


class Losing:
    """A real camera on whose way to us a picture gets lost, when told so."""

    def __init__(self, camera: OpenCamera) -> None:
        self._camera = camera
        self.loses = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._camera, name)

    def retrieve(self, timeout_s: float) -> Delivery | None:
        delivery = self._camera.retrieve(timeout_s)
        if delivery is None or not self.loses:
            return delivery
        self.loses = False
        return None


@pytest.fixture
def shared(pictures: Path) -> Iterator[tuple[Losing, Triggers, TriggeredDriver]]:
    """Of a camera that somebody else triggers too, without the thread that reads it."""
    settings = red_basler(pictures, trigger=SOFTWARE_TRIGGER)
    camera = Losing(open_camera(settings))
    configure(camera.nodes, settings)
    camera.start()
    triggers = Triggers(settings.name)
    triggers.accept()
    driver = TriggeredDriver(camera, settings.name, triggers, 10.0)
    yield camera, triggers, driver
    driver.release()


def trigger_elsewhere(camera: Losing) -> None:
    """Until its picture is there."""
    camera.wait_until_ready(10.0)
    camera.nodes.execute("TriggerSoftware")
    deadline = time.monotonic() + PATIENCE_S
    while not camera._camera._camera.NumReadyBuffers.GetValue():
        assert time.monotonic() < deadline
        time.sleep(0.002)


def test_a_picture_that_was_there_before_the_trigger_is_not_its_own(
    shared: tuple[Losing, Triggers, TriggeredDriver],
) -> None:
    camera, triggers, driver = shared
    trigger_elsewhere(camera)
    assert triggers.pull()
    stray, own = driver.grab(), driver.grab()
    assert isinstance(stray, UnreadableFrame)
    assert "nobody had triggered" in stray.error
    assert isinstance(own, Frame)
    assert own.triggered_ns is not None
    assert driver.grab() is None


def test_of_two_pictures_one_of_which_is_lost_none_is_taken_for_ours(
    shared: tuple[Losing, Triggers, TriggeredDriver],
) -> None:
    camera, triggers, driver = shared
    assert triggers.pull()
    first = driver.grab()
    assert isinstance(first, Frame)
    triggers.settle(first.part_id)
    trigger_elsewhere(camera)
    camera.loses = True
    assert triggers.pull()
    part = driver.grab()
    assert isinstance(part, UnreadableFrame)
    assert "counted more pictures than there were triggers" in part.error
    assert part.triggered_ns is not None
    triggers.settle(part.part_id)
    assert triggers.pull()
    assert isinstance(driver.grab(), Frame)


def test_a_broken_buffer_is_the_fault_of_its_trigger_and_never_judged(pictures: Path) -> None:
    camera, opened = watched_camera(red_basler(pictures, trigger=SOFTWARE_TRIGGER))
    camera.open()
    opened[0].nodes.set("ForceFailedBufferCount", 2)
    opened[0].nodes.execute("ForceFailedBuffer")
    kinds = []
    for _ in range(4):
        assert camera.trigger()
        kinds.append(type(next_part(camera)))
    assert kinds == [UnreadableFrame, UnreadableFrame, Frame, Frame]
    assert camera.unseen == 2
    camera.close()


def test_reading_gives_up_in_time_and_closing_wakes_it(camera: TriggeredCamera) -> None:
    started = time.monotonic()
    assert camera.read(0.3) is None
    assert 0.25 < time.monotonic() - started < 30
    answers: list[object] = []
    reader = threading.Thread(target=lambda: answers.append(camera.read(120)))
    reader.start()
    started = time.monotonic()
    camera.close()
    assert time.monotonic() - started < 30
    reader.join(30)
    assert answers == [None]
    assert not camera.trigger()


def test_the_station_makes_one_record_of_each_trigger(
    pictures: Path, home: Home, tmp_path: Path
) -> None:
    write_tiny_package(tmp_path / "tiny")
    source = red_basler(pictures, trigger=SOFTWARE_TRIGGER)
    with Station(home, StationSettings(model=tmp_path / "tiny", source=source)) as station:
        station.trigger()  # before there is a camera: nothing is owed
        station.start()
        wait_until(station, lambda now: now.source_state is SourceState.RUNNING)
        for number in range(1, 11):
            station.trigger()
            wait_until(station, lambda now, so_far=number: now.counters.judged == so_far)
        now = wait_until(station, lambda now: now.counters.recorded == 10)
        assert now.triggerable
        assert now.trigger_ms is not None
        assert now.latency_ms is not None
        assert now.trigger_ms > now.latency_ms
        # The camera is taken away under it: what is triggered now is a FAULT, not forgotten.
        station.set_source(red_basler(pictures, trigger=SOFTWARE_TRIGGER, serial="none-such"))
        wait_until(station, lambda now: now.source_state is SourceState.RETRYING)
        station.trigger()
        wait_until(station, lambda now: now.counters.recorded == 11)
    with Records(home.database) as records:
        parts = list(records.parts())
    faults = [part.error for part in parts if part.outcome is Outcome.FAULT]
    assert len(parts) == 11
    assert faults == ["triggered while the camera was not there"]


@pytest.mark.parametrize("pause_s", [0.0, 0.02])
@pytest.mark.parametrize("may_take_s", [60.0, 0.0])
def test_what_was_triggered_before_a_stop_has_its_record(
    pictures: Path,
    home: Home,
    tmp_path: Path,
    pause_s: float,
    may_take_s: float,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whether the camera is let go in time, or left behind by a machine that is busy."""
    monkeypatch.setattr(source_supervisor, "_STOP_MAY_TAKE_S", may_take_s)
    write_tiny_package(tmp_path / "tiny")
    source = red_basler(pictures, trigger=SOFTWARE_TRIGGER)
    with Station(home, StationSettings(model=tmp_path / "tiny", source=source)) as station:
        station.start()
        wait_until(station, lambda now: now.source_state is SourceState.RUNNING)
        station.trigger()
        station.trigger()  # too early, or just in time
        time.sleep(pause_s)  # the picture is on its way, or there
        station.stop()
    with Records(home.database) as records:
        assert len(list(records.parts())) == 2


def test_whoever_triggers_from_the_start_on_has_a_record_for_each(
    pictures: Path, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, go_on = line.make_source, threading.Event()
    monkeypatch.setattr(line, "make_source", lambda *given: go_on.wait(PATIENCE_S) and make(*given))
    write_tiny_package(tmp_path / "tiny")
    source = red_basler(pictures, trigger=SOFTWARE_TRIGGER)
    with Station(home, StationSettings(model=tmp_path / "tiny", source=source)) as station:
        station.start()
        for _ in range(3):  # there is no camera yet, and perhaps no model
            station.trigger()
        go_on.set()
        wait_until(station, lambda now: now.source_state is SourceState.RUNNING)
        station.trigger()
        wait_until(station, lambda now: now.counters.recorded == 4)
        station.set_source(red_basler(pictures, trigger=SOFTWARE_TRIGGER, serial="none-such"))
        triggered, deadline = 4, time.monotonic() + PATIENCE_S
        while station.snapshot().source_state is not SourceState.RETRYING:
            assert time.monotonic() < deadline
            station.trigger()  # while one camera is let go and the other looked for
            triggered += 1
            time.sleep(0.01)  # each has to be recorded, on a busy machine too
        wait_until(station, lambda now: now.counters.recorded == triggered)
        station.stop()
        wait_until(station, lambda now: now.state is StationState.OFFLINE)
        station.trigger()  # nothing is judged now, and it is no part
    with Records(home.database) as records:
        parts = list(records.parts())
    assert len(parts) == triggered
    early = sorted(parts, key=lambda part: part.time)[:3]
    assert {part.error for part in early} == {"triggered while the camera was not there"}


def test_a_start_that_fails_owes_no_part(pictures: Path, home: Home, tmp_path: Path) -> None:
    source = red_basler(pictures, trigger=SOFTWARE_TRIGGER)
    with Station(home, StationSettings(model=tmp_path / "none", source=source)) as station:
        station.start()
        wait_until(station, lambda now: now.state is StationState.FAULT)
        first = station._control.lines.first
        # Not by trying it: what it still owes then would never be judged.
        wait_until(station, lambda _: first.supervisor._untaken is None)
        station.trigger()
        assert len(first.queue) == 0


def wait_until(station: Station, wanted: Callable[[StationSnapshot], bool]) -> StationSnapshot:
    deadline = time.monotonic() + PATIENCE_S
    while not wanted(now := station.snapshot()):
        assert time.monotonic() < deadline, now
        time.sleep(0.005)
    return now
