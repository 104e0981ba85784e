"""The other side of `process.TrainingJob`: what runs in the process that trains."""

from __future__ import annotations

import _thread
import os
import signal
import threading
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection

from inference.files_on_disk import write_atomically
from training.events import Event, Failed
from training.priority import lower_priority
from training.runs.order import TrainingOrder
from training.runs.run_folder import RunFolder

STOP = "stop"
CANCEL = "cancel"
NICE = 10
_ORPHANED = 3


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The last word of a run that was cancelled: everything is cleaned up."""


def work(order: TrainingOrder, run: RunFolder, commands: Connection, events: Connection) -> None:
    """Train, and send what happens. The last word is `Finished`, `Failed` or `Cancelled`."""
    lower_priority(NICE)
    # Whoever started this one may have had it ignored; cancelling is an interrupt.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    stopped = threading.Event()
    threading.Thread(target=_obey, args=(commands, stopped), daemon=True).start()
    last: Event | Cancelled | None
    try:
        last = _train(order, run, events, stopped)
    except KeyboardInterrupt:
        last = Cancelled()
    if last:
        events.send(last)


def _train(
    order: TrainingOrder, run: RunFolder, events: Connection, stopped: threading.Event
) -> Failed | None:
    """None when it is finished, and has said so itself."""
    from training.runs.job import train
    from training.runs.refusals import REFUSALS, words_for

    try:
        train(order, events.send, run=run, is_stopped=stopped.is_set)
    except REFUSALS as error:
        return Failed(words_for(error, run))
    except MemoryError:
        return Failed("the memory of this computer does not suffice")
    except Exception as error:  # noqa: BLE001 - the border: whatever it is, the window gets words
        return _broken_down(error, run)
    return None


def _broken_down(error: Exception, run: RunFolder) -> Failed:
    details = run.path / "error.txt"
    write_atomically(details, "".join(traceback.format_exception(error)).encode())
    return Failed(
        f"the trainer broke down ({type(error).__name__}: {error}); the details are in {details}"
    )


def _obey(commands: Connection, stopped: threading.Event) -> None:
    while True:
        try:
            command = commands.recv()
        except (EOFError, OSError):
            # Nobody is there any more who could want the model. No clean-up: the next start of
            # this run goes on from the last checkpoint.
            os._exit(_ORPHANED)
        if command == CANCEL:
            _thread.interrupt_main()
        else:
            stopped.set()
