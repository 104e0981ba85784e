"""part2 before part10."""

from __future__ import annotations

import heapq
import itertools
import re
from collections.abc import Iterable
from pathlib import Path

from inference.right_of_way import give_way, giving_way

_DIGITS = re.compile(r"\d+")
_AT_ONCE = 500


def natural_key(path: Path) -> list[str]:
    """Sort key: folder by folder, numbers by value, letters without regard to case."""
    return [natural_name_key(part) for part in path.parts]


def natural_name_key(name: str) -> str:
    """The same for one name in a folder: a text, which is compared faster than its pieces.

    A number stands behind a mark below every letter, with its length first: 9 before 10.
    """
    return _DIGITS.sub(_number_key, name.casefold())


def naturally_sorted(names: Iterable[str]) -> Iterable[str]:
    """The names of one folder in natural order, sorted some at a time.

    Python sorts in one go that nothing interrupts, and 100,000 names would stop the window.
    """
    left = iter(names)
    runs = iter(lambda: _sorted_run(itertools.islice(left, _AT_ONCE)), [])
    return giving_way((name for _, name in heapq.merge(*runs)), _AT_ONCE)


def _sorted_run(names: Iterable[str]) -> list[tuple[str, str]]:
    give_way()
    return sorted((natural_name_key(name), name) for name in names)


def _number_key(digits: re.Match[str]) -> str:
    value = str(int(digits.group()))
    return f"\0{chr(len(value))}{value}\0{digits.group()}\0"
