"""The station at full speed for a long time: how fast it is, and that nothing grows."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from inference.bench.process import footprint
from inference.bench.row import Row
from inference.home import Home
from inference.sources.settings import SimulatedSettings
from inference.station.settings import StationSettings
from inference.station.snapshot import StationSnapshot
from inference.station.station import Station
from inference.verdict import Inspection

GROUP = "station"
PARTS = 10_000
_STEPS = 5
_POLL_S = 0.02


def measure_soak(folder: Path, parts: int = PARTS) -> Iterator[Row]:
    """The simulated line, every part recorded, DEF and UNSURE images written into `folder`.

    One row per fifth of the way; milliseconds are from a part's grab to its verdict. The first
    holds what is filled once (caches, pools); from there on nothing may grow.
    """
    settings = StationSettings(source=SimulatedSettings(rate_hz=None, parts=parts, seed=20))
    latencies_ms: list[float] = []

    def note(part: Inspection) -> None:
        latencies_ms.append(part.timings.total_ms)

    with Station(Home(folder), settings, line_output=note) as station:
        station.start()
        before = time.perf_counter()
        for step in range(1, _STEPS + 1):
            goal = parts * step // _STEPS
            now = _wait_for(station, goal)
            elapsed_s, before = time.perf_counter() - before, time.perf_counter()
            of_this_step = latencies_ms[-(parts // _STEPS) :]
            yield _row(goal, parts // _STEPS / elapsed_s, of_this_step, now)


def _wait_for(station: Station, parts: int) -> StationSnapshot:
    while (now := station.snapshot()).counters.recorded < parts:
        if now.problem is not None:
            raise RuntimeError(f"{now.problem}; {now.remedy}")
        time.sleep(_POLL_S)
    return now


def _row(parts: int, per_s: float, latencies_ms: Sequence[float], now: StationSnapshot) -> Row:
    held = footprint()
    return Row(
        GROUP,
        f"simulated line, recorded: after {parts:,} parts",
        median_ms=float(np.median(latencies_ms)),
        p99_ms=float(np.quantile(latencies_ms, 0.99)),
        per_s=per_s,
        more={
            "memory_mb": held.memory_mb,
            "threads": float(held.threads),
            "handles": float(held.handles),
            "dropped": float(now.counters.dropped),
        },
    )
