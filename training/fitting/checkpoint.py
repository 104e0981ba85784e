"""Where a fit stands after an epoch: all that it takes to go on as if nothing had happened."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from training.events import EpochFinished

Arrays = list[NDArray[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Checkpoint:
    """The last finished epoch is that of `history`."""

    history: tuple[EpochFinished, ...]
    learner: Arrays
    """`Learner.state()`: the network's variables and the optimiser's."""
    best: Arrays
    """The weights of the best epoch so far."""


class Checkpoints(Protocol):
    """Where checkpoints are kept; there is only ever the last one."""

    def read(self) -> Checkpoint | None:
        """None before the first. Raises `OSError`, or `ValueError` for one that can't be read."""

    def write(self, checkpoint: Checkpoint) -> None:
        """Replaces the last one whole or not at all. Raises `OSError`."""


def checkpoint_bytes(checkpoint: Checkpoint) -> bytes:
    """As an .npz archive."""
    history = json.dumps([asdict(epoch) for epoch in checkpoint.history])
    content = io.BytesIO()
    np.savez(
        content,
        history=np.frombuffer(history.encode(), np.uint8),
        **_named("learner", checkpoint.learner),
        **_named("best", checkpoint.best),
    )
    return content.getvalue()


def read_checkpoint(content: bytes) -> Checkpoint:
    """Raises `ValueError` for what is no checkpoint; no pickle is ever read."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        rows = json.loads(arrays.pop("history").tobytes())
        history = tuple(EpochFinished(**row) for row in rows)
    except Exception as error:  # zipfile, numpy and json each raise their own
        raise ValueError(f"it is damaged: {error}") from error
    return Checkpoint(history, _of("learner", arrays), _of("best", arrays))


def _named(kind: str, arrays: Sequence[NDArray[Any]]) -> dict[str, Any]:
    return {f"{kind}_{number:05}": array for number, array in enumerate(arrays)}


def _of(kind: str, arrays: dict[str, NDArray[Any]]) -> Arrays:
    return [arrays[name] for name in sorted(arrays) if name.startswith(f"{kind}_")]
