"""What the station says of a part. Pure data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from inference.frame import Frame, UnreadableFrame


class Outcome(StrEnum):
    """The four things that the station can say of a part."""

    OK = "ok"
    DEF = "def"
    UNSURE = "unsure"
    FAULT = "fault"
    """It could not be judged. Never an OK."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """P(def) below `unsure_from` is OK, from `def_from` on is DEF, between is UNSURE."""

    unsure_from: float = 0.5
    def_from: float = 0.5

    def __post_init__(self) -> None:
        if not 0.0 < self.unsure_from <= self.def_from <= 1.0:
            raise ValueError(
                "thresholds need 0 < unsure_from <= def_from <= 1, "
                f"not {self.unsure_from} and {self.def_from}"
            )


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome for one part, and what it rests on."""

    outcome: Outcome
    probability_def: float | None
    """P(def) in [0, 1]; None for a FAULT."""
    thresholds: Thresholds | None = None
    defect_type: str | None = None
    """What kind of defect, for DEF and UNSURE, where the model tells it."""
    error: str | None = None
    """For a FAULT: what happened."""
    remedy: str | None = None
    """For a FAULT: what to do."""


@dataclass(frozen=True, slots=True, eq=False)
class HeatMap:
    """Where the model saw the defect.

    `heat` is h x w float32 in [0, 1], read-only, on one fixed scale that was calibrated with the
    model: 0 is what good parts show, 1 is what a clear defect shows. It covers the whole frame,
    at the resolution of the model's map.
    """

    heat: NDArray[np.float32]
    method: str
    """`evidence` or `gradcam`."""


@dataclass(frozen=True, slots=True)
class Timings:
    """Where the time went, in milliseconds."""

    queued_ms: float = 0.0
    preprocess_ms: float = 0.0
    inference_ms: float = 0.0
    """The model: probability and heat map, one pass."""
    total_ms: float = 0.0
    """From the grab to the verdict."""
    trigger_to_verdict_ms: float | None = None
    """Exposure and transfer included; None where nobody triggers."""


@dataclass(frozen=True, slots=True, eq=False)
class Inspection:
    """One part, judged: what was seen, what was said, by which model."""

    frame: Frame | UnreadableFrame
    verdict: Verdict
    heat_map: HeatMap | None = None
    model_id: str | None = None
    model_sha256: str | None = None
    timings: Timings = Timings()
    likeliest_type: str | None = None
    """Of the defect, were it one: told whatever the thresholds; None where the model tells none."""
    line: str = ""
    """Which of several lines judged it; empty where there is only one."""
