from __future__ import annotations

from pathlib import Path

from inference.files_on_disk import write_atomically
from inference.home import Home
from inference.models.release_request import ReleaseRequest
from inference.sources.settings import FolderSettings
from inference.station.settings import StationSettings, read_settings, write_settings
from tests.e2e.program import run
from tests.inference.tiny_package import write_tiny_package


def test_what_the_command_line_said_is_not_kept_when_a_model_is_released(
    home: Home, tmp_path: Path
) -> None:
    tiny = write_tiny_package(tmp_path / "tiny").path
    kept = FolderSettings(path=tmp_path / "in")
    write_settings(home.settings, StationSettings(source=kept))
    asked = ReleaseRequest(by="Ada", model=tiny)
    write_atomically(home.release_request, asked.model_dump_json().encode())
    words = ("--source", "simulated", "--parts", 12, "--rate", 4, "--archive", "none")
    ended = run("station", *words, home=home.folder)
    assert ended.returncode == 0, ended.stderr
    now, _ = read_settings(home.settings)
    assert now.model is not None
    assert now == StationSettings(source=kept, model=now.model)
