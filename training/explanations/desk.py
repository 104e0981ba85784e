"""Explanations from a process of its own, which stays warm: the window never waits for them."""

from __future__ import annotations

import contextlib
import multiprocessing
import threading
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import Empty, SimpleQueue

from training.explanations.desk_messages import Answer, Ask, Refused
from training.explanations.desk_worker import work


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    asks: Connection
    answers: Connection


class ExplanationDesk:
    """Takes questions and has answers, without ever waiting. For one thread, the window's.

    Only the newest question counts: what comes late for an older one is thrown away, and the
    process leaves it off at the next method. The process is started by the first question. Where
    it dies, that is the question's answer, and the next one starts another.
    """

    def __init__(self) -> None:
        self._generation = 0
        self._newest: Ask | None = None
        self._closing = False
        self._answers: SimpleQueue[Answer] = SimpleQueue()
        self._woken, self._wake = multiprocessing.Pipe(duplex=False)
        self._worker: _Worker | None = None
        self._thread: threading.Thread | None = None

    def ask(self, image: Path, package: Path, methods: tuple[str, ...]) -> None:
        """Explain `image` by the live map of `package`, and by `methods`."""
        self._generation += 1
        self._newest = Ask(self._generation, image, package, methods)
        if self._thread is None:
            self._thread = threading.Thread(target=self._attend, name="explanations", daemon=True)
            self._thread.start()
        self._wake.send_bytes(b"!")

    def forget(self) -> None:
        """Nobody waits for an answer any more."""
        self._generation += 1

    def answers(self) -> list[Answer]:
        """What came since the last time, for the newest question."""
        came: list[Answer] = []
        with contextlib.suppress(Empty):
            while True:
                came.append(self._answers.get_nowait())
        return [answer for answer in came if answer.generation == self._generation]

    def close(self) -> None:
        """End the process. No question can be asked any more."""
        self._closing = True
        with contextlib.suppress(OSError):
            self._wake.send_bytes(b"!")
            if self._thread is None:
                self._woken.close()
            self._wake.close()

    @property
    def process_id(self) -> int | None:
        """Of the process that is there now."""
        worker = self._worker
        return worker.process.pid if worker else None

    def _attend(self) -> None:
        """The desk's own thread: starts the process, hands questions over, brings answers back."""
        while not self._closing:
            worker = self._worker
            ready = wait([self._woken, *([worker.answers] if worker else [])])
            if worker and worker.answers in ready:
                self._take(worker)
            if self._woken in ready:
                self._woken.recv_bytes()
                self._hand_over()
        self._end()
        self._woken.close()

    def _take(self, worker: _Worker) -> None:
        try:
            self._answers.put(worker.answers.recv())
        except (EOFError, OSError):
            self._say_it_died(worker)

    def _hand_over(self) -> None:
        ask, self._newest = self._newest, None
        if ask is None or self._closing:
            return
        try:
            self._send(ask)
        except OSError as error:
            why = f"no process can be started that explains: {error.strerror or error}"
            self._answers.put(Refused(ask.generation, why))
            self._end()

    def _send(self, ask: Ask) -> None:
        if self._worker:
            with contextlib.suppress(OSError):
                self._worker.asks.send(ask)
                return
            self._end()  # it died while nobody waited for it
        self._worker = _started()
        self._worker.asks.send(ask)

    def _say_it_died(self, worker: _Worker) -> None:
        worker.process.join()
        self._end()
        why = (
            f"the process that explains ended unexpectedly (exit status {worker.process.exitcode})."
            " The next image starts another"
        )
        self._answers.put(Refused(self._generation, why))

    def _end(self) -> None:
        worker, self._worker = self._worker, None
        if worker:
            worker.process.kill()
            worker.process.join()
            worker.asks.close()
            worker.answers.close()


def _started() -> _Worker:
    context = multiprocessing.get_context("spawn")
    childs_asks, asks = context.Pipe(duplex=False)
    answers, childs_answers = context.Pipe(duplex=False)
    process = context.Process(
        target=work, args=(childs_asks, childs_answers), name="explanations", daemon=True
    )
    process.start()
    # Only without our own copies does the end of one process show at the other.
    childs_asks.close()
    childs_answers.close()
    return _Worker(process, asks, answers)
