"""Nothing is lost and nothing is judged twice, whatever is killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from inference.home import Home
from inference.records.records import Records
from tests.e2e.program import json_lines, run, start
from tests.inference.tiny_package import grey, write_tiny_package

_IMAGES = 2000
_WITHIN_S = 600.0


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_2000_images_have_one_record_each_though_the_station_is_killed_twice(
    tmp_path: Path,
) -> None:
    import cv2

    incoming, home = tmp_path / "in", Home(tmp_path / "home")
    incoming.mkdir()
    package = write_tiny_package(tmp_path / "tiny.zip").path
    words = ("station", "--source", f"folder:{incoming}", "--model", package)
    first_kill, second_kill = _IMAGES // 20, _IMAGES // 5  # early: far from being too late

    process = start(*words, home=home.folder)
    for number in range(_IMAGES):
        content = cv2.imencode(".png", grey(number % 256))[1].tobytes()
        (incoming / f"{number:04}.png").write_bytes(content)
    for threshold in (first_kill, second_kill):
        _wait_for_records(home, threshold, process)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        process = start(*words, "--parts", _IMAGES - _records(home), home=home.folder)
    _, stderr = process.communicate(timeout=_WITHIN_S)

    assert process.returncode == 0, stderr
    listed = run("records", "--json", "--limit", 10 * _IMAGES, home=home.folder).stdout
    paths = Counter(Path(part["source_path"]).name for part in json_lines(listed))
    assert len(paths) == _IMAGES
    assert set(paths.values()) == {1}


def _wait_for_records(home: Home, count: int, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + _WITHIN_S
    while _records(home) < count:
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert _records(home) < _IMAGES, "killed too late to show anything"


def _records(home: Home) -> int:
    if not home.database.exists():
        return 0
    with Records(home.database) as records:
        return sum(records.counts().values())
