"""Moving unreadable files aside."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from inference.sources.quarantine import move_aside


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad.jpg"
    path.write_bytes(b"new")
    return path


def test_nothing_is_overwritten(bad: Path, tmp_path: Path) -> None:
    quarantine = tmp_path / "quarantine"
    quarantine.mkdir()
    (quarantine / "bad.jpg").write_bytes(b"old")
    assert move_aside(bad, quarantine, "f123") == quarantine / "bad-f123.jpg"
    assert (quarantine / "bad.jpg").read_bytes() == b"old"
    assert (quarantine / "bad-f123.jpg").read_bytes() == b"new"
    assert not bad.exists()


def test_to_another_disk_it_is_copied(
    bad: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EXDEV, "another disk")

    monkeypatch.setattr(Path, "replace", refuse)
    target = move_aside(bad, tmp_path / "quarantine", "f123")
    assert target is not None
    assert target.read_bytes() == b"new"
    assert not bad.exists()


def test_what_can_not_be_moved_stays_and_leaves_nothing_behind(
    bad: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "not yours")

    caplog.set_level("INFO")
    monkeypatch.setattr(Path, "replace", refuse)
    assert move_aside(bad, tmp_path / "quarantine", "f123") is None
    assert bad.read_bytes() == b"new"
    assert list((tmp_path / "quarantine").iterdir()) == []
    assert "not yours" in caplog.text


def test_a_quarantine_that_can_not_be_made_is_no_disaster(bad: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert move_aside(bad, tmp_path / "file", "f123") is None
    assert bad.exists()
