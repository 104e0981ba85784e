"""From the start of the process to the first window and to the first verdict."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from inference.bench.row import Row
from inference.equipment import IS_PACKAGED
from inference.home import RESOURCES

GROUP = "start"
_STARTS = 7
_WARM_UP = 2
"""What was started so often lies in the system's cache."""
_ENDS_WITHIN_S = 120.0
_PARTS = "5"
"""A tenth of a second apart: one alone may be judged before the window is painted."""
_WINDOW = re.compile(r"window drawn ([\d.]+) s after the start")


class Start(NamedTuple):
    """Seconds since the process was started."""

    window_s: float
    verdict_s: float


def measure_start(folder: Path) -> Iterator[Row]:
    """Two rows for this program, and for each packaged one that lies in `dist`. Homes in `folder`.

    The window is drawn offscreen, the verdict is that on the first part of the simulated line.
    """
    for name, program in _programs().items():
        home = folder / name.replace(" ", "-")
        starts = [start_once(program, home) for _ in range(_WARM_UP + _STARTS)][_WARM_UP:]
        yield _row(f"first window, {name}", [start.window_s for start in starts])
        yield _row(f"first verdict, {name}", [start.verdict_s for start in starts])


def start_once(program: Sequence[str], home: Path) -> Start:
    """Start it, wait for one verdict, and let it end. Raises `RuntimeError` if none came."""
    log = home / "logs" / "lineside.log"
    log.unlink(missing_ok=True)
    words = ("--home", str(home), "window", "--source", "simulated", "--parts", _PARTS)
    before = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - itself, or what was built from it
        [*program, *words],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        verdict_s = time.perf_counter() - before
        process.communicate(timeout=_ENDS_WITHIN_S)
    drawn = _WINDOW.search(log.read_text("utf-8")) if log.exists() else None
    if not first or drawn is None:
        raise RuntimeError(f"{program[0]} ended without a verdict or a window")
    return Start(float(drawn.group(1)), verdict_s)


def _programs() -> Mapping[str, Sequence[str]]:
    if IS_PACKAGED:
        return {"this program": [sys.executable]}
    root = RESOURCES.parent
    name = "lineside-console.exe" if sys.platform == "win32" else "lineside"
    built = {path.parent.name: [str(path)] for path in sorted(root.glob(f"dist/*/{name}"))}
    return {"from source": [sys.executable, str(root / "main.py")], **built}


def _row(name: str, seconds: Sequence[float]) -> Row:
    milliseconds = [1e3 * value for value in seconds]
    return Row(
        GROUP,
        name,
        median_ms=statistics.median(milliseconds),
        more={"slowest_ms": max(milliseconds), "starts": float(len(milliseconds))},
    )
