"""`main.py bench`: how fast it is, and what it holds, on this machine."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from inference.bench import history, soak, start, trigger
from inference.bench.machine import describe_machine
from inference.bench.row import Row
from inference.commands.argument_types import at_least_one
from inference.equipment import TRAINER, why_unavailable
from inference.home import Home

EXAMPLES = """\
  main.py bench                         everything
  main.py bench --only station          10,000 parts: parts/s, memory, threads, handles
  main.py bench --only trigger          software trigger to verdict, on an emulated camera
  main.py bench --only history --rows 1000000   pages, searches and charts over the records
  main.py bench --only start            first window, first verdict; packaged ones in dist/ too
  main.py bench --only "live window"    grab to painted pixel, longest block of the window
  main.py bench --only "review window" --rows 100000   a folder of so many opened and walked through
  main.py bench --only "verdict and map"  one part, each recipe, beside Keras and its floor
  main.py bench --only "training epoch" an epoch of the notebook against Keras' own ways
  main.py bench --only "folder review" --folder parts/ --model casting.zip
  main.py bench --json > bench.json

A figure counts only on a machine that does nothing else: `foreign load` says whether it did."""

_UNITS = {"median_ms": "median ms", "p99_ms": "p99 ms", "per_s": "per s", "ratio": "ratio"}
_BUSY = 0.2
_OF_THE_TRAINER = ("verdict and map", "training epoch", "folder review")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only", choices=sorted(_GROUPS), metavar="NAME", help=", ".join(_GROUPS))
    parser.add_argument("--parts", type=at_least_one, default=10_000, help="of the station's run")
    parser.add_argument(
        "--rows",
        type=at_least_one,
        nargs="+",
        default=[1_000, 100_000],
        help="of the history, and images of the review",
    )
    review = parser.add_argument_group("of the folder review")
    review.add_argument("--folder", type=Path, metavar="DIR", help="images; drawn ones if not said")
    review.add_argument("--model", type=Path, metavar="PKG", help="model package (folder or zip)")
    review.add_argument("--images", type=at_least_one, default=256, metavar="N", help="how many")
    parser.add_argument("--json", action="store_true", help="one JSON object: machine and rows")


def run(arguments: argparse.Namespace, home: Home) -> int:
    """0. Keeps nothing of it in the user's own records."""
    del home
    # A window that nobody has to look at: what is measured is the same without a screen.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    machine = describe_machine()
    if machine["foreign_load"] > _BUSY:
        print(f"others use {machine['foreign_load']:.0%} of this machine", file=sys.stderr)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="lineside-bench-") as scratch:
        for row in _measure(arguments, Path(scratch)):
            rows.append(row)
            if not arguments.json:
                print(_as_text(row), flush=True)
    if arguments.json:
        print(json.dumps({"machine": machine, "rows": [row.fields() for row in rows]}, indent=2))
    return 0


def _measure(arguments: argparse.Namespace, scratch: Path) -> Iterator[Row]:
    for name, measure in _GROUPS.items():
        if arguments.only not in (None, name):
            continue
        why_not = why_unavailable(TRAINER) if name in _OF_THE_TRAINER else None
        if why_not:
            print(f"{name}: {why_not}", file=sys.stderr)
        else:
            yield from measure(arguments, scratch / name.replace(" ", "-"))


def _station(arguments: argparse.Namespace, scratch: Path) -> Iterator[Row]:
    scratch.mkdir()
    yield from soak.measure_soak(scratch, arguments.parts)


def _trigger(arguments: argparse.Namespace, scratch: Path) -> Iterator[Row]:
    del arguments
    scratch.mkdir()
    yield from trigger.measure_trigger(scratch)


def _live_window(arguments: argparse.Namespace, scratch: Path) -> Iterator[Row]:
    del arguments
    from gui.bench.live_window import measure_live_window  # noqa: PLC0415 - Qt, only if asked for

    yield from measure_live_window(scratch)


def _start(arguments: argparse.Namespace, scratch: Path) -> Iterator[Row]:
    del arguments
    scratch.mkdir()
    yield from start.measure_start(scratch)


def _history(arguments: argparse.Namespace, scratch: Path) -> Iterator[Row]:
    for rows in arguments.rows:
        yield from history.measure_history(scratch / str(rows), rows)


def _one_part(arguments: argparse.Namespace, scratch: Path) -> Iterator[Row]:
    del arguments, scratch
    from training.bench.one_part import measure_one_part  # noqa: PLC0415 - TensorFlow, likewise

    yield from measure_one_part()


def _training_epoch(arguments: argparse.Namespace, scratch: Path) -> Iterator[Row]:
    del arguments
    from training.bench.epoch import measure_epochs  # noqa: PLC0415 - TensorFlow, likewise

    yield from measure_epochs(scratch)


def _folder_review(arguments: argparse.Namespace, scratch: Path) -> Iterator[Row]:
    from training.bench.folder_review import FolderReview, measure_folder_review  # noqa: PLC0415

    what = FolderReview(arguments.folder, arguments.model, arguments.images)
    yield from measure_folder_review(scratch, what)


def _review_window(arguments: argparse.Namespace, scratch: Path) -> Iterator[Row]:
    from gui.bench.review_window import measure_review_window  # noqa: PLC0415 - Qt, likewise

    scratch.mkdir()
    yield from measure_review_window(scratch, max(arguments.rows))


_GROUPS: dict[str, Callable[[argparse.Namespace, Path], Iterator[Row]]] = {
    start.GROUP: _start,
    soak.GROUP: _station,
    history.GROUP: _history,
    trigger.GROUP: _trigger,
    "live window": _live_window,
    "review window": _review_window,
    "verdict and map": _one_part,
    "training epoch": _training_epoch,
    "folder review": _folder_review,
}


def _as_text(row: Row) -> str:
    fields = row.fields()
    figures = [
        f"{unit} {fields[key]:.2f}" for key, unit in _UNITS.items() if fields[key] is not None
    ]
    figures += [f"{key.replace('_', ' ')} {value:,.1f}" for key, value in row.more.items()]
    return f"{row.group}: {row.name}: " + ", ".join(figures)
