"""The station's state, as one frozen picture that anyone may look at from any thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from inference.verdict import Outcome, Thresholds


class SourceState(StrEnum):
    """How the source is.

    CLOSED -> OPENING -> RUNNING -> CLOSED   (stopped, or a finite source ended)
                 ^          |
                 |          v
                 +------ RETRYING            (lost: opened again, with back-off)
                            |
                            v
                          FAILED             (nobody but a person can help)
    """

    CLOSED = "closed"
    OPENING = "opening"
    RUNNING = "running"
    RETRYING = "retrying"
    FAILED = "failed"


class StationState(StrEnum):
    """OFFLINE: judges nothing (stopped, or a setting is wrong). ONLINE: judges. FAULT: can't."""

    OFFLINE = "offline"
    ONLINE = "online"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Counters:
    """Parts since the station started."""

    by_outcome: Mapping[Outcome, int] = field(default_factory=dict)
    dropped: int = 0
    """Frames that the queue's policy let go, unjudged."""
    recorded: int = 0
    """Parts whose record is safely on disk."""
    waiting: int = 0
    """Parts that are judged and not yet on disk."""
    given_up: int = 0
    """Parts that were judged and could not be recorded before the program ended."""

    @property
    def judged(self) -> int:
        return sum(self.by_outcome.values())

    @property
    def yield_share(self) -> float | None:
        """OK parts among those judged OK, DEF or UNSURE, 0..1; None before the first."""
        decided = self.judged - self.by_outcome.get(Outcome.FAULT, 0)
        return self.by_outcome.get(Outcome.OK, 0) / decided if decided else None


@dataclass(frozen=True, slots=True)
class StationSnapshot:
    """Everything that the screen says about the station, at one moment."""

    state: StationState = StationState.OFFLINE
    held: bool = False
    """On hold: the source runs, parts are not judged, and the screen stands still."""
    line: str = ""
    """Which of several lines; empty where there is only one."""
    source: str = ""
    source_state: SourceState = SourceState.CLOSED
    triggerable: bool = False
    """Whether `Station.trigger` makes a part."""
    problem: str | None = None
    """What is wrong, in words for the operator; None while all is well."""
    remedy: str | None = None
    """What to do about it."""
    notice: str | None = None
    """What a person should see to while judging goes on: a picture or a setting not kept."""
    model_id: str | None = None
    model_problem: str | None = None
    """Why the last model offered was refused; the one before goes on."""
    thresholds: Thresholds | None = None
    method: str | None = None
    """The map that is drawn: `evidence` or `gradcam`."""
    methods: tuple[str, ...] = ()
    counters: Counters = Counters()
    parts_per_minute: float = 0.0
    latency_ms: float | None = None
    """Median from grab to verdict over the last parts."""
    trigger_ms: float | None = None
    """Median from trigger to verdict, exposure included; None where nobody triggers."""
    disk_free_share: float | None = None
    finished: bool = False
    """A finite source has ended and all its parts are judged and recorded."""

    @property
    def can_start(self) -> bool:
        """Starting would change something. What is not started can't be stopped."""
        stuck = self.state is StationState.FAULT and self.source_state is SourceState.CLOSED
        return self.state is StationState.OFFLINE or stuck
