"""The real window over the real station: from grab to painted pixel, and the longest block."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
from PySide6.QtCore import QEvent, QObject, QTimer

from gui.app import application, open_window
from gui.bench.events import run_events
from gui.bench.heartbeat import Heartbeat
from gui.live.picture import Picture
from gui.main_window import MainWindow
from gui.short_waits import keep_waits_short
from gui.waiting import delete_now
from inference.bench.row import Row
from inference.home import Home
from inference.sources.settings import SimulatedSettings
from inference.station.settings import StationSettings
from inference.station.station import Station
from inference.verdict import Inspection

GROUP = "live window"
_RATES_HZ = (30.0, 60.0)
_WARM_UP_S = 3.0
_SIZE = (1280, 800)


class _PaintWatch(QObject):
    """Notes, for each part that reaches the screen, how long that took since its grab."""

    def __init__(self, picture: Picture) -> None:
        super().__init__(picture)
        self.latencies_ms: list[float] = []
        self._picture = picture
        self._seen: Inspection | None = None
        picture.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        shown = self._picture.inspection
        if event.type() == QEvent.Type.Paint and shown is not None and shown is not self._seen:
            self._seen = shown
            # After the paint event, which is carried out between here and the next event.
            QTimer.singleShot(0, lambda: self._note(shown))
        return super().eventFilter(watched, event)

    def _note(self, shown: Inspection) -> None:
        self.latencies_ms.append((time.perf_counter_ns() - shown.frame.captured_ns) / 1e6)


def measure_live_window(folder: Path, seconds: float = 20.0) -> Iterator[Row]:
    """One row for each rate of the simulated line, every part recorded below `folder`."""
    for rate_hz in _RATES_HZ:
        yield _measure(folder / f"{rate_hz:.0f}-hz", rate_hz, seconds)


def _measure(folder: Path, rate_hz: float, seconds: float) -> Row:
    folder.mkdir(parents=True)
    application()
    settings = StationSettings(source=SimulatedSettings(rate_hz=rate_hz, seed=30))
    with Station(Home(folder), settings) as station:
        window = open_window(station, folder / "window.ini")
        keep_waits_short(window)
        window.resize(*_SIZE)
        station.start()
        run_events(_WARM_UP_S)
        watched = _Watched(station, window)
        run_events(seconds)
        row = watched.row(f"grab to painted pixel: {rate_hz:.0f} parts/s")
        window.close()
        window.deleteLater()
        delete_now()
    return row


class _Watched:
    """What happens from now on, in this process and on this window."""

    def __init__(self, station: Station, window: MainWindow) -> None:
        self._station = station
        self._paints = _PaintWatch(window.live.area.picture)
        self._heart = Heartbeat(window)
        self._judged = station.snapshot().counters.judged
        self._cpu_s = _cpu_seconds()
        self._started = time.perf_counter()
        self._heart.begin()

    def row(self, name: str) -> Row:
        elapsed_s = time.perf_counter() - self._started
        counters = self._station.snapshot().counters
        latencies_ms = np.array(self._paints.latencies_ms)
        return Row(
            GROUP,
            name,
            median_ms=float(np.median(latencies_ms)),
            p99_ms=float(np.quantile(latencies_ms, 0.99)),
            per_s=(counters.judged - self._judged) / elapsed_s,
            more={
                "painted": float(latencies_ms.size),
                "longest_block_ms": self._heart.longest_block_ms,
                "cpu_cores": (_cpu_seconds() - self._cpu_s) / elapsed_s,
                "dropped": float(counters.dropped),
            },
        )


def _cpu_seconds() -> float:
    times = psutil.Process().cpu_times()
    return float(times.user + times.system)
