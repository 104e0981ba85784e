"""A training run in words: what it has said so far, how far it is, how long it takes yet."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from gui.words import count, percent, sentence
from training.runs.snapshot import JobSnapshot, JobState

translate = QCoreApplication.translate


def log_lines(now: JobSnapshot) -> list[str]:
    """Everything but the single batches, oldest first."""
    said = [now.dataset, *now.unreadable, now.split, *now.history]
    lines = [str(event) for event in said if event is not None]
    return [*lines, sentence(now.message)] if now.is_over else lines


def progress_words(now: JobSnapshot) -> str:
    """Where it is, in a line."""
    if now.state is JobState.FINISHED:
        return translate("Run", "The model is trained and packaged")
    if now.state is JobState.CANCELLED:
        return translate("Run", "Cancelled; nothing was written")
    if now.state is JobState.FAILED:
        return translate("Run", "Not trained")
    if now.is_ending:
        return translate("Run", "Ending")
    if not now.epoch:
        return now.message or translate("Run", "Starting")
    return translate("Run", "Epoch {epoch} of {epochs}, {share}").format(
        epoch=count(now.epoch), epochs=count(now.epochs), share=percent(now.progress, 0)
    )


def time_left(now: JobSnapshot) -> str:
    """`about 2 min left`; empty while nobody knows."""
    seconds = now.seconds_left
    if seconds is None or now.is_over:
        return ""
    if seconds < 60:
        return translate("Run", "about {n} s left").format(n=max(1, round(seconds)))
    return translate("Run", "about {n} min left").format(n=round(seconds / 60))
