"""Does one slow thing on a thread of its own, so that the window goes on."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from gui.widgets.beside import begin_beside

_log = logging.getLogger(__name__)
_LOOK_EVERY_MS = 20


class Late(QObject):
    """`done` brings the result, or `failed` the exception; on the GUI thread, once."""

    done = Signal(object)
    failed = Signal(object)

    def __init__(self, work: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._result: object = None
        self._error: Exception | None = None
        self._thread: threading.Thread | None = None
        # Looked for, not told: a thread that outlives the window has nobody to tell.
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_EVERY_MS)
        self._look.timeout.connect(self._look_for_it)

    def begin(self) -> None:
        self._thread = begin_beside(self._run, "late")
        self._look.start()

    def _run(self) -> None:
        try:
            self._result = self._work()
        except Exception as error:  # noqa: BLE001 - a driver may raise anything; the window goes on
            self._error = error
            _log.exception("work beside the window failed")

    def _look_for_it(self) -> None:
        if self._thread is not None and self._thread.is_alive():
            return
        self._look.stop()
        if self._error is not None:
            self.failed.emit(self._error)
        else:
            self.done.emit(self._result)
