"""`main.py bench`: how fast it is, and what it holds, on this machine."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from gui.bench.groups import GROUPS, Group
from gui.bench.measurement import Measurement, measure
from gui.bench.report.document import ReportRefused
from gui.bench.report.report import Report
from inference.bench.machine import describe_machine
from inference.bench.row import Row
from inference.commands.argument_types import at_least_one
from inference.equipment import why_unavailable
from inference.home import Home

EXAMPLES = """\
  main.py bench                         everything that takes no more than minutes
  main.py bench --report docs/performance.md   ... and its tables and charts into this document
  main.py bench --full --report docs/performance.md   also what takes long, at a plant's sizes
  main.py bench --only station          10,000 parts: parts/s, memory, threads, handles
  main.py bench --only memory           what the station's own process holds after 20,000 parts
  main.py bench --only imports          what Python imports before there is a window
  main.py bench --only trigger          software trigger to verdict, on an emulated camera
  main.py bench --only history --rows 1000000   pages, searches and charts over the records
  main.py bench --only growth --full    pictures to 4,096 px, 100,000 images, 10,000,000 records
  main.py bench --only start            first window, first verdict; packaged ones in dist/ too
  main.py bench --only "live window"    grab to painted pixel, longest block of the window
  main.py bench --only "while training"   the line and its window with a training beside them
  main.py bench --only "review window" --rows 100000   a folder of so many opened and walked through
  main.py bench --only "verdict and map"  one part, each recipe, beside Keras and its floor
  main.py bench --only "training epoch" an epoch of the notebook against Keras' own ways
  main.py bench --only "time to accuracy" --data castings/   ours and the notebook's own pipeline
  main.py bench --only "evidence forms" --data tiles --good MT_Free   each trained and judged
  main.py bench --only "folder review" --folder parts/ --model casting.zip
  main.py bench --json > bench.json

A figure counts only on a machine that does nothing else: it is said who else was busy.
A report's charts and figures lie in a folder beside it, called as it is; in the document only what
stands between its marks `<!-- bench: NAME -->` and `<!-- /bench -->` is written anew."""

_UNITS = {"median_ms": "median ms", "p99_ms": "p99 ms", "per_s": "per s", "ratio": "ratio"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only", choices=sorted(GROUPS), metavar="NAME", help=", ".join(GROUPS))
    parser.add_argument("--full", action="store_true", help="a plant's sizes; also what takes long")
    parser.add_argument("--parts", type=at_least_one, help="of the station's and the memory's run")
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
    race = parser.add_argument_group("of the time to accuracy")
    race.add_argument("--data", type=Path, metavar="DIR", help="class folders; drawn if not said")
    race.add_argument("--pictures", type=at_least_one, default=1_000, help="how many are drawn")
    race.add_argument("--target", type=float, default=0.987, help="share of held-out parts")
    race.add_argument("--epochs", type=at_least_one, default=1, help="of our schedule")
    race.add_argument(
        "--recipes", nargs="+", metavar="NAME", help='ours, such as evidence and "evidence quick"'
    )
    forms = parser.add_argument_group("of the evidence forms (--data, with train and test)")
    forms.add_argument("--good", metavar="CLASS", help="the class folder of the good parts")
    forms.add_argument("--forms", nargs="+", metavar="FORM", help="such as 67+147+whole@300")
    parser.add_argument("--json", action="store_true", help="one JSON object: machine and rows")
    report = parser.add_argument_group("the report")
    report.add_argument("--report", type=Path, metavar="FILE", help="a Markdown document")
    report.add_argument(
        "--redraw", action="store_true", help="measure nothing, draw the report's figures anew"
    )


def run(arguments: argparse.Namespace, home: Home) -> int:
    """0, or 2 where the report can't be written. Keeps nothing of it in the user's own records."""
    del home
    # A window that nobody has to look at: what is measured is the same without a screen.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    measured: list[Measurement] = []
    try:
        # Looked at first: a document that can't be written is said before, not after an hour.
        report = Report(arguments.report) if arguments.report else None
        for measurement in _measure(arguments):
            measured.append(measurement)
            if report is not None:
                report.add(measurement)
        if report is not None:
            report.write()
    except ReportRefused as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    if arguments.json:
        print(json.dumps(_as_object(measured), indent=2, allow_nan=False))
    return 0


def _measure(arguments: argparse.Namespace) -> Iterator[Measurement]:
    seen = _say_nothing if arguments.json else _say
    for name in _chosen(arguments):
        why_not = _why_not(GROUPS[name], arguments)
        if why_not:
            print(f"{name}: {why_not}", file=sys.stderr)
        else:
            yield measure(name, GROUPS[name], arguments, _command(name, arguments), seen)


def _why_not(group: Group, arguments: argparse.Namespace) -> str | None:
    if group.needs_data and arguments.data is None:
        return "say with --data DIR what to train on and to judge"
    return why_unavailable(group.needs)


def _chosen(arguments: argparse.Namespace) -> list[str]:
    if arguments.redraw:
        return []
    if arguments.only:
        return [arguments.only]
    return [name for name, group in GROUPS.items() if arguments.full or not group.is_long]


def _command(name: str, arguments: argparse.Namespace) -> str:
    """What to type to measure the same. Paths of this machine are nobody's business."""
    words = ["main.py", "bench", "--only", f'"{name}"' if " " in name else name]
    words += ["--full"] if arguments.full else []
    words += ["--parts", str(arguments.parts)] if arguments.parts else []
    if name in ("history", "review window"):
        words += ["--rows", *map(str, arguments.rows)]
    return " ".join(words)


def _as_object(measured: Sequence[Measurement]) -> dict[str, Any]:
    load = max((each.foreign_load for each in measured), default=0.0)
    return {
        "machine": {**describe_machine(), "foreign_load": load},
        "rows": [row.fields() for each in measured for row in each.rows],
    }


def _say_nothing(row: Row) -> None:
    """All of it is printed at the end."""


def _say(row: Row) -> None:
    fields = row.fields()
    figures = [
        f"{unit} {fields[key]:.2f}" for key, unit in _UNITS.items() if fields[key] is not None
    ]
    figures += [f"{key.replace('_', ' ')} {value:,.1f}" for key, value in row.more.items()]
    print(f"{row.group}: {row.name}: " + ", ".join(figures), flush=True)
