from __future__ import annotations

import argparse
import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from inference.commands import demo_data
from inference.home import Home


def _run(home: Home, *words: str) -> int:
    parser = argparse.ArgumentParser()
    demo_data.add_arguments(parser)
    return demo_data.run(parser.parse_args(words), home)


def _names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def _read(path: Path) -> np.ndarray:
    image = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_UNCHANGED)
    assert image is not None
    return np.asarray(image)


def test_ok_def_and_a_mask_for_each_def(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "Gußteile"
    assert _run(home, str(folder), "--parts", "24", "--seed", "3", "--json") == 0
    counts = json.loads(capsys.readouterr().out)
    ok, bad, masks = (_names(folder / name) for name in ("ok", "def", "masks"))
    assert (counts["ok"], counts["def"]) == (len(ok), len(bad))
    assert len(ok) + len(bad) == 24
    assert min(len(ok), len(bad)) > 4
    assert masks == bad
    assert not ok & bad
    for name in masks:
        assert set(np.unique(_read(folder / "masks" / name))) == {0, 255}
        assert _read(folder / "def" / name).shape == (300, 300)


def test_a_folder_for_each_type(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ("--defect-share", "1", "--types", "scratch,flash", "--types-as-folders")
    assert _run(home, str(tmp_path / "d"), "--parts", "12", "--size", "96", *options) == 0
    said = capsys.readouterr().out
    assert "0 ok, 12 def" in said
    assert "scratch" in said
    assert {path.name for path in (tmp_path / "d" / "def").iterdir()} == {"scratch", "flash"}
    pictures = {path.name for path in (tmp_path / "d" / "def").rglob("*.png")}
    assert _names(tmp_path / "d" / "masks") == pictures
    assert not (tmp_path / "d" / "ok").exists()


def test_the_same_seed_writes_the_same_pictures(home: Home, tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert _run(home, str(tmp_path / name), "--parts", "6", "--size", "96") == 0
    assert _names(tmp_path / "a") == _names(tmp_path / "b")
    for name in _names(tmp_path / "a"):
        assert np.array_equal(_read(tmp_path / "a" / name), _read(tmp_path / "b" / name))


def test_a_folder_with_something_in_it_is_left_alone_unless_forced(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "full"
    folder.mkdir()
    (folder / "mine.txt").write_text("keep me", encoding="utf-8")
    words = (str(folder), "--parts", "2", "--size", "64")
    assert _run(home, *words) == 2
    assert "--force" in capsys.readouterr().err
    assert _names(folder) == {"mine.txt"}
    assert _run(home, *words, "--force") == 0
    assert (folder / "mine.txt").read_text(encoding="utf-8") == "keep me"
    assert len(list(folder.rglob("part-*.png"))) >= 2


def test_a_file_is_no_folder(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "file"
    path.touch()
    assert _run(home, str(path), "--parts", "1", "--force") == 2
    assert "is a file" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ("--parts", "0"),
        ("--parts", "1", "--defect-share", "1.5"),
        ("--parts", "1", "--size", "10"),
        ("--parts", "1", "--types", "dragon"),
        ("--parts", "1", "--seed", "-1"),
    ],
)
def test_nonsense_is_refused_with_its_range(
    home: Home, tmp_path: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        _run(home, str(tmp_path / "d"), *words)
    assert words[-2] in capsys.readouterr().err
