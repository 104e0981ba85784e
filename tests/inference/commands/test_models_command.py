from __future__ import annotations

import json
import threading
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

import main
from inference.commands import release as release_command
from inference.home import Home
from inference.models.release_request import ReleaseRequest, ask, take_request
from inference.station.releasing import Releasing
from inference.station.settings import StationSettings, read_settings
from inference.station.snapshot import StationState
from inference.station.station import Station
from tests.inference.tiny_package import write_tiny_package
from tests.patience import PATIENCE_S


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny_package(tmp_path / "tiny").path


@pytest.fixture
def models(home: Home, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*words: object) -> tuple[int, Any]:
        given = [*map(str, words), "--json"]
        status = main.main(["--home", str(home.folder), "models", *given])
        captured = capsys.readouterr()
        return status, json.loads(captured.out) if captured.out else captured.err

    return run


def test_from_import_to_delete(models: Any, home: Home, tiny: Path, tmp_path: Path) -> None:
    status, taken = models("import", tiny)
    assert (status, Path(taken["path"]).parent) == (0, home.models)
    _, listed = models("list")
    assert listed["models"][0]["model_id"] == taken["model_id"]
    assert [each["active"] for each in listed["models"]] == [False, True]

    status, released = models("release", "tiny", "--by", "Ada")
    assert (status, released["station_is_running"]) == (0, False)
    assert read_settings(home.settings)[0].model == Path(taken["path"])
    _, shown = models("show", "tiny")
    assert shown["active"]
    assert [each["by"] for each in shown["releases"]] == ["Ada"]
    assert shown["manifest"]["labels"] == ["ok", "def"]

    status, refused = models("delete", "tiny")
    assert (status, "is on the line" in refused) == (1, True)
    assert models("export", "tiny", tmp_path / "t.zip")[0] == 0
    status, back = models("rollback")
    assert (status, back["model_id"].startswith("demo-")) == (0, True)
    assert models("delete", "tiny")[0] == 0
    assert list(home.models.iterdir()) == []
    assert models("release", tmp_path / "t.zip")[1]["model_id"] == taken["model_id"]


def test_what_one_could_go_back_to_is_deleted_only_when_said_so(
    models: Any, tiny: Path, tmp_path: Path
) -> None:
    models("release", tiny)
    models("release", write_tiny_package(tmp_path / "next", name="next").path)
    status, refused = models("delete", "tiny")
    assert (status, "--yes" in refused) == (1, True)
    assert models("delete", "tiny", "--yes")[0] == 0


def test_a_bad_package_is_refused_with_the_reason(models: Any, home: Home, tiny: Path) -> None:
    (tiny / "model.onnx").write_bytes(b"")
    for action in ("import", "release"):
        status, refused = models(action, tiny)
        assert (status, "changed after it was packed" in refused) == (1, True)
    assert not home.settings.exists()


def test_a_broken_settings_file_is_named(models: Any, home: Home) -> None:
    home.settings.write_text("threads = 0")
    assert models("list")[0] == 2
    assert "threads" in models("release", "demo")[1]


def test_a_running_station_of_the_home_takes_it_over(models: Any, home: Home, tiny: Path) -> None:
    with Station(home, StationSettings()) as station:
        station.start()
        deadline = time.monotonic() + PATIENCE_S
        while station.snapshot().state is not StationState.ONLINE:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        _, released = models("release", tiny)
        assert released["station_is_running"]
        assert station.snapshot().model_id == released["model_id"]
        (tiny / "model.onnx").write_bytes(b"")
        assert models("release", tiny)[0] == 1
        assert models("rollback")[0] == 0
        assert str(station.snapshot().model_id).startswith("demo-")
    assert not home.release_request.exists()


@pytest.mark.parametrize("runs", [False, True])
def test_an_error_that_nobody_foresaw_is_no_release(
    models: Any, home: Home, tiny: Path, runs: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a screw came loose")

    monkeypatch.setattr(release_command, "_STATION_MAY_TAKE_S", 60.0)
    monkeypatch.setattr(Releasing, "shelve", fail)
    with Station(home, StationSettings()) if runs else nullcontext() as station:
        if station is not None:
            station.start()
            deadline = time.monotonic() + PATIENCE_S
            while station.snapshot().state is not StationState.ONLINE:
                assert time.monotonic() < deadline
                time.sleep(0.02)
        status, refused = models("release", tiny)
    assert (status, "a screw came loose" in refused) == (1, True)
    assert not home.releases.exists()


def test_a_station_that_does_not_answer_is_named(
    models: Any, home: Home, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release_command, "_STATION_MAY_TAKE_S", 0.3)
    lock = release_command.HomeLock(home.lock)
    lock.take()
    status, refused = models("release", tiny)
    lock.release()
    assert (status, "did not answer" in refused) == (1, True)
    assert not home.release_request.exists()


def test_a_request_that_nobody_waits_for_any_more_is_dropped(home: Home, tiny: Path) -> None:
    old = ReleaseRequest(by="Ada", model=tiny, at="2026-01-01T00:00:00Z")
    home.release_request.write_bytes(old.model_dump_json().encode())
    assert take_request(home.release_request) is None
    assert not home.release_request.exists()


def test_an_answer_to_somebody_else_is_none(home: Home) -> None:
    request = ReleaseRequest(by="Ada")
    home.release_request.with_name("release-answer.json").write_text(
        '{"request_id": "other", "problem": null}'
    )
    asked = threading.Thread(target=lambda: _swallow(home, request))
    asked.start()
    asked.join(PATIENCE_S)
    assert not asked.is_alive()


def _swallow(home: Home, request: ReleaseRequest) -> None:
    with pytest.raises(Exception, match="did not answer"):
        ask(home.release_request, request, 0.2)
