"""A recipe's network as a table, made in a process of its own. Knows no Qt."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection

from training.architectures.catalogue import RECIPES

_LOOK_EVERY_S = 0.1

Say = Callable[[int, int], None]


class NetworkUnknown(Exception):
    """The network can't be built here. `str()` says why."""


@dataclass(frozen=True, slots=True)
class LayerRow:
    """One layer."""

    name: str
    kind: str
    shape: tuple[int, ...]
    """Of what it answers, without the batch."""
    parameters: int


@dataclass(frozen=True, slots=True)
class Network:
    """All layers, from the image to the verdict."""

    recipe: str
    layers: tuple[LayerRow, ...]

    @property
    def parameters(self) -> int:
        return sum(layer.parameters for layer in self.layers)


def network_of(recipe: str, say: Say) -> Network:
    """Some seconds: TensorFlow is loaded in a new process, which ends with the answer.

    Raises `NetworkUnknown`, and whatever `say` raises: then the process is ended at once.
    """
    context = multiprocessing.get_context("spawn")
    answers, childs_end = context.Pipe(duplex=False)
    process = context.Process(target=_build, args=(recipe, childs_end), daemon=True)
    process.start()
    childs_end.close()
    try:
        while not answers.poll(_LOOK_EVERY_S):
            say(0, 0)
        answer = answers.recv()
    except EOFError:
        raise NetworkUnknown("the process that builds the network ended without a word") from None
    finally:
        process.terminate()
        process.join()
        answers.close()
    if isinstance(answer, str):
        raise NetworkUnknown(answer)
    assert isinstance(answer, Network)
    return answer


def _build(recipe: str, answers: Connection) -> None:
    """In the other process."""
    try:
        model = RECIPES[recipe].build(seed=0)
    except Exception as error:  # noqa: BLE001 - whatever it is, a person waits for words
        answers.send(str(error))
        return
    rows = [
        LayerRow(
            layer.name,
            type(layer).__name__,
            tuple(side for side in layer.output.shape[1:] if side is not None),
            int(layer.count_params()),
        )
        for layer in model.layers
    ]
    answers.send(Network(recipe, tuple(rows)))
