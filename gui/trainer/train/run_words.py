"""A training run in words: what it has said so far, how far it is, how long it takes yet."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from gui.words import count, percent, sentence
from training.runs.snapshot import JobSnapshot, JobState

translate = QCoreApplication.translate


def log_lines(now: JobSnapshot) -> list[str]:
    """Everything but the single batches, oldest first."""
    said = [now.dataset, *now.notes, now.split, *now.history]
    lines = [str(event) for event in said if event is not None]
    return [*lines, sentence(now.message)] if now.is_over else lines


def progress_words(now: JobSnapshot) -> str:
    """Where it is, in a line."""
    if now.is_over:
        return _how_it_ended(now)
    if now.is_learnt:
        return translate("Run", "Learnt. Now it is exported, proven, judged and packaged")
    if now.is_ending:
        return translate("Run", "Ending")
    if not now.epoch:
        return _preparing(now)
    return translate("Run", "Epoch {epoch} of {epochs}, {share}").format(
        epoch=count(now.epoch), epochs=count(now.epochs), share=percent(now.progress, 0)
    )


def _how_it_ended(now: JobSnapshot) -> str:
    return {
        JobState.FINISHED: translate("Run", "The model is trained and packaged"),
        JobState.CANCELLED: translate("Run", "Cancelled; nothing was written"),
        JobState.FAILED: translate("Run", "Not trained"),
    }[now.state]


def _preparing(now: JobSnapshot) -> str:
    """What was noted meanwhile is in the log, and may be long."""
    if now.split is not None:
        return translate("Run", "Learning from {n} images, checking on {checked}").format(
            n=count(now.split.training), checked=count(now.split.validation)
        )
    if now.dataset is not None:
        return translate("Run", "Reading the images and comparing them")
    return translate("Run", "Starting")


def time_left(now: JobSnapshot) -> str:
    """`about 2 min left`; empty while nobody knows."""
    seconds = now.seconds_left
    if seconds is None or now.is_over:
        return ""
    if seconds < 60:
        return translate("Run", "about {n} s left").format(n=max(1, round(seconds)))
    return translate("Run", "about {n} min left").format(n=round(seconds / 60))
