"""A station in memory that a test puts into any state. Its parts are drawn, its words are real."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.decide import decide, fault
from inference.frame import Frame, UnreadableFrame, frozen_copy
from inference.sources.settings import SourceSettings
from inference.station.settings import (
    AppearanceSettings,
    LineSettings,
    RecordSettings,
    StationSettings,
)
from inference.station.snapshot import Counters, SourceState, StationSnapshot, StationState
from inference.verdict import HeatMap, Inspection, Outcome, Thresholds, Timings

BAND = Thresholds(0.4, 0.6)
FIRST = datetime(2026, 3, 2, 11, 40, 0, tzinfo=UTC)
ONLINE = StationSnapshot(
    state=StationState.ONLINE,
    source="simulated",
    source_state=SourceState.RUNNING,
    model_id="demo-1a2b3c4d",
    thresholds=BAND,
    method="evidence",
    methods=("evidence", "gradcam"),
    parts_per_minute=42.0,
    latency_ms=3.4,
    disk_free_share=0.81,
)


def drawn_part(seed: int, *, defect: bool, size: int = 300) -> np.ndarray:
    """A grey disc with a ring and a hub; a defective one has a dark pit."""
    rng = np.random.default_rng(seed)
    image = np.full((size, size), 168, np.uint8)
    middle = (size // 2, size // 2)
    for radius, grey in (
        (0.45, 120),
        (0.43, 190),
        (0.30, 96),
        (0.27, 150),
        (0.12, 205),
        (0.05, 60),
    ):
        cv2.circle(image, middle, round(radius * size), grey, -1, cv2.LINE_AA)
    if defect:
        cv2.circle(image, _pit(size), round(0.02 * size), 25, -1, cv2.LINE_AA)
    noisy = image + rng.normal(0, 4, image.shape)
    return np.clip(noisy, 0, 255).astype(np.uint8)


def _pit(size: int) -> tuple[int, int]:
    return round(0.66 * size), round(0.36 * size)


def drawn_heat(heat: float) -> HeatMap:
    y, x = np.mgrid[0:28, 0:28]
    spot = heat * np.exp(-((x - 0.66 * 28) ** 2 + (y - 0.36 * 28) ** 2) / 6.0)
    cells = spot.astype(np.float32)
    cells.flags.writeable = False
    return HeatMap(cells, "evidence")


def judged(number: int, probability_def: float, thresholds: Thresholds = BAND) -> Inspection:
    """A part with this P(def), its heat map as hot."""
    verdict = decide(probability_def, thresholds)
    image = frozen_copy(drawn_part(number, defect=probability_def >= thresholds.unsure_from))
    frame = Frame(
        image=image,
        source="simulated",
        part_id=f"part-{number:05d}",
        captured_at=FIRST + timedelta(seconds=1.4 * number),
    )
    hot = drawn_heat(probability_def if probability_def >= thresholds.unsure_from else 0.05)
    return Inspection(frame, verdict, hot, "demo-1a2b3c4d", "00", Timings(total_ms=3.4))


def unreadable(number: int) -> Inspection:
    frame = UnreadableFrame(
        source="folder:/line/in",
        error="the image part-17.jpg is cut off in the middle",
        remedy="check the program that writes the images; the file lies in quarantine",
        part_id=f"part-{number:05d}",
        captured_at=FIRST + timedelta(seconds=1.4 * number),
    )
    return Inspection(frame, fault(frame.error, frame.remedy))


class FakeStation:
    """Remembers what was asked of it, judges nothing by itself."""

    def __init__(self, snapshot: StationSnapshot = ONLINE) -> None:
        self.now = snapshot
        self.parts: list[Inspection] = []
        self.asked: list[tuple[object, ...]] = []
        self.settings = StationSettings()
        self.others: tuple[FakeStation, ...] = ()

    def judge(self, *inspections: Inspection) -> None:
        self.parts.extend(inspections)
        outcomes = Counter(part.verdict.outcome for part in self.parts)
        counters = Counters(by_outcome=outcomes, recorded=len(self.parts))
        self.now = replace(self.now, counters=counters)

    def become(self, **changes: object) -> None:
        self.now = replace(self.now, **changes)  # type: ignore[arg-type]

    @property
    def lines(self) -> tuple[FakeStation, ...]:
        """Itself alone, but where a test puts others beside it."""
        return (self, *self.others)

    def snapshot(self) -> StationSnapshot:
        return self.now

    def latest(self) -> Inspection | None:
        return self.parts[-1] if self.parts else None

    def recent(self) -> tuple[Inspection, ...]:
        return tuple(self.parts[-20:])

    def trend(self) -> NDArray[np.float32]:
        values: Sequence[float | None] = [p.verdict.probability_def for p in self.parts[-500:]]
        return np.array([np.nan if v is None else v for v in values], np.float32)

    def start(self) -> None:
        self.asked.append(("start",))
        self.become(state=StationState.ONLINE, source_state=SourceState.RUNNING)

    def stop(self) -> None:
        self.asked.append(("stop",))
        self.become(state=StationState.OFFLINE, source_state=SourceState.CLOSED)

    def trigger(self) -> None:
        self.asked.append(("trigger",))

    def hold(self) -> None:
        self.asked.append(("hold",))
        self.become(held=True)

    def resume(self) -> None:
        self.asked.append(("resume",))
        self.become(held=False)

    def add_line(self, line: LineSettings) -> None:
        self.asked.append(("add_line", line))

    def remove_line(self, number: int) -> None:
        self.asked.append(("remove_line", number))

    def rename_line(self, number: int, name: str) -> None:
        self.asked.append(("rename_line", number, name))

    def set_thresholds(self, thresholds: Thresholds, *, by: str) -> None:
        self.asked.append(("set_thresholds", thresholds, by))
        self.become(thresholds=thresholds)

    def confirm(self, part_id: str, *, by: str) -> None:
        self.asked.append(("confirm", part_id, by))

    def overrule(self, part_id: str, outcome: Outcome, *, by: str) -> None:
        self.asked.append(("overrule", part_id, outcome, by))

    def set_source(self, source: SourceSettings) -> None:
        self.asked.append(("set_source", source))

    def set_model(self, model: Path | None, *, by: str) -> None:
        assert by
        self.asked.append(("set_model", model))

    def roll_back(self, *, by: str) -> None:
        assert by
        self.asked.append(("roll_back",))

    def choose_map(self, method: str) -> None:
        self.asked.append(("choose_map", method))

    def set_record_settings(self, records: RecordSettings) -> None:
        self.asked.append(("set_record_settings", records))

    def set_appearance(self, appearance: AppearanceSettings) -> None:
        self.asked.append(("set_appearance", appearance))
