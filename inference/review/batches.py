"""Files -> inspections, decoded and judged some at a time by whichever thread asks."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from inference.decode import UnreadableImage, read_image
from inference.frame import Frame, UnreadableFrame
from inference.review.parallel import in_order
from inference.right_of_way import give_way
from inference.sources.image_file import frame_of_file, unreadable_file
from inference.station.judge import Judge
from inference.verdict import Inspection

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

AT_ONCE = 8
"""Images in one run of the model."""
_PIXEL_BYTES = 32 << 20
"""Large pictures go in smaller groups: so much is held at once by each thread, and one more."""


def judge_files(
    judge: Judge, paths: Iterable[str], source: str, keep: Callable[[Inspection], _T]
) -> list[_T]:
    """What `keep` makes of each file's inspection, in order. Nothing is raised for any file.

    The picture is let go of as soon as `keep` has seen it.
    """
    kept: list[_T] = []
    for group in _groups(_part_of_file(path, source) for path in paths):
        give_way()
        kept += [keep(inspection) for inspection in judge.judge_batch(group)]
    return kept


def judge_all(
    judge: Judge,
    paths: Iterable[str],
    source: str,
    keep: Callable[[Inspection], _T],
    workers: int,
) -> Generator[_T]:
    """As `judge_files`, on several threads, handed out as it comes and in the order of `paths`.

    `keep` is called by those threads.
    """
    left = iter(paths)
    chunks = iter(lambda: list(itertools.islice(left, AT_ONCE)), [])

    def work(chunk: list[str]) -> list[_T]:
        return judge_files(judge, chunk, source, keep)

    with closing(in_order(chunks, work, workers)) as answers:
        for kept in answers:
            yield from kept


def _groups(
    parts: Iterable[Frame | UnreadableFrame],
) -> Iterator[list[Frame | UnreadableFrame]]:
    group: list[Frame | UnreadableFrame] = []
    held = 0
    for part in parts:
        group.append(part)
        held += part.image.nbytes if isinstance(part, Frame) else 0
        if len(group) == AT_ONCE or held > _PIXEL_BYTES:
            yield group
            group, held = [], 0
    if group:
        yield group


def _part_of_file(path: str, source: str) -> Frame | UnreadableFrame:
    give_way()
    try:
        return frame_of_file(read_image(Path(path)), path, source)
    except UnreadableImage as error:
        return unreadable_file(error, path, source)
    except Exception as error:  # noqa: BLE001 - logged, and it becomes a FAULT like any other
        _log.exception("%s can't be read for an unforeseen reason", path)
        words = UnreadableImage(f"it can't be read: {str(error) or type(error).__name__}")
        return unreadable_file(words, path, source)
