"""A row's name says what was measured and, behind a colon, in which way or at which size."""

from __future__ import annotations


def cut(name: str) -> tuple[str, str]:
    """`evidence: ours` -> `evidence`, `ours`; without a colon the way is empty."""
    subject, _, way = name.partition(": ")
    return subject, way
