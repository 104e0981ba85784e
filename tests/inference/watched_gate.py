"""The gate before which threads stand still for the window, watched."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from inference import right_of_way


class WatchedGate(threading.Event):
    """Open. `on_step` is called by each thread whenever it asks whether it may go on."""

    def __init__(self, on_step: Callable[[], object]) -> None:
        super().__init__()
        self.set()
        self.on_step = on_step
        self.somebody_waits = threading.Event()

    def is_set(self) -> bool:
        self.on_step()
        return super().is_set()

    def wait(self, timeout: float | None = None) -> bool:
        self.somebody_waits.set()
        return super().wait(timeout)


def watch_gate(
    monkeypatch: pytest.MonkeyPatch, on_step: Callable[[], object] = lambda: None
) -> WatchedGate:
    """In the place of the real one."""
    gate = WatchedGate(on_step)
    monkeypatch.setattr(right_of_way, "_is_clear", gate)
    return gate
