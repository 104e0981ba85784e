"""The search for suspicious labels in a process of its own: TensorFlow never enters the window."""

from __future__ import annotations

import multiprocessing
from multiprocessing.connection import Connection
from pathlib import Path

from training.data.dataset import UnusableDataset
from training.evaluation.judging import Say
from training.priority import lower_priority
from training.runs.worker import NICE
from training.suspects.search import Suspects

_LOOK_EVERY_S = 0.2
_PATIENCE_S = 5.0

_Progress = tuple[int, int]


def find_suspects_aside(folder: Path, good: str | None, say: Say) -> Suspects:
    """As `suspects.find_suspects`; the process ends with this call, whatever `say` raises.

    Raises `UnusableDataset`, also where the process breaks down, and `OSError` where none can be
    started.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(folder, good, theirs), daemon=True)
    process.start()
    theirs.close()  # only then does the end of the process show here
    try:
        return _listen(ours, say)
    finally:
        process.terminate()
        process.join(_PATIENCE_S)
        if process.is_alive():
            process.kill()
            process.join()
        ours.close()


def _listen(process: Connection, say: Say) -> Suspects:
    progress: _Progress = (0, 0)
    while True:
        say(*progress)
        if not process.poll(_LOOK_EVERY_S):
            continue
        try:
            said: _Progress | Suspects | str = process.recv()
        except (EOFError, OSError) as error:
            raise UnusableDataset("the search ended unexpectedly; try it once more") from error
        if isinstance(said, Suspects):
            return said
        if isinstance(said, str):
            raise UnusableDataset(said)
        progress = said


def _work(folder: Path, good: str | None, answers: Connection) -> None:
    """In the process: progress as pairs, then the answer, or words why there is none."""
    from training.architectures.lite0_weights import PretrainedWeightsError
    from training.suspects.search import find_suspects

    lower_priority(NICE)
    try:
        found = find_suspects(folder, good, say=lambda done, of: answers.send((done, of)))
    except (UnusableDataset, PretrainedWeightsError, OSError) as error:
        answers.send(str(error))
    except Exception as error:  # noqa: BLE001 - the border: whatever it is, the window gets words
        answers.send(f"the search broke down ({type(error).__name__}: {error})")
    else:
        answers.send(found)
