from __future__ import annotations

import sys
from pathlib import Path

import pytest

from inference.home import ENVIRONMENT_VARIABLE, find_home


@pytest.fixture
def packaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a packaged program; the platform's own places are elsewhere."""
    monkeypatch.delenv(ENVIRONMENT_VARIABLE)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "program" / "lineside"))
    (tmp_path / "program").mkdir()
    return tmp_path / "program"


@pytest.mark.skipif(sys.platform != "linux", reason="the place that XDG_DATA_HOME names")
def test_data_lie_in_the_platforms_place_and_not_beside_the_program(packaged: Path) -> None:
    home = find_home()
    assert home.folder == packaged.parent / "xdg" / "lineside"
    assert home.folder.is_dir()
    assert list(packaged.iterdir()) == []


def test_a_portable_copy_keeps_its_data_beside_itself(packaged: Path) -> None:
    (packaged / "portable").write_text("", "utf-8")
    assert find_home().folder == packaged / "data"


def test_what_is_chosen_goes_before_a_portable_copy(
    packaged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (packaged / "portable").write_text("", "utf-8")
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, str(tmp_path / "named"))
    assert find_home().folder == tmp_path / "named"
    assert find_home(tmp_path / "chosen").folder == tmp_path / "chosen"


def test_the_marker_means_nothing_beside_python(
    packaged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (packaged / "portable").write_text("", "utf-8")
    monkeypatch.delattr(sys, "frozen")
    assert find_home().folder != packaged / "data"
