from __future__ import annotations

import os
from pathlib import Path

from inference.review import review_folder
from inference.review.review_folder import take_folder


def take(reviews: Path, name: str, used_at: int) -> Path:
    folder, lock = take_folder(reviews, name)
    lock.release()
    os.utime(folder, (used_at, used_at))
    return folder


def test_what_a_crash_left_half_dropped_goes_and_counts_for_nothing(tmp_path: Path) -> None:
    kept = [take(tmp_path, f"r{number}", number + 1) for number in range(9)]
    (tmp_path / "old.dropped").mkdir()
    kept.append(take(tmp_path, "newest", 99))
    assert set(tmp_path.iterdir()) == set(kept)


def test_a_folder_in_use_is_not_dropped_however_old_it_is(tmp_path: Path) -> None:
    used, lock = take_folder(tmp_path, "used")
    os.utime(used, (1, 1))
    try:
        for number in range(12):
            take(tmp_path, f"r{number}", number + 2)
    finally:
        lock.release()
    assert used.is_dir()
    assert len(list(tmp_path.iterdir())) == 11


def test_one_that_vanishes_while_it_is_looked_at_is_the_oldest(tmp_path: Path) -> None:
    assert review_folder._used_at(tmp_path / "gone") == 0.0
