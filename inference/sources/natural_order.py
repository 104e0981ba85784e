"""part2 before part10."""

from __future__ import annotations

import re
from pathlib import Path

_DIGITS = re.compile(r"(\d+)")


def natural_key(path: Path) -> list[list[tuple[int, int, str]]]:
    """Sort key: folder by folder, numbers by value, letters without regard to case."""
    return [[_piece(piece) for piece in _DIGITS.split(part)] for part in path.parts]


def _piece(piece: str) -> tuple[int, int, str]:
    return (0, int(piece), piece) if piece.isdecimal() else (1, 0, piece.casefold())
