"""How far a review is. Pure data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ReviewState(StrEnum):
    """LOADING -> LISTING or JUDGING -> one of the three last."""

    LOADING = "loading"
    """The model is being loaded; the folders are listed meanwhile."""
    LISTING = "listing"
    """The model is ready and no image was found yet."""
    JUDGING = "judging"
    FINISHED = "finished"
    """Every image was judged."""
    CANCELLED = "cancelled"
    FAILED = "failed"
    """`problem` says why; what was judged before stays."""

    @property
    def is_over(self) -> bool:
        return self in (ReviewState.FINISHED, ReviewState.CANCELLED, ReviewState.FAILED)


@dataclass(frozen=True, slots=True)
class Progress:
    """At one moment."""

    state: ReviewState
    judged: int
    """Results so far, FAULTs among them."""
    found: int
    """Images found so far."""
    all_listed: bool
    """`found` grows no more."""
    resumed: int
    """Of `judged`: known from a review that was cut off."""
    per_s: float
    """Images judged a second over the last seconds; the mean of all once it is over."""
    seconds_left: float | None
    """None until everything is listed and the first results are there."""
    problem: str | None
    """For FAILED: what happened and what to do, in words."""
    notes: tuple[str, ...]
    """What was passed by, in words: folders that can't be read, linked folders, masks."""
