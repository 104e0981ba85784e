"""From the start of the process to the first window and to the first verdict."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import psutil

from inference.bench.programs import Program, programs, started
from inference.bench.row import Row

GROUP = "start"
_STARTS = 7
_WARM_UP = 2
"""What was started so often lies in the system's cache."""
_ENDS_WITHIN_S = 300.0
_PARTS = "5"
"""A tenth of a second apart: one alone may be judged before the window is painted."""
_WINDOW = re.compile(r"window drawn ([\d.]+) s after the start")


class Start(NamedTuple):
    """Seconds since the process was started."""

    window_s: float
    verdict_s: float
    processor_s: float
    """What the processors worked for it until the verdict: hardly more on a busy machine."""


def measure_start(folder: Path) -> Iterator[Row]:
    """Three rows for this program, and for each packaged one. Homes in `folder`.

    The window is drawn offscreen, the verdict is that on the first part of the simulated line.
    The programs take turns: what else the machine does meets all of them.
    """
    found = {
        name: (program, folder / name.replace(" ", "-")) for name, program in programs().items()
    }
    rounds = [
        {name: start_once(program, home) for name, (program, home) in found.items()}
        for _ in range(_WARM_UP + _STARTS)
    ]
    for name in found:
        starts = [each[name] for each in rounds[_WARM_UP:]]
        yield _row(f"first window: {name}", [start.window_s for start in starts])
        yield _row(f"first verdict: {name}", [start.verdict_s for start in starts])
        yield _row(f"processor time to it: {name}", [start.processor_s for start in starts])


def start_once(program: Program, home: Path) -> Start:
    """Start it, wait for one verdict, and let it end. Raises `RuntimeError` if none came."""
    log = home / "logs" / "lineside.log"
    log.unlink(missing_ok=True)
    before = time.perf_counter()
    with started(program, home, "window", "--source", "simulated", "--parts", _PARTS) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        verdict_s = time.perf_counter() - before
        processor_s = _processor_time(process.pid) if first else 0.0
        process.communicate(timeout=_ENDS_WITHIN_S)
    drawn = _WINDOW.search(log.read_text("utf-8")) if log.exists() else None
    if not first or drawn is None:
        raise RuntimeError(f"{program[0]} ended without a verdict or a window")
    return Start(float(drawn.group(1)), verdict_s, processor_s)


def _processor_time(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def _row(name: str, seconds: Sequence[float]) -> Row:
    milliseconds = 1e3 * np.array(seconds)
    return Row(
        GROUP,
        name,
        median_ms=float(np.median(milliseconds)),
        p99_ms=float(np.quantile(milliseconds, 0.99)),
        more={"slowest_ms": float(milliseconds.max()), "starts": float(len(milliseconds))},
    )
