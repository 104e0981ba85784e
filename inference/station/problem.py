"""What is wrong, and what to do about it: the words for the operator."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Shown as it is, so in plain words."""

    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.what}; {self.remedy}"


def unforeseen(error: Exception) -> str:
    """The words for what nobody had thought of."""
    return f"unforeseen: {error or type(error).__name__}"
