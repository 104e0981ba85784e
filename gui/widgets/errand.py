"""Work on a thread of its own, one piece at a time; late answers are thrown away."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from gui.widgets.beside import begin_beside
from inference.right_of_way import give_way, step_back

_LOOK_EVERY_MS = 25

_log = logging.getLogger(__name__)


class Cancelled(Exception):
    """Nobody waits for the answer any more."""


@dataclass(slots=True)
class _Piece:
    """One piece of work. The thread writes to its own piece only, so a late one disturbs no other.

    `number` is its generation.
    """

    number: int
    done: int = 0
    of: int = 0
    cancelled: bool = False
    finished: bool = False
    answer: object = None
    error: str | None = None

    def say(self, done: int, of: int) -> None:
        give_way()
        if self.cancelled:
            raise Cancelled
        self.done, self.of = done, of


Work = Callable[[Callable[[int, int], None]], object]


class Errand(QObject):
    """`answered` and `failed` come on the GUI thread, and for the newest piece only."""

    progressed = Signal(int, int)
    answered = Signal(object)
    failed = Signal(str)

    def __init__(self, name: str, parent: QObject, expected: tuple[type[Exception], ...]) -> None:
        """`expected` errors carry words for the engineer; others go to the log as well."""
        super().__init__(parent)
        self._name = name
        self._expected = expected
        self._generation = 0
        self._piece: _Piece | None = None
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_EVERY_MS)
        self._look.timeout.connect(self._look_at_it)

    @property
    def is_running(self) -> bool:
        return self._piece is not None

    def begin(self, work: Work) -> None:
        """`work` is given `say(done, of)`, which raises once the answer is not wanted any more."""
        self.cancel()
        self._generation += 1
        piece = self._piece = _Piece(self._generation)
        do = partial(self._do, work, piece, self._expected)
        begin_beside(do, f"{self._name} {piece.number}")
        self._look.start()

    def cancel(self) -> None:
        """Stop waiting; the thread ends at its next step."""
        self._look.stop()
        if self._piece is not None:
            self._piece.cancelled = True
            self._piece = None

    @staticmethod
    def _do(work: Work, piece: _Piece, expected: tuple[type[Exception], ...]) -> None:
        # Without `self`: the thread may outlive the window.
        step_back()
        try:
            piece.answer = work(piece.say)
        except Cancelled:
            pass
        except expected as error:
            piece.error = str(error)
        except Exception as error:  # noqa: BLE001 - the border: a thread must not die in silence
            _log.exception("%s", threading.current_thread().name)
            piece.error = f"{type(error).__name__}: {error}"
        piece.finished = True

    def _look_at_it(self) -> None:
        piece = self._piece
        if piece is None:
            return
        if not piece.finished:
            self.progressed.emit(piece.done, piece.of)
            return
        self.cancel()
        if piece.error is not None:
            self.failed.emit(piece.error)
        else:
            self.answered.emit(piece.answer)
