"""Reading a source to its end."""

from __future__ import annotations

from inference.frame import Frame, UnreadableFrame
from inference.sources.protocol import Source


def read_on(source: Source, into: list[Frame | UnreadableFrame] | None = None) -> None:
    """Read until the source raises, or until half a minute of reads brought nothing."""
    empty = 0
    while empty < 150:
        part = source.read(timeout_s=0.2)
        empty = empty + 1 if part is None else 0
        if part is not None and into is not None:
            into.append(part)
