"""How a training job stands: a state and a frozen picture, made anew by each event."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from training.events import (
    BatchFinished,
    CheckpointFailed,
    DatasetFound,
    DatasetSplit,
    EpochFinished,
    Event,
    Failed,
    FileUnreadable,
    FindingNoted,
    Finished,
    LabelsContradicted,
    LearningFinished,
    RunStarted,
)
from training.runs.order import TrainingOrder

Note = FileUnreadable | LabelsContradicted | FindingNoted | CheckpointFailed


class JobState(StrEnum):
    """QUEUED -> RUNNING -> FINISHED, CANCELLED or FAILED."""

    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class JobSnapshot:
    """Nothing in it changes: any thread may look at it for as long as it likes."""

    order: TrainingOrder
    run_id: str
    state: JobState = JobState.QUEUED
    is_ending: bool = False
    """It was asked to stop or to cancel, and is about to."""
    message: str = ""
    """What was said last, for people."""
    dataset: DatasetFound | None = None
    split: DatasetSplit | None = None
    notes: tuple[Note, ...] = ()
    """What a person should know of the files, the data and the checkpoints; each is said once."""
    epoch: int = 0
    """The one at work, from 1; 0 before the learning."""
    epochs: int = 0
    step: int = 0
    """Of this epoch."""
    steps: int = 0
    seconds_left: float | None = None
    """Of the learning, if all epochs are run; None as long as nobody knows."""
    history: tuple[EpochFinished, ...] = ()
    is_learnt: bool = False
    """What is left is to make a package of it."""
    package: Path | None = None
    metrics: dict[str, Any] | None = None
    """On the validation images: `evaluate.Metrics.as_dict()`."""
    seconds: float | None = None
    """How long it took, once it is finished."""
    error: str | None = None

    @property
    def is_over(self) -> bool:
        return self.state not in (JobState.QUEUED, JobState.RUNNING)

    @property
    def progress(self) -> float:
        """How much of the learning is done, 0 to 1. Reading and packaging count for nothing."""
        if not self.epochs:
            return 0.0
        begun = max(self.epoch - 1, 0) + (self.step / self.steps if self.steps else 0.0)
        return min(1.0, max(begun, len(self.history)) / self.epochs)


def after_event(now: JobSnapshot, event: Event) -> JobSnapshot:
    """The next snapshot. Pure."""
    now = replace(now, message=str(event))
    match event:
        case DatasetFound():
            now = replace(now, dataset=event)
        case DatasetSplit():
            now = replace(now, split=event)
        case FileUnreadable() | LabelsContradicted() | FindingNoted() | CheckpointFailed():
            now = now if event in now.notes else replace(now, notes=(*now.notes, event))
        case RunStarted():
            now = replace(now, history=event.history, epoch=len(event.history))
        case BatchFinished() | EpochFinished():
            now = _after_learning(now, event)
        case LearningFinished():
            now = replace(now, is_learnt=True, seconds_left=None)
        case Finished() | Failed():
            now = _after_the_end(now, event)
    return now


def _after_learning(now: JobSnapshot, event: BatchFinished | EpochFinished) -> JobSnapshot:
    now = replace(now, epoch=event.epoch, epochs=event.epochs, seconds_left=event.seconds_left)
    if isinstance(event, BatchFinished):
        return replace(now, step=event.step, steps=event.steps)
    return replace(now, step=now.steps, history=(*now.history, event))


def _after_the_end(now: JobSnapshot, event: Finished | Failed) -> JobSnapshot:
    now = replace(now, is_ending=False, seconds_left=None)
    if isinstance(event, Failed):
        return replace(now, state=JobState.FAILED, error=event.error)
    return replace(
        now,
        state=JobState.FINISHED,
        package=Path(event.package),
        metrics=event.metrics,
        seconds=event.seconds,
    )
