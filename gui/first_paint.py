"""When the window is on the screen for the first time: then, and not before, the engine starts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

_AT_LATEST_MS = 1000


class FirstPaint(QObject):
    """`painted` comes once, when the window was; `over` once, then or when nobody sees it.

    A window that starts minimised is not painted, and its station judges all the same.
    """

    painted = Signal()
    over = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._at_latest = QTimer(self)
        self._at_latest.setSingleShot(True)
        self._at_latest.timeout.connect(self.over)
        self._at_latest.start(_AT_LATEST_MS)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            # After the paint event, which is carried out between here and the next event.
            QTimer.singleShot(0, self, self._say)
        return False

    def _say(self) -> None:
        self.painted.emit()
        if self._at_latest.isActive():
            self._at_latest.stop()
            self.over.emit()
