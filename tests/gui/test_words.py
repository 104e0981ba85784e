"""Numbers and paths as a person reads them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gui.words import counted, place


@pytest.mark.skipif(os.name == "nt", reason="nobody writes ~ on Windows")
def test_a_folder_of_the_persons_own_is_said_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    assert place(Path("/home/ada/parts/castings")) == "~/parts/castings"


def test_any_other_folder_is_said_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "ada"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "ada"))
    assert place(tmp_path / "parts") == str(tmp_path / "parts")


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 parts in x"), (1, "1 part in x"), (1204, "1\u202f204 parts in x")]
)
def test_one_is_not_said_as_if_it_were_several(number: int, words: str) -> None:
    assert counted(number, "1 part in {file}", "{n} parts in {file}", file="x") == words
