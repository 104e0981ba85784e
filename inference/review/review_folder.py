"""Where a review keeps what it found, so that the same review finds it again."""

from __future__ import annotations

import hashlib
import itertools
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from inference.home_lock import HomeInUse, HomeLock
from inference.review.judged_image import JudgingModel

_KEPT = 10
_LOCK = "in-use.lock"
_DROPPED = ".dropped"


def review_id(paths: Sequence[Path], model: JudgingModel) -> str:
    """The same for the same folders, model and kind of map: 20 characters."""
    digest = hashlib.sha256(f"{model.sha256}|{model.method}".encode())
    for path in paths:
        digest.update(b"|" + os.fsencode(os.path.normcase(path)))
    return digest.hexdigest()[:20]


def take_folder(reviews: Path, identity: str) -> tuple[Path, HomeLock]:
    """The folder of this review, locked; another beside it while the first is in use.

    Only the ten last used are kept. Raises `OSError`.
    """
    for number in itertools.count(1):
        folder = reviews / (identity if number == 1 else f"{identity}-{number}")
        folder.mkdir(parents=True, exist_ok=True)
        lock = HomeLock(folder / _LOCK)
        try:
            lock.take()
        except (HomeInUse, FileNotFoundError):  # in use, or just dropped
            continue
        os.utime(folder)
        _drop_oldest(reviews, folder)
        return folder, lock
    raise AssertionError  # the numbers never end


def _drop_oldest(reviews: Path, mine: Path) -> None:
    others = [path for path in reviews.iterdir() if path.is_dir() and path != mine]
    dropped = [path for path in others if path.name.endswith(_DROPPED)]  # a crash left them
    kept = sorted(set(others) - set(dropped), key=_used_at, reverse=True)
    dropped += filter(None, map(_set_aside, kept[_KEPT - 1 :]))
    for path in dropped:
        shutil.rmtree(path, ignore_errors=True)


def _set_aside(path: Path) -> Path | None:
    """Renamed while it is locked, so nobody takes a folder that is about to go; None while in use.

    Windows renames no folder with an open file in it: there the lock goes a moment before.
    """
    aside = path.with_name(f"{path.name}{_DROPPED}")
    lock = HomeLock(path / _LOCK)
    try:
        lock.take()
        if sys.platform == "win32":
            lock.release()
        path.rename(aside)
    except (HomeInUse, OSError):
        return None
    finally:
        lock.release()
    return aside


def _used_at(path: Path) -> float:
    """A folder that somebody else has just dropped counts as the oldest."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
