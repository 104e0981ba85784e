"""Whether a model can be trained here: as the Trainer does it, in a process of its own."""

from __future__ import annotations

from pathlib import Path

import cv2

from inference.equipment import TRAINER, why_unavailable
from inference.self_test.answers import check_answers
from inference.self_test.check import CheckFailed, CheckSkipped
from inference.sources.simulated import draw_part, order_defect
from training.architectures.lite0_weights import PretrainedWeightsError, read_lite0_weights
from training.runs.order import TrainingOrder
from training.runs.process import TrainingJob
from training.runs.snapshot import JobState

_RECIPE = "pooled"
"""It starts from nothing and is learned in a second. What others start from is looked at apart."""
_PARTS = 16
_SEED = 7
_DEFECT_SHARE = 0.5
_WITHIN_S = 900.0
"""It takes some 10 s of processor time, and the line goes before it."""


def check_trainer(folder: Path) -> str:
    """A package is made of drawn parts, and answers here as it did in the other process."""
    why_not = why_unavailable(TRAINER)
    if why_not:
        raise CheckSkipped(why_not)
    _look_at_weights()
    parts, package = folder / "parts", folder / "trained.zip"
    _draw_parts(parts)
    train_apart(TrainingOrder(parts, package, _RECIPE, epochs=1), folder / "runs")
    check_answers(package)
    return f"a tiny model was trained on {_PARTS} drawn parts in its own process, and answers alike"


def train_apart(order: TrainingOrder, runs: Path) -> None:
    """Raises `CheckFailed`, in the words that the Trainer would show."""
    job = TrainingJob(order, runs)
    job.start()
    ended = job.wait(_WITHIN_S)
    if not ended.is_over:
        job.cancel()
        job.wait()
        raise CheckFailed(f"the training has not ended within {_WITHIN_S:.0f} s")
    if ended.state is not JobState.FINISHED:
        raise CheckFailed(ended.message)


def _look_at_weights() -> None:
    """Those that the recipes begin with that are worth most."""
    try:
        read_lite0_weights()
    except PretrainedWeightsError as error:
        raise CheckFailed(str(error)) from error


def _draw_parts(folder: Path) -> None:
    for number in range(_PARTS):
        part = draw_part(_SEED, number, order_defect(_SEED, number, _DEFECT_SHARE))
        path = folder / part.truth.label / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(cv2.imencode(".png", part.image)[1].tobytes())
