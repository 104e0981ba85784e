"""Whatever is called an image gets a right verdict or a clear FAULT, and the rest goes on."""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image as PillowImage

from tests.e2e.program import json_lines, run
from tests.inference.tiny_package import grey, write_tiny_package

_BRIGHT = grey(220)


def png(image: np.ndarray) -> bytes:
    return cv2.imencode(".png", image)[1].tobytes()


def jpeg(image: np.ndarray) -> bytes:
    return cv2.imencode(".jpg", image)[1].tobytes()


def cmyk() -> bytes:
    content = io.BytesIO()
    PillowImage.new("CMYK", (64, 64), (0, 0, 0, 30)).save(content, "jpeg")
    return content.getvalue()


FAULTS = {
    "truncated.jpg": (jpeg(_BRIGHT)[:-100], "cut short"),
    "empty.png": (b"", "empty"),
    "text.jpg": (b"this is a text", "no image"),
    "bomb.png": (png(np.zeros((20_000, 20_000), np.uint8)), "too many pixels"),
}
BRIGHT = {
    "16 bit.png": png(np.full((64, 64), 60_000, np.uint16)),
    "cmyk.jpg": cmyk(),
    "rgba.png": png(np.full((64, 64, 4), 230, np.uint8)),
    "one pixel.png": png(np.full((1, 1), 230, np.uint8)),
    "Prüfling 部品 №1.png": png(_BRIGHT),
    "grey.jpg": jpeg(_BRIGHT),
}


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    folder = tmp_path / "parts"
    folder.mkdir()
    for name, content in BRIGHT.items() | {(name, c) for name, (c, _) in FAULTS.items()}:
        (folder / name).write_bytes(content)
    # A file that may not be read; a link to nowhere fails to open for an administrator too.
    (folder / "forbidden.png").symlink_to(folder / "nowhere")
    return folder


def test_inspect_tells_each_its_own(parts: Path, tmp_path: Path) -> None:
    package = write_tiny_package(tmp_path / "tiny.zip").path
    done = run("inspect", parts, "--model", package, "--json", home=tmp_path / "home")
    assert (done.returncode, done.stderr) == (1, "")
    lines = {Path(line["path"]).name: line for line in json_lines(done.stdout)}
    assert lines.keys() == BRIGHT.keys() | FAULTS.keys() | {"forbidden.png"}
    for name in BRIGHT:
        assert lines[name]["outcome"] == "def", lines[name]
        assert lines[name]["inference_ms"] > 0
    for name, (_, words) in FAULTS.items():
        assert lines[name]["outcome"] == "fault"
        assert lines[name]["probability_def"] is None
        assert words in lines[name]["error"]
    assert "can't be read" in lines["forbidden.png"]["error"]


@pytest.mark.slow
def test_the_station_goes_on_and_puts_them_aside(parts: Path, tmp_path: Path) -> None:
    package = write_tiny_package(tmp_path / "tiny.zip").path
    home = tmp_path / "home"
    words = ("station", "--source", f"folder:{parts}", "--model", package, "--parts", 11)
    done = run(*words, "--json", home=home)
    assert done.returncode == 1, done.stderr
    outcomes = {Path(line["path"]).name: line["outcome"] for line in json_lines(done.stdout)}
    assert {name for name, outcome in outcomes.items() if outcome == "def"} == BRIGHT.keys()
    assert {name for name, outcome in outcomes.items() if outcome == "fault"} >= FAULTS.keys()
    assert {path.name for path in (home / "quarantine").iterdir()} >= FAULTS.keys()
    assert {path.name for path in parts.iterdir()} >= BRIGHT.keys()
