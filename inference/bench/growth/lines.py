"""Parts a second against the number of lines of one station."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from inference.bench.growth.pictures import write_pictures
from inference.bench.row import Row
from inference.home import Home
from inference.sources.settings import FilesSettings
from inference.station.settings import LineSettings, StationSettings
from inference.station.station import Station

_SIDE_PX = 300
_POLL_S = 0.01


def measure_lines(group: str, folder: Path, numbers: Sequence[int], parts: int) -> Iterator[Row]:
    """Lines at full speed, each of `parts` pictures of its own; one model, one database.

    The pictures are files drawn before: a camera's come without work of this process, and drawing
    them takes as long as judging them. From the first part that is recorded to the last, so that
    no start is counted.
    """
    pictures = [folder / f"line-{place}" for place in range(1, max(numbers) + 1)]
    for each in pictures:
        write_pictures(each, parts, _SIDE_PX)
    for number in numbers:
        home = folder / f"lines-{number}"
        home.mkdir(parents=True)
        seconds, judged = _run(Home(home), _settings(pictures[:number]), number * parts)
        yield Row(
            group,
            f"lines of a station, all together: {number}",
            median_ms=1e3 * seconds / judged,
            per_s=judged / seconds,
            more={"lines": float(number), "parts_a_line": float(parts)},
        )


def _settings(pictures: Sequence[Path]) -> StationSettings:
    first, *others = [FilesSettings(paths=(each,)) for each in pictures]
    lines = [
        LineSettings(name=f"line {place}", source=source)
        for place, source in enumerate(others, start=2)
    ]
    return StationSettings(source=first, lines=tuple(lines))


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
