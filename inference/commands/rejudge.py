"""`main.py rejudge`: what another model would have said of recorded parts."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from inference.commands.argument_types import at_least_one
from inference.commands.part_filters import add_part_filters, filter_of
from inference.home import Home
from inference.package import PackageError
from inference.records.archive import ImageArchive
from inference.records.errors import RecordsError
from inference.records.records import Records
from inference.station.model_loading import load_judge
from inference.station.rejudging import Rejudged, rejudge
from inference.station.threshold_book import ThresholdBook, ThresholdBookError

EXAMPLES = """\
  main.py rejudge --model new.zip --from 2026-11-01            which verdicts would flip
  main.py rejudge --model new.zip --outcome def --json         every part, one JSON object a line

Only parts whose picture is still in the archive can be judged again. The records stay as they are.

exit status: 0 when at least one part was judged, 1 when none was, 2 for a model that is refused"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", type=Path, required=True, metavar="PKG", help="model package")
    add_part_filters(parser)
    parser.add_argument("--limit", type=at_least_one, metavar="N", help="at most so many")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(arguments: argparse.Namespace, home: Home) -> int:
    """Exit status: see EXAMPLES."""
    try:
        judge = load_judge(arguments.model, ThresholdBook(home.thresholds))
    except (PackageError, ThresholdBookError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    if not home.database.exists():
        print(f"nothing was judged yet: {home.folder} holds no records", file=sys.stderr)
        return 1
    try:
        with Records(home.database) as records:
            parts = records.parts(filter_of(arguments), limit=arguments.limit)
            again = rejudge(parts, ImageArchive(home.images), judge)
            return _print(again, as_json=arguments.json)
    except RecordsError as error:
        print(f"{error}\n{error.remedy}", file=sys.stderr)
        return 1


def _print(again: Iterable[Rejudged], *, as_json: bool) -> int:
    flips: Counter[str] = Counter()
    judged = left_out = 0
    for each in again:
        judged += each.verdict is not None
        left_out += each.verdict is None
        if each.flipped and each.verdict is not None:
            flips[f"{each.record.outcome} -> {each.verdict.outcome}"] += 1
        if as_json:
            print(json.dumps(_fields(each)))
        elif each.flipped:
            print(_line(each))
    summary = f"{judged} parts judged again, {flips.total()} flip, {left_out} have no picture"
    kinds = "".join(f"\n  {kind}: {number}" for kind, number in sorted(flips.items()))
    print(summary + kinds, file=sys.stderr if as_json else sys.stdout)
    return 0 if judged else 1


def _line(each: Rejudged) -> str:
    record, verdict = each.record, each.verdict
    assert verdict is not None
    return (
        f"{record.time.astimezone():%Y-%m-%d %H:%M:%S}  "
        f"{record.outcome.upper():6} {_figure(record.probability_def)}  ->  "
        f"{verdict.outcome.upper():6} {_figure(verdict.probability_def)}  {record.part_id}"
    )


def _figure(probability: float | None) -> str:
    return "     -" if probability is None else f"{probability:.4f}"


def _fields(each: Rejudged) -> dict[str, object]:
    record, verdict = each.record, each.verdict
    return {
        "part_id": record.part_id,
        "time": record.time.isoformat(),
        "old_outcome": record.outcome.value,
        "old_probability_def": record.probability_def,
        "old_model_id": record.model_id,
        "new_outcome": None if verdict is None else verdict.outcome.value,
        "new_probability_def": None if verdict is None else verdict.probability_def,
        "flipped": each.flipped,
        "why_not": each.why_not,
    }
