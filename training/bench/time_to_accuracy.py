"""How long until so many of the held-out parts are judged right: ours and the notebook's way."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from inference.bench.row import Row
from inference.sources.settings import DefectType
from training.bench.drawn_parts import draw_parts
from training.bench.notebook_pipeline import BATCH, RECIPE
from training.bench.race_lane import Lane
from training.bench.race_runners import QUICK, NotebookRunner, full_runner, quick_runner
from training.data.dataset import Dataset, LabelledFile, find_dataset
from training.data.split import split_by_groups
from training.keras_setup import import_keras

GROUP = "time to accuracy"
_HELD_OUT = 0.2
_SIZE_PX = 300
RECIPES = (f"evidence {QUICK}", "evidence", RECIPE)
_CHECKS = 8
"""Of the accuracy, in each epoch: an epoch may be far more than was needed."""
_DRAWN_TYPES: tuple[DefectType, ...] = ("chipped_edge", "flash", "shrinkage")
"""What a network from scratch learns from a thousand pictures; finer defects it does not find."""


@dataclass(frozen=True, slots=True)
class Race:
    """What is learnt, and who runs."""

    folder: Path | None = None
    """Class folders as for `train`; None draws parts."""
    images: int = 1_000
    """Of drawn parts."""
    target: float = 0.987
    """What the notebook said of its held-out part."""
    epochs: int = 20
    """Who has not reached it by then is told so."""
    scheduled_epochs: int = 1
    """What our learning rates stretch over, as with `train --epochs`: the shorter, the sooner they
    fall, and the more is right soon."""
    recipes: tuple[str, ...] = RECIPES
    """Ours; the first one is what the others are compared with."""


def measure_time_to_accuracy(scratch: Path, race: Race) -> Iterator[Row]:
    """A row for each way: all its time from the files to the accuracy, judging them left out.

    So is importing TensorFlow, which each way needs.

    The ways take turns, an eighth of an epoch each, so that what else the machine does touches
    them alike. The held-out parts are drawn at random, look-alikes or not: that is how the notebook
    came to its accuracy. `median_ms` is None where it was not reached.
    """
    dataset = _dataset(scratch, race)
    training, held_out = _split(dataset)
    folders = _as_folders(scratch / "files", training, held_out)
    import_keras()
    lanes = [_our_lane(words, training, held_out, race) for words in race.recipes]
    lanes.append(Lane("the notebook's pipeline", partial(NotebookRunner, *folders)))
    steps = -(-len(training) // (BATCH * _CHECKS))
    for _ in range(race.epochs * _CHECKS):
        for lane in lanes:
            if lane.best < race.target:
                lane.run(steps)
    what = f"{dataset.folder.name}, {len(training):,} images, {race.target:.1%} of {len(held_out)}"
    for lane in lanes:
        lane.close()
    yield from (_row(what, lane, lanes[0], race.target) for lane in lanes)


def _our_lane(
    words: str, training: Sequence[LabelledFile], held_out: Sequence[LabelledFile], race: Race
) -> Lane:
    """`words` are a recipe's name, and behind it `quick` where it is fitted so."""
    recipe, _, mode = words.partition(" ")
    if mode not in ("", QUICK):
        raise ValueError(f"{words!r} is no way to train: say a recipe, or a recipe and {QUICK!r}")
    if mode:
        return Lane(f"ours, {words}", partial(quick_runner, recipe, training, held_out))
    run = partial(full_runner, recipe, training, held_out, race.scheduled_epochs)
    return Lane(f"ours, {words}", run)


def _dataset(scratch: Path, race: Race) -> Dataset:
    if race.folder is not None:
        return find_dataset(race.folder)
    drawn = scratch / "drawn"
    draw_parts(drawn, race.images, _SIZE_PX, _DRAWN_TYPES)
    return find_dataset(drawn)


def _split(dataset: Dataset) -> tuple[tuple[LabelledFile, ...], tuple[LabelledFile, ...]]:
    """Learnt from, and held out."""
    is_def = np.array([file.is_def for file in dataset.files])
    split = split_by_groups(np.arange(len(is_def)), is_def, seed=0, validation_share=_HELD_OUT)
    training, held_out = (
        tuple(dataset.files[index] for index in indices)
        for indices in (split.training, split.validation)
    )
    return training, held_out


def _as_folders(
    folder: Path, training: Sequence[LabelledFile], held_out: Sequence[LabelledFile]
) -> list[Path]:
    """What Keras' generator reads: each side in a folder of its own, with its classes."""
    sides = {folder / "training": training, folder / "held-out": held_out}
    for side, files in sides.items():
        for number, file in enumerate(files):
            path = side / ("def" if file.is_def else "ok") / f"{number:06d}{file.path.suffix}"
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file.path, path)
    return list(sides)


def _row(what: str, lane: Lane, first: Lane, target: float) -> Row:
    is_there = lane.best >= target
    are_compared = is_there and first.best >= target
    return Row(
        GROUP,
        f"{what}: {lane.name}",
        median_ms=1e3 * lane.seconds if is_there else None,
        ratio=lane.seconds / first.seconds if are_compared else None,
        more={
            "seconds": lane.seconds,
            "epochs": len(lane.accuracies) / _CHECKS,
            "best_accuracy": lane.best,
        },
    )
