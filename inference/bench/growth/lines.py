"""Parts a second against the number of lines of one station."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from inference.bench.row import Row
from inference.home import Home
from inference.sources.settings import SimulatedSettings
from inference.station.settings import LineSettings, StationSettings
from inference.station.station import Station

_POLL_S = 0.01


def measure_lines(group: str, folder: Path, numbers: Sequence[int], parts: int) -> Iterator[Row]:
    """Simulated lines at full speed, each of `parts` parts; one model, one database.

    From the first part that is recorded to the last, so that no start is counted.
    """
    for number in numbers:
        home = folder / f"lines-{number}"
        home.mkdir(parents=True)
        seconds, judged = _run(Home(home), _settings(number, parts), number * parts)
        yield Row(
            group,
            f"lines of a station, all together: {number}",
            median_ms=1e3 * seconds / judged,
            per_s=judged / seconds,
            more={"lines": float(number), "parts_a_line": float(parts)},
        )


def _settings(number: int, parts: int) -> StationSettings:
    sources = [SimulatedSettings(rate_hz=None, parts=parts, seed=seed) for seed in range(number)]
    others = [
        LineSettings(name=f"line {place}", source=source)
        for place, source in enumerate(sources[1:], start=2)
    ]
    return StationSettings(source=sources[0], lines=tuple(others))


def _run(home: Home, settings: StationSettings, parts: int) -> tuple[float, int]:
    """How long all but the first took, and how many they were."""
    with Station(home, settings) as station:
        station.start()
        while not (first := _recorded(station)):
            time.sleep(_POLL_S)
        started = time.perf_counter()
        while _recorded(station) < parts:
            time.sleep(_POLL_S)
        return time.perf_counter() - started, parts - first


def _recorded(station: Station) -> int:
    """Raises `RuntimeError` for a line that has a problem."""
    now = [line.snapshot() for line in station.lines]
    problem = next((each.problem for each in now if each.problem), None)
    if problem:
        raise RuntimeError(problem)
    return sum(each.counters.recorded for each in now)
