"""Paths as a person reads them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gui.words import place


@pytest.mark.skipif(os.name == "nt", reason="nobody writes ~ on Windows")
def test_a_folder_of_the_persons_own_is_said_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    assert place(Path("/home/ada/parts/castings")) == "~/parts/castings"


def test_any_other_folder_is_said_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "ada"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "ada"))
    assert place(tmp_path / "parts") == str(tmp_path / "parts")
