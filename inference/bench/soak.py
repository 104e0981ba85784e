"""The station at full speed for a long time: how fast it is, and that nothing grows."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from inference.bench.process import Footprint, footprint
from inference.bench.row import Row
from inference.home import Home
from inference.sources.settings import SimulatedSettings
from inference.station.settings import StationSettings
from inference.station.snapshot import StationSnapshot
from inference.station.station import Station

GROUP = "station"
_STEPS = 5
_POLL_S = 0.02


def measure_soak(folder: Path, parts: int = 10_000) -> Iterator[Row]:
    """The simulated line, every part recorded, DEF and UNSURE images written into `folder`.

    One row per fifth of the way. The first holds what is filled once (caches, pools); from there
    on nothing may grow.
    """
    source = SimulatedSettings(rate_hz=None, parts=parts, seed=20)
    with Station(Home(folder), StationSettings(source=source)) as station:
        station.start()
        before = time.perf_counter()
        for step in range(1, _STEPS + 1):
            goal = parts * step // _STEPS
            now = _wait_for(station, goal)
            elapsed_s, before = time.perf_counter() - before, time.perf_counter()
            yield _row(goal, parts // _STEPS / elapsed_s, now, footprint())


def _wait_for(station: Station, parts: int) -> StationSnapshot:
    while (now := station.snapshot()).counters.recorded < parts:
        if now.problem is not None:
            raise RuntimeError(f"{now.problem}; {now.remedy}")
        time.sleep(_POLL_S)
    return now


def _row(parts: int, per_s: float, now: StationSnapshot, held: Footprint) -> Row:
    return Row(
        GROUP,
        f"simulated line, recorded, after {parts:,} parts",
        median_ms=now.latency_ms,
        per_s=per_s,
        more={
            "memory_mb": held.memory_mb,
            "threads": held.threads,
            "handles": held.handles,
            "dropped": now.counters.dropped,
        },
    )
