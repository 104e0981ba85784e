"""Parts a second against the number of lines that share one model."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from inference.bench.row import Row
from inference.home import Home
from inference.sources.settings import SimulatedSettings
from inference.station.judge import Judge
from inference.station.line import Line
from inference.station.model_loading import load_judge
from inference.station.settings import RecordSettings

_POLL_S = 0.01


def measure_lines(group: str, folder: Path, numbers: Sequence[int], parts: int) -> Iterator[Row]:
    """So many simulated lines at full speed, each of `parts` parts, recorded by each for itself.

    Each has its own threads for source, judging and recording; the model is in memory once.
    """
    judge = load_judge(None)
    for number in numbers:
        homes = [folder / f"lines-{number}" / str(line) for line in range(number)]
        seconds = _run(judge, homes, parts)
        yield Row(
            group,
            f"lines with one model, all together: {number}",
            median_ms=1e3 * seconds / (number * parts),
            per_s=number * parts / seconds,
            more={"lines": float(number), "parts_a_line": float(parts)},
        )


def _run(judge: Judge, homes: Sequence[Path], parts: int) -> float:
    """Seconds until the last part of the last line is recorded."""
    with ExitStack() as stack:
        lines = [_opened(stack, home, judge, parts) for home in homes]
        started = time.perf_counter()
        for seed, line in enumerate(lines):
            line.start_source(SimulatedSettings(rate_hz=None, parts=parts, seed=seed))
        while not all(line.finished for line in lines):
            time.sleep(_POLL_S)
        return time.perf_counter() - started


def _opened(stack: ExitStack, home: Path, judge: Judge, parts: int) -> Line:
    home.mkdir(parents=True)
    line = Line(Home(home), parts_limit=parts, line_output=None)
    line.open_records(RecordSettings())
    stack.callback(line.close_records)
    line.start_judging(judge)
    stack.callback(line.stop)
    return line
