"""The one way to tell the user something."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal

_SHOWN_MS = 4000
_SERIOUS_SHOWN_MS = 12000
_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Notification:
    """What was said, how often, and whether it needs a person."""

    text: str
    serious: bool = False
    times: int = 1


class Notifications(QObject):
    """Keeps the last few. The same again only counts up: nothing piles up over the picture."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._timers: dict[str, QTimer] = {}
        self.shown: tuple[Notification, ...] = ()

    def tell(self, text: str, *, serious: bool = False) -> None:
        """Show `text` for a while."""
        before = next((n for n in self.shown if n.text == text), None)
        said = replace(before, times=before.times + 1) if before else Notification(text, serious)
        others = tuple(n for n in self.shown if n.text != text)
        for dropped in others[: len(others) + 1 - _AT_ONCE]:
            self._stop_timer(dropped.text)
        self.shown = (*others, said)[-_AT_ONCE:]
        self._start_timer(said)
        self.changed.emit()

    def clear(self) -> None:
        for notification in self.shown:
            self._stop_timer(notification.text)
        self.shown = ()
        self.changed.emit()

    def _start_timer(self, said: Notification) -> None:
        timer = self._timers.get(said.text)
        if timer is None:
            timer = self._timers[said.text] = QTimer(self)
            timer.setSingleShot(True)
            timer.timeout.connect(lambda: self._forget(said.text))
        timer.start(_SERIOUS_SHOWN_MS if said.serious else _SHOWN_MS)

    def _stop_timer(self, text: str) -> None:
        timer = self._timers.pop(text, None)
        if timer is not None:
            timer.stop()
            timer.deleteLater()

    def _forget(self, text: str) -> None:
        self._stop_timer(text)
        self.shown = tuple(n for n in self.shown if n.text != text)
        self.changed.emit()
