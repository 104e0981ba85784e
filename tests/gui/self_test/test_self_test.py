from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from gui.self_test.window_picture import count_colours
from tests.e2e.program import run


def test_an_empty_picture_has_one_colour() -> None:
    picture = QImage(64, 48, QImage.Format.Format_RGB32)
    picture.fill(QColor("navy"))
    assert count_colours(picture) == 1
    picture.setPixelColor(3, 3, QColor("white"))
    assert count_colours(picture) == 2
    assert count_colours(QImage()) == 0


def test_what_is_wrong_fails_and_the_rest_is_still_checked(tmp_path: Path) -> None:
    (tmp_path / "station.toml").write_text("threads = 0", "utf-8")
    done = run("--self-test", "--quick", "--json", "--model", "nowhere", home=tmp_path)
    report = json.loads(done.stdout)
    states = {check["name"]: check["state"] for check in report["checks"]}
    assert (done.returncode, report["passed"]) == (1, False)
    failed = {name for name, state in states.items() if state == "failed"}
    assert failed == {"settings", "model", "stored answers"}
    assert "training" not in states
    assert states["drawn parts"] == states["records"] == states["window"] == "ok"


@pytest.mark.slow
def test_all_of_it_leaves_nothing_in_the_home_but_the_log(tmp_path: Path) -> None:
    done = run("self-test", home=tmp_path, timeout_s=1000)
    assert "a tiny model was trained" in done.stdout, done.stdout
    assert done.returncode == 0, done.stdout
    assert done.stdout.splitlines()[-1] == "all is well"
    assert [path.name for path in tmp_path.iterdir()] == ["logs"]
