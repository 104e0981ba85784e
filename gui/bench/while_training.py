"""The line and its window while a training runs beside them, and the same without one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from gui.app import application, open_window
from gui.bench.events import run_events
from gui.bench.heartbeat import Heartbeat
from gui.main_window import MainWindow
from gui.short_waits import keep_waits_short
from gui.waiting import delete_now, process_until
from inference.bench.row import Row
from inference.home import Home
from inference.sources.settings import SimulatedSettings
from inference.station.settings import StationSettings
from inference.station.station import Station
from inference.verdict import Inspection
from training.bench.drawn_parts import draw_parts
from training.runs.order import DEFAULT_RECIPE, TrainingOrder
from training.runs.process import TrainingJob

GROUP = "while training"
_RATE_HZ = 30.0
_SIZE = (1280, 800)
_WARM_UP_S = 5.0
_IMAGES, _IMAGE_PX = 400, 300
_STEPS_BEFORE = 3
"""Of the learning: then it is at full speed, with all that it holds in memory."""
_STARTS_WITHIN_S = 300.0


class NoTraining(Exception):
    """The training ended before anything was measured. `str()` says how."""


@dataclass(slots=True)
class _Latencies:
    """From a part's grab to its verdict, on the station's own threads."""

    ms: list[float] = field(default_factory=list)

    def note(self, part: Inspection) -> None:
        self.ms.append(part.timings.total_ms)


@dataclass(frozen=True, slots=True)
class _Line:
    """What is measured, twice."""

    station: Station
    window: MainWindow
    latencies: _Latencies
    seconds: float

    def measure(self, name: str, alone: Row | None = None) -> Row:
        """From now on; longer where not a single part comes in that time."""
        heart = Heartbeat(self.window)
        self.latencies.ms.clear()
        dropped, started = self._dropped(), time.perf_counter()
        heart.begin()
        run_events(self.seconds)
        process_until(lambda: bool(self.latencies.ms), _STARTS_WITHIN_S)
        heart.stop()
        taken = np.array(self.latencies.ms)
        p99_ms = float(np.quantile(taken, 0.99))
        return Row(
            GROUP,
            f"{_RATE_HZ:.0f} parts/s, grab to verdict: {name}",
            median_ms=float(np.median(taken)),
            p99_ms=p99_ms,
            per_s=taken.size / (time.perf_counter() - started),
            ratio=p99_ms / alone.p99_ms if alone is not None and alone.p99_ms else 1.0,
            more={
                "longest_block_ms": heart.longest_block_ms,
                "longest_work_ms": heart.longest_work_ms,
                "dropped": self._dropped() - dropped,
            },
        )

    def _dropped(self) -> float:
        return float(self.station.snapshot().counters.dropped)


def measure_while_training(
    folder: Path, seconds: float = 30.0, recipe: str = DEFAULT_RECIPE
) -> Iterator[Row]:
    """Two rows: the line alone, and with a training of `recipe`; `ratio` is of the p99 to alone.

    The training is a process of its own, as the window starts it, on drawn parts; it is cancelled.
    Raises `NoTraining`.
    """
    parts = folder / "parts"
    draw_parts(parts, _IMAGES, _IMAGE_PX)
    application()
    latencies = _Latencies()
    settings = StationSettings(source=SimulatedSettings(rate_hz=_RATE_HZ, seed=30))
    home = Home(folder / "home")
    home.folder.mkdir(parents=True)
    with Station(home, settings, line_output=latencies.note) as station:
        window = open_window(station, home.folder / "window.ini")
        keep_waits_short(window)
        try:
            window.resize(*_SIZE)
            station.start()
            run_events(_WARM_UP_S)
            line = _Line(station, window, latencies, seconds)
            alone = line.measure("alone")
            yield alone
            job = TrainingJob(TrainingOrder(parts, folder / "model", recipe), home.runs)
            yield _beside(job, line, alone)
        finally:
            window.close()
            window.deleteLater()
            delete_now()


def _beside(job: TrainingJob, line: _Line, alone: Row) -> Row:
    job.start()
    try:
        _wait_for_steps(job)
        return line.measure(f"beside a training of {job.snapshot().order.recipe}", alone)
    finally:
        job.cancel()
        job.wait()


def _wait_for_steps(job: TrainingJob) -> None:
    def learns() -> bool:
        now = job.snapshot()
        return now.is_over or now.step >= _STEPS_BEFORE or bool(now.history)

    learning = process_until(learns, _STARTS_WITHIN_S)
    now = job.snapshot()
    if not learning or now.is_over:
        raise NoTraining(now.error or now.message or "it does not begin to learn")
