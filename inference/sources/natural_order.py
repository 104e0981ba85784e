"""part2 before part10."""

from __future__ import annotations

import re
from pathlib import Path

_DIGITS = re.compile(r"(\d+)")


def natural_key(path: Path) -> list[list[tuple[int, int, str]]]:
    """Sort key: folder by folder, numbers by value, letters without regard to case."""
    return [natural_name_key(part) for part in path.parts]


def natural_name_key(name: str) -> list[tuple[int, int, str]]:
    """The same for one name in a folder, without a path for each of 100,000."""
    return [_piece(piece) for piece in _DIGITS.split(name)]


def _piece(piece: str) -> tuple[int, int, str]:
    return (0, int(piece), piece) if piece.isdecimal() else (1, 0, piece.casefold())
