"""Where a review keeps what it found, so that the same review finds it again."""

from __future__ import annotations

import hashlib
import itertools
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from inference.home_lock import HomeInUse, HomeLock
from inference.review.judged_image import JudgingModel

_KEPT = 10
_LOCK = "in-use.lock"


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
        except HomeInUse:
            continue
        os.utime(folder)
        _drop_oldest(reviews, folder)
        return folder, lock
    raise AssertionError  # the numbers never end


def _drop_oldest(reviews: Path, mine: Path) -> None:
    others = [path for path in reviews.iterdir() if path.is_dir() and path != mine]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in others[_KEPT - 1 :]:
        lock = HomeLock(path / _LOCK)
        try:
            lock.take()
        except (HomeInUse, OSError):
            continue
        lock.release()
        shutil.rmtree(path, ignore_errors=True)
