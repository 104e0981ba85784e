"""Release and roll back by a real station, and what a kill in between leaves."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from inference.home import Home
from inference.models.release_log import ReleaseKind, ReleaseLog
from inference.package import ModelPackage
from inference.station import settings_book
from inference.station.settings import StationSettings, read_settings
from inference.station.snapshot import StationSnapshot, StationState
from inference.station.station import Station
from tests.inference.tiny_package import write_tiny_package
from tests.patience import PATIENCE_S


@pytest.fixture
def station(home: Home) -> Iterator[Station]:
    with Station(home, StationSettings()) as opened:
        yield opened


@pytest.fixture
def packages(tmp_path: Path) -> tuple[ModelPackage, ModelPackage]:
    first, second = (write_tiny_package(tmp_path / name, name=name) for name in ("a", "b"))
    return first, second


def until(station: Station, condition: Callable[[StationSnapshot], bool]) -> StationSnapshot:
    deadline = time.monotonic() + PATIENCE_S
    while not condition(now := station.snapshot()):
        assert time.monotonic() < deadline, now
        time.sleep(0.01)
    return now


def judges(station: Station, package: ModelPackage) -> None:
    until(station, lambda now: now.model_id == package.model_id)


def in_settings(home: Home) -> Path | None:
    return read_settings(home.settings)[0].model


def test_the_line_judges_with_a_copy_that_the_training_folder_can_not_take_along(
    station: Station, home: Home, packages: tuple[ModelPackage, ModelPackage]
) -> None:
    station.start()
    station.set_model(packages[0].path, by="Ada")
    judges(station, packages[0])
    shutil.rmtree(packages[0].path)
    station.close()
    with Station(home, read_settings(home.settings)[0]) as again:
        again.start()
        judges(again, packages[0])


def test_two_releases_and_back_twice(
    station: Station, home: Home, packages: tuple[ModelPackage, ModelPackage]
) -> None:
    station.start()
    demo = until(station, lambda now: now.model_id is not None).model_id
    for package in packages:
        station.set_model(package.path, by="Ada")
        judges(station, package)
    station.roll_back(by="Grace")
    judges(station, packages[0])
    station.roll_back(by="Grace")
    until(station, lambda now: now.model_id == demo)
    station.roll_back(by="Grace")
    refused = until(station, lambda now: now.model_problem is not None)
    assert "no model to roll back to" in str(refused.model_problem)
    releases = ReleaseLog(home.releases).releases(in_settings(home))
    assert [(each.kind, each.by) for each in releases] == [
        (ReleaseKind.RELEASE, "Ada"),
        (ReleaseKind.RELEASE, "Ada"),
        (ReleaseKind.ROLL_BACK, "Grace"),
        (ReleaseKind.ROLL_BACK, "Grace"),
    ]
    assert [each.new.model_id for each in releases] == [
        packages[0].model_id, packages[1].model_id, packages[0].model_id, demo,
    ]  # fmt: skip
    assert [each.old.model_id for each in releases][:2] == [demo, packages[0].model_id]


def test_back_goes_past_what_was_deleted(
    station: Station, home: Home, packages: tuple[ModelPackage, ModelPackage]
) -> None:
    for package in packages:
        station.set_model(package.path, by="Ada")
    station.close()
    shutil.rmtree(home.models / packages[0].model_id)
    with Station(home, read_settings(home.settings)[0]) as again:
        again.roll_back(by="Ada")
    assert in_settings(home) is None


def test_the_same_again_is_no_release(
    station: Station, home: Home, packages: tuple[ModelPackage, ModelPackage]
) -> None:
    for _ in range(2):
        station.set_model(packages[0].path, by="Ada")
    station.close()
    assert len(ReleaseLog(home.releases).releases(in_settings(home))) == 1


def test_settings_that_can_not_be_written_leave_the_old_model_on_the_line(
    station: Station,
    home: Home,
    packages: tuple[ModelPackage, ModelPackage],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    station.set_model(packages[0].path, by="Ada")
    station.start()
    judges(station, packages[0])

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(settings_book, "write_settings", full)
    station.set_model(packages[1].path, by="Ada")
    now = until(station, lambda now: now.model_problem is not None)
    assert "No space left on device" in str(now.model_problem)
    assert (now.model_id, now.state) == (packages[0].model_id, StationState.ONLINE)
    assert [r.new.path for r in ReleaseLog(home.releases).releases(in_settings(home))] == [
        in_settings(home)
    ]


def test_without_a_list_of_releases_nothing_is_released(
    station: Station, home: Home, packages: tuple[ModelPackage, ModelPackage]
) -> None:
    home.releases.write_text("no list")
    station.set_model(packages[0].path, by="Ada")
    now = until(station, lambda now: now.model_problem is not None)
    assert "releases.json can't be read" in str(now.model_problem)
    assert not home.settings.exists()
