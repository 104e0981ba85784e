"""A finite source, judged from its first part to its last."""

from __future__ import annotations

from collections.abc import Iterator

from inference.sources.protocol import Source, SourceEnded
from inference.station.judge import Judge
from inference.verdict import Inspection

_READ_TIMEOUT_S = 1.0


def inspect_all(source: Source, judge: Judge) -> Iterator[Inspection]:
    """Each part of an opened source, in order; closes it at the end."""
    try:
        while True:
            part = source.read(_READ_TIMEOUT_S)
            if part is not None:
                yield judge.judge(part)
    except SourceEnded:
        return
    finally:
        source.close()
