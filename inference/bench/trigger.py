"""From a software trigger to the verdict, on Basler's emulated camera: whose time it is."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from inference.bench.row import Row
from inference.home import Home
from inference.sources.settings import SOFTWARE_TRIGGER, BaslerSettings
from inference.station.settings import StationSettings
from inference.station.snapshot import SourceState
from inference.station.station import Station
from inference.verdict import Inspection, Outcome

GROUP = "trigger"
_PARTS = 200
_WARM_UP = 10
_EXPOSURE_US = 1000.0
_SIZE_PX = 300
_MAY_TAKE_S = 10.0


def measure_trigger(folder: Path, parts: int = _PARTS) -> Iterator[Row]:
    """One part at a time, recorded as on the line. Nothing where pypylon is not installed.

    Each row says of what share of the whole time it is: `share`, the median.
    """
    os.environ.setdefault("PYLON_CAMEMU", "1")  # read by pylon when it is loaded
    source = BaslerSettings(
        serial="0815-0000",
        pixel_format="Mono8",
        region=(0, 0, _SIZE_PX, _SIZE_PX),
        exposure_us=_EXPOSURE_US,
        trigger=SOFTWARE_TRIGGER,
    )
    judged: list[Inspection] = []
    settings = StationSettings(source=source)
    with Station(Home(folder), settings, line_output=judged.append) as station:
        station.start()
        if not _is_running(station):
            return
        for _ in range(_WARM_UP + parts):
            _trigger_and_wait(station, judged)
    yield from _rows(judged[_WARM_UP:])


def _is_running(station: Station) -> bool:
    """False where the camera's library is missing."""
    deadline = time.monotonic() + 6 * _MAY_TAKE_S
    while (now := station.snapshot()).source_state is not SourceState.RUNNING:
        if now.source_state is SourceState.FAILED:
            return False
        if time.monotonic() > deadline:
            raise RuntimeError(f"{now.problem}; {now.remedy}")
        time.sleep(0.01)
    return True


def _trigger_and_wait(station: Station, judged: list[Inspection]) -> None:
    so_far = len(judged)
    station.trigger()
    deadline = time.monotonic() + _MAY_TAKE_S
    while len(judged) == so_far:
        if time.monotonic() > deadline:
            raise RuntimeError("a trigger got no verdict")
        time.sleep(0.001)


def _rows(judged: list[Inspection]) -> Iterator[Row]:
    faults = sum(part.verdict.outcome is Outcome.FAULT for part in judged)
    whole = np.array([part.timings.trigger_to_verdict_ms or np.nan for part in judged])
    ours = np.array([part.timings.total_ms for part in judged])
    exposure = np.full(len(judged), _EXPOSURE_US / 1e3)
    for name, times in {
        "trigger to verdict": whole,
        "of it ours: picture here to verdict": ours,
        "of it exposure": exposure,
        "of it the rest: the camera's readout and its driver": whole - ours - exposure,
    }.items():
        yield Row(
            GROUP,
            f"{name}, {len(judged)} parts of {_SIZE_PX} px on the emulated camera",
            median_ms=float(np.median(times)),
            p99_ms=float(np.percentile(times, 99)),
            more={"share": round(float(np.median(times / whole)), 3), "faults": faults},
        )
