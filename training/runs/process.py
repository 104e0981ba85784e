"""A training run in a process of its own: the line goes on, whatever happens to it."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from training.events import Event, Failed, Finished
from training.runs.order import TrainingOrder
from training.runs.run_folder import RunFolder, new_run
from training.runs.snapshot import JobSnapshot, JobState, after_event
from training.runs.worker import CANCEL, STOP, Cancelled, work

_PATIENCE_S = 10.0
"""A cancelled process cleans up behind itself; one that doesn't is killed."""
_LOOK_EVERY_S = 0.25


class TrainingJob:
    """One run, from order to package. All methods but `wait` return at once, from any thread.

        QUEUED --start()--> RUNNING --> FINISHED
                               |------> CANCELLED   cancel(): nothing is written
                               '------> FAILED      refused, crashed, killed

    The process has a lower priority than the station, and ends when this one does.
    """

    def __init__(self, order: TrainingOrder, runs: Path, *, run: RunFolder | None = None) -> None:
        """`runs` is `Home.runs`. `run` is one that was cut off: see `resumed`."""
        self._order = order
        self._run = run or new_run(runs)
        self._snapshot = JobSnapshot(order, self._run.run_id)
        self._changing = threading.Lock()
        context = multiprocessing.get_context("spawn")
        self._events, self._childs_events = context.Pipe(duplex=False)
        self._childs_commands, self._commands = context.Pipe(duplex=False)
        self._process = context.Process(
            target=work,
            args=(order, self._run, self._childs_commands, self._childs_events),
            name="training",
            daemon=True,
        )
        self._cancelled_at: float | None = None
        self._thread = threading.Thread(target=self._accompany, name="training-job", daemon=True)

    @classmethod
    def resumed(cls, run: RunFolder) -> TrainingJob:
        """The job that goes on with a run that was cut off (`run_folder.unfinished_runs`).

        Raises `UnusableOrder` when the run can't be read.
        """
        return cls(run.order(), run.path.parent, run=run)

    def start(self) -> None:
        """Begin, once. A process that can't be started is a FAILED job."""
        if self._snapshot.state is not JobState.QUEUED:
            return
        self._change(lambda now: replace(now, state=JobState.RUNNING))
        self._thread.start()

    def snapshot(self) -> JobSnapshot:
        """How it stands. Takes no lock and waits for nothing."""
        return self._snapshot

    def stop(self) -> None:
        """End after this step, and package the best so far."""
        self._ask(STOP)

    def cancel(self) -> None:
        """End, and write nothing: the package's place stays as it was, the run's folder goes."""
        if self._snapshot.state is JobState.QUEUED:
            self._change(lambda now: replace(now, state=JobState.CANCELLED))
            return
        self._cancelled_at = time.monotonic()
        self._ask(CANCEL)

    def wait(self, timeout_s: float | None = None) -> JobSnapshot:
        """Until it has ended, or for so long. Not for the GUI thread."""
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return self._snapshot

    def _ask(self, command: str) -> None:
        if not self._snapshot.is_over:
            self._change(lambda now: replace(now, is_ending=True))
            with contextlib.suppress(OSError):  # it may have ended a moment ago
                self._commands.send(command)

    def _change(self, step: Callable[[JobSnapshot], JobSnapshot]) -> None:
        with self._changing:
            self._snapshot = step(self._snapshot)

    def _tell(self, event: Event) -> None:
        self._change(lambda now: after_event(now, event))

    def _accompany(self) -> None:
        """The job's own thread: from the start of the process until it is gone."""
        last: Event | Cancelled | None
        try:
            self._process.start()
        except OSError as error:
            last = Failed(f"no process can be started: {error.strerror or error}")
        else:
            # Only without our own copies does the end of one process show at the other.
            self._childs_commands.close()
            self._childs_events.close()
            last = self._listen()
            self._process.join()
        self._end(last)
        self._commands.close()
        self._events.close()

    def _listen(self) -> Event | Cancelled | None:
        """Until the process has nothing more to say: its last word, None if it died without."""
        last: Event | Cancelled | None = None
        while not isinstance(last, Cancelled | Finished | Failed):
            if not self._events.poll(_LOOK_EVERY_S):
                self._kill_if_deaf()
                continue
            try:
                last = self._events.recv()
            except (EOFError, OSError):
                return None
            if not isinstance(last, Cancelled | Finished | Failed):
                self._tell(last)
        return last

    def _kill_if_deaf(self) -> None:
        at = self._cancelled_at
        if at is not None and time.monotonic() - at > _PATIENCE_S:
            self._process.kill()

    def _end(self, last: Event | Cancelled | None) -> None:
        """Only now, when the process is gone and its files lie as they will."""
        if isinstance(last, Finished):
            self._tell(last)
        elif isinstance(last, Cancelled) or self._cancelled_at is not None:
            self._run.remove()
            self._change(_cancelled)
        else:
            self._tell(last or Failed(self._words_of_death()))

    def _words_of_death(self) -> str:
        code = self._process.exitcode
        how = f"with exit status {code}"
        if code is not None and code < 0:
            how = f"by {signal.Signals(-code).name}"
            if -code == 9:
                how += ", as the system does when memory runs out"
        end = f"the training process ended unexpectedly, {how}"
        if self._run.is_begun:
            end += f". Nothing that it had reached is lost: go on with run {self._run.run_id}"
        return end


def _cancelled(now: JobSnapshot) -> JobSnapshot:
    return replace(
        now,
        state=JobState.CANCELLED,
        is_ending=False,
        seconds_left=None,
        message="cancelled; nothing was written",
    )
