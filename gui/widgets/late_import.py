"""Imports a slow module on a thread of its own, so that the window goes on."""

from __future__ import annotations

import importlib
import threading

from PySide6.QtCore import QObject, QTimer, Signal

_LOOK_EVERY_MS = 20


class LateImport(QObject):
    """`done` comes on the GUI thread, once the module is there."""

    done = Signal()

    def __init__(self, module: str, parent: QObject) -> None:
        super().__init__(parent)
        self._thread = threading.Thread(
            target=importlib.import_module, args=(module,), name=f"import {module}", daemon=True
        )
        # Looked for, not told: a thread that outlives the window has nobody to tell.
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_EVERY_MS)
        self._look.timeout.connect(self._look_for_it)

    def begin(self) -> None:
        self._thread.start()
        self._look.start()

    def _look_for_it(self) -> None:
        if not self._thread.is_alive():
            self._look.stop()
            self.done.emit()
