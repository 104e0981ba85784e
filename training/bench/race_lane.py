"""One way in a race, and its clock: it stands still while others run, and while it is judged."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol


class Runner(Protocol):
    """One way to train."""

    def learn(self, steps: int) -> None:
        """So many batches more."""

    def accuracy(self) -> float:
        """On the held-out parts, at P(def) = 0.5."""

    def close(self) -> None:
        """End its threads."""


class Lane:
    """One way, and how far it is."""

    def __init__(self, name: str, make: Callable[[], Runner]) -> None:
        self.name = name
        self.accuracies: list[float] = []
        started = time.perf_counter()
        self._runner = make()
        self.seconds = time.perf_counter() - started

    @property
    def best(self) -> float:
        return max(self.accuracies, default=0.0)

    def run(self, steps: int) -> None:
        started = time.perf_counter()
        self._runner.learn(steps)
        self.seconds += time.perf_counter() - started
        self.accuracies.append(self._runner.accuracy())

    def close(self) -> None:
        self._runner.close()
