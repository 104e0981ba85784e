"""A review's progress in words. Pure: no widget knows these rules."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from gui.words import count, counted, sentence
from inference.review.progress import Progress, ReviewState

translate = QCoreApplication.translate

_SLOWEST_WHOLE = 10.0
_LISTED_NOTES = 3


def state_words(progress: Progress) -> str:
    """What is being done, or how it ended."""
    if progress.state is ReviewState.FINISHED:
        return _finished_words(progress)
    counting = progress.state is ReviewState.JUDGING and not progress.all_listed
    words = {
        ReviewState.LOADING: translate("Review", "Loading the model, {found} images found"),
        ReviewState.LISTING: translate("Review", "Looking for images"),
        ReviewState.JUDGING: translate("Review", "{judged} judged, {found} found so far")
        if counting
        else translate("Review", "{judged} of {found} judged"),
        ReviewState.CANCELLED: translate("Review", "Cancelled: {judged} of {found} judged"),
        ReviewState.FAILED: translate("Review", "Stopped: {judged} of {found} judged"),
    }[progress.state]
    return words.format(judged=count(progress.judged), found=count(progress.found))


def _finished_words(progress: Progress) -> str:
    one, many = translate("Review", "1 image judged"), translate("Review", "{n} images judged")
    words = counted(progress.judged, one, many)
    if progress.resumed:
        known = translate("Review", "{n} known from before").format(n=count(progress.resumed))
        return f"{words}, {known}"
    return words


def rate_words(progress: Progress) -> str:
    """`412 images/s, 13 s left`; empty before the first."""
    if progress.per_s <= 0 or progress.judged <= progress.resumed:
        return ""
    digits = 0 if progress.per_s >= _SLOWEST_WHOLE else 1
    rate = translate("Review", "{rate} images/s").format(
        rate=count(round(progress.per_s)) if digits == 0 else f"{progress.per_s:.1f}"
    )
    if progress.seconds_left is None or progress.state.is_over:
        return rate
    left = translate("Review", "{time} left").format(time=duration(progress.seconds_left))
    return f"{rate}, {left}"


def trouble_words(progress: Progress) -> str:
    """What a person should know: the problem, and what was passed by."""
    notes = list(progress.notes[:_LISTED_NOTES])
    return sentence("; ".join(([progress.problem] if progress.problem else []) + notes))


def duration(seconds: float) -> str:
    """`8 s`, `3 min`, `2 h 10 min`."""
    whole = max(1, round(seconds))
    if whole < 100:
        return translate("Review", "{n} s").format(n=whole)
    minutes = round(whole / 60)
    if minutes < 100:
        return translate("Review", "{n} min").format(n=minutes)
    return translate("Review", "{h} h {m} min").format(h=minutes // 60, m=minutes % 60)
