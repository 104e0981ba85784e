"""Some rows of what was found -> what is said of them, new or known from before."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from inference.review.batches import judge_files
from inference.review.found_images import FoundImages
from inference.review.journal import Journal
from inference.review.judged_image import JudgedImage, judged_image
from inference.right_of_way import give_way
from inference.sources.folder_scan import Stamp, stamp_of
from inference.station.judge import Judge

_SOURCE = "review"


class FolderGone(Exception):
    """What is being reviewed is no longer there."""


class JudgedFile(NamedTuple):
    """With the path that the journal knows it by."""

    path: str
    judged: JudgedImage


@dataclass(frozen=True, slots=True)
class RowJudging:
    """Called by several threads at once; holds nothing that changes."""

    judge: Judge
    found: FoundImages
    journal: Journal
    folders: Sequence[Path]
    """Those given: when one of them is gone, its images are no FAULTs but missing."""

    def __call__(self, rows: range) -> list[JudgedFile]:
        """In order. Raises `FolderGone`; whatever is wrong with one file is its FAULT."""
        give_way()
        paths = self.found.paths(rows)
        stamps = [_stamp(path) for path in paths]
        answers = self.journal.known(paths, stamps)
        unknown = [at for at, answer in enumerate(answers) if answer is None]
        fresh = judge_files(self.judge, [paths[at] for at in unknown], _SOURCE, judged_image)
        self._check_folders([paths[at] for at, j in zip(unknown, fresh, strict=True) if j.error])
        for at, judged in zip(unknown, fresh, strict=True):
            answers[at] = judged._replace(stamp=stamps[at])
        return [JudgedFile(p, answer) for p, answer in zip(paths, answers, strict=True) if answer]

    def _check_folders(self, faults: Sequence[str]) -> None:
        """Behind the reading, for a folder may go between two files."""
        if all(os.path.exists(path) for path in faults):  # noqa: PTH110 - as above
            return
        for folder in self.folders:
            if _is_gone(folder):
                raise FolderGone(
                    f"{folder} is no longer there: open it again when it is back, "
                    "and what was judged so far is not judged again"
                )


def _stamp(path: str) -> Stamp | None:
    try:
        return stamp_of(os.stat(path))  # noqa: PTH116 - 100,000 of them
    except OSError:
        return None


def _is_gone(folder: Path) -> bool:
    """A share that is away often leaves an empty folder behind."""
    try:
        with os.scandir(folder) as entries:
            return next(entries, None) is None
    except OSError:
        return True
