"""A job that a test leads through a run by events, as the real process does."""

from __future__ import annotations

from dataclasses import replace

from inference.home import Home
from training.events import Event
from training.runs.order import TrainingOrder
from training.runs.snapshot import JobSnapshot, JobState, after_event


class FakeJob:
    def __init__(self, order: TrainingOrder, home: Home) -> None:
        self.order = order
        self.asked: list[str] = []
        self._now = JobSnapshot(order, "20260101-000000-0000")

    def tell(self, *events: Event) -> None:
        for event in events:
            self._now = after_event(self._now, event)

    def start(self) -> None:
        self.asked.append("start")
        self._now = replace(self._now, state=JobState.RUNNING)

    def stop(self) -> None:
        self.asked.append("stop")
        self._now = replace(self._now, is_ending=True)

    def cancel(self) -> None:
        self.asked.append("cancel")
        self._now = replace(self._now, state=JobState.CANCELLED, message="cancelled")

    def snapshot(self) -> JobSnapshot:
        return self._now
