"""What the station has seen since it started: counters, the last parts, the trend."""

from __future__ import annotations

import statistics
import threading
import time
from collections import Counter, deque

import numpy as np
from numpy.typing import NDArray

from inference.frame import Frame
from inference.verdict import Inspection, Outcome

RECENT_PARTS = 20
TREND_PARTS = 500
_RECENT_BYTES = 250_000_000
_RATE_WINDOW_S = 60.0
_LATENCIES = 200


class Tally:
    """Written by the inspection thread, read from any. Its size does not grow with time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_outcome: Counter[Outcome] = Counter()
        self._recent: deque[Inspection] = deque(maxlen=RECENT_PARTS)
        self._trend: deque[float] = deque(maxlen=TREND_PARTS)
        self._latencies_ms: deque[float] = deque(maxlen=_LATENCIES)
        self._triggers_ms: deque[float] = deque(maxlen=_LATENCIES)
        self._per_second: deque[tuple[int, int]] = deque()
        self._started = time.monotonic()

    def add(self, inspection: Inspection) -> None:
        """One more part."""
        probability = inspection.verdict.probability_def
        with self._lock:
            self._by_outcome[inspection.verdict.outcome] += 1
            self._recent.append(inspection)
            self._forget_large_pictures()
            self._trend.append(float("nan") if probability is None else probability)
            self._latencies_ms.append(inspection.timings.total_ms)
            if inspection.timings.trigger_to_verdict_ms is not None:
                self._triggers_ms.append(inspection.timings.trigger_to_verdict_ms)
            self._count_second()

    def by_outcome(self) -> dict[Outcome, int]:
        with self._lock:
            return dict(self._by_outcome)

    def recent(self) -> tuple[Inspection, ...]:
        """The last parts, newest last; fewer of them where their pictures are very large."""
        with self._lock:
            return tuple(self._recent)

    def latest(self) -> Inspection | None:
        with self._lock:
            return self._recent[-1] if self._recent else None

    def trend(self) -> NDArray[np.float32]:
        """P(def) of the last parts, oldest first; NaN for a FAULT."""
        with self._lock:
            return np.fromiter(self._trend, np.float32, len(self._trend))

    def latency_ms(self) -> float | None:
        """Median from grab to verdict over the last parts."""
        return self._median(self._latencies_ms)

    def trigger_ms(self) -> float | None:
        """Median from trigger to verdict; None before the first that was triggered."""
        return self._median(self._triggers_ms)

    def parts_per_minute(self) -> float:
        """Over the last minute, or since the start when that is shorter."""
        now = time.monotonic()
        with self._lock:
            self._forget_before(now - _RATE_WINDOW_S)
            parts = sum(count for _, count in self._per_second)
        window_s = min(_RATE_WINDOW_S, max(now - self._started, 1.0))
        return 60.0 * parts / window_s

    def _median(self, figures: deque[float]) -> float | None:
        with self._lock:
            present = list(figures)
        return statistics.median(present) if present else None

    def _forget_large_pictures(self) -> None:
        # Twenty frames of 20 megapixels in colour would hold 1.2 GB.
        while len(self._recent) > 1 and sum(map(_bytes_of, self._recent)) > _RECENT_BYTES:
            self._recent.popleft()

    def _count_second(self) -> None:
        # One entry per second, not per part: the same size at any speed.
        second = int(time.monotonic())
        if self._per_second and self._per_second[-1][0] == second:
            self._per_second[-1] = (second, self._per_second[-1][1] + 1)
        else:
            self._per_second.append((second, 1))
            self._forget_before(second - _RATE_WINDOW_S)

    def _forget_before(self, moment: float) -> None:
        while self._per_second and self._per_second[0][0] < moment:
            self._per_second.popleft()


def _bytes_of(inspection: Inspection) -> int:
    frame = inspection.frame
    return frame.image.nbytes if isinstance(frame, Frame) else 0
