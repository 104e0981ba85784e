"""What the bench can measure: by name, what it needs, and how it is asked."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from inference.bench import growth, history, imports, memory, soak, start, trigger
from inference.bench.row import Row
from inference.equipment import TRAINER

Asked = argparse.Namespace
"""What was said behind `bench`."""


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of row. `measure` is given what was asked and a folder that is not there yet."""

    measure: Callable[[Asked, Path], Iterator[Row]]
    needs: tuple[str, ...] = ()
    is_long: bool = False
    """Only if it is asked for, or with `--full`."""
    needs_data: bool = False
    """Nothing that is drawn would tell: `--data` has to be said."""


def _start(asked: Asked, scratch: Path) -> Iterator[Row]:
    del asked
    yield from start.measure_start(scratch)


def _imports(asked: Asked, scratch: Path) -> Iterator[Row]:
    del asked
    yield from imports.measure_imports(scratch)


def _memory(asked: Asked, scratch: Path) -> Iterator[Row]:
    yield from memory.measure_memory(scratch, asked.parts or memory.PARTS)


def _station(asked: Asked, scratch: Path) -> Iterator[Row]:
    yield from soak.measure_soak(scratch, asked.parts or soak.PARTS)


def _trigger(asked: Asked, scratch: Path) -> Iterator[Row]:
    del asked
    yield from trigger.measure_trigger(scratch)


def _history(asked: Asked, scratch: Path) -> Iterator[Row]:
    for rows in asked.rows:
        yield from history.measure_history(scratch / str(rows), rows)


def _growth(asked: Asked, scratch: Path) -> Iterator[Row]:
    yield from growth.measure_growth(scratch, growth.FULL if asked.full else growth.Sizes())


def _live_window(asked: Asked, scratch: Path) -> Iterator[Row]:
    del asked
    from gui.bench.live_window import measure_live_window  # noqa: PLC0415 - Qt, only if asked for

    yield from measure_live_window(scratch)


def _while_training(asked: Asked, scratch: Path) -> Iterator[Row]:
    del asked
    from gui.bench.while_training import measure_while_training  # noqa: PLC0415 - Qt, likewise

    yield from measure_while_training(scratch)


def _review_window(asked: Asked, scratch: Path) -> Iterator[Row]:
    from gui.bench.review_window import measure_review_window  # noqa: PLC0415 - Qt, likewise

    yield from measure_review_window(scratch, max(asked.rows))


def _one_part(asked: Asked, scratch: Path) -> Iterator[Row]:
    del asked, scratch
    from training.bench.one_part import measure_one_part  # noqa: PLC0415 - TensorFlow, likewise

    yield from measure_one_part()


def _training_epoch(asked: Asked, scratch: Path) -> Iterator[Row]:
    del asked
    from training.bench.epoch import measure_epochs  # noqa: PLC0415 - TensorFlow, likewise

    yield from measure_epochs(scratch)


def _time_to_accuracy(asked: Asked, scratch: Path) -> Iterator[Row]:
    from training.bench import time_to_accuracy as bench  # noqa: PLC0415 - TensorFlow, likewise

    recipes = tuple(asked.recipes or bench.RECIPES)
    race = bench.Race(
        asked.data, asked.pictures, asked.target, scheduled_epochs=asked.epochs, recipes=recipes
    )
    yield from bench.measure_time_to_accuracy(scratch, race)


def _evidence_forms(asked: Asked, scratch: Path) -> Iterator[Row]:
    from training.bench import evidence_forms as bench  # noqa: PLC0415 - TensorFlow, likewise

    search = bench.Search(asked.data, asked.good, tuple(asked.forms or bench.FORMS))
    yield from bench.measure_evidence_forms(scratch, search)


def _folder_review(asked: Asked, scratch: Path) -> Iterator[Row]:
    from training.bench.folder_review import FolderReview, measure_folder_review  # noqa: PLC0415

    what = FolderReview(asked.folder, asked.model, asked.images)
    yield from measure_folder_review(scratch, what)


GROUPS: dict[str, Group] = {
    start.GROUP: Group(_start),
    imports.GROUP: Group(_imports),
    memory.GROUP: Group(_memory),
    soak.GROUP: Group(_station),
    history.GROUP: Group(_history),
    growth.GROUP: Group(_growth),
    trigger.GROUP: Group(_trigger),
    "live window": Group(_live_window),
    "review window": Group(_review_window),
    "while training": Group(_while_training, TRAINER),
    "verdict and map": Group(_one_part, TRAINER),
    "training epoch": Group(_training_epoch, TRAINER),
    "time to accuracy": Group(_time_to_accuracy, TRAINER, is_long=True),
    "evidence forms": Group(_evidence_forms, TRAINER, is_long=True, needs_data=True),
    "folder review": Group(_folder_review, TRAINER),
}
