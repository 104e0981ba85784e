"""Takes what comes faster than it can be used: the first at once, then the latest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer

T = TypeVar("T")


class Latest(Generic[T]):
    """While it rests after one only the last of those that come is kept, and used then."""

    def __init__(self, use: Callable[[T], None], rest_ms: int, parent: QObject) -> None:
        self._use = use
        self._waiting: list[T] = []
        self._rest = QTimer(parent)
        self._rest.setSingleShot(True)
        self._rest.setInterval(rest_ms)
        self._rest.timeout.connect(self._go_on)

    def put(self, value: T) -> None:
        """Used at once, or after the rest if nothing newer comes."""
        self._waiting = [value]
        if not self._rest.isActive():
            self._go_on()

    def forget(self) -> None:
        """What waits is not wanted any more."""
        self._waiting = []

    def _go_on(self) -> None:
        if self._waiting:
            value = self._waiting.pop()
            self._use(value)
            self._rest.start()
