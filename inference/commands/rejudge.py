"""`main.py rejudge`: what another model would have said of recorded parts."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
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

exit status: 0 when every part was judged, 1 when one could not be or none was found, 2 for a model
that is refused"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", type=Path, required=True, metavar="PKG", help="model package")
    add_part_filters(parser)
    parser.add_argument("--limit", type=at_least_one, metavar="N", help="at most so many")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(arguments: argparse.Namespace, home: Home) -> int:
    """Exit status: see EXAMPLES."""
    if not home.database.exists():
        print(f"nothing was judged yet: {home.folder} holds no records", file=sys.stderr)
        return 1
    try:
        judge = load_judge(arguments.model, ThresholdBook(home.thresholds))
    except (PackageError, ThresholdBookError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    try:
        with Records(home.database) as records:
            parts = records.parts(filter_of(arguments), limit=arguments.limit)
            again = rejudge(parts, ImageArchive(home.images), judge)
            return _print(again, as_json=arguments.json)
    except RecordsError as error:
        print(f"{error}\n{error.remedy}", file=sys.stderr)
        return 1


def _print(again: Iterable[Rejudged], *, as_json: bool) -> int:
    tally = _Tally()
    for each in again:
        tally.count(each)
        if as_json:
            print(json.dumps(_fields(each)))
        elif each.flipped:
            print(_line(each))
    print("\n".join(tally.lines()), file=sys.stderr if as_json else sys.stdout)
    return 0 if tally.judged and not tally.left_out else 1


class _Tally:
    def __init__(self) -> None:
        self.judged = 0
        self.left_out: Counter[str] = Counter()
        """By the remedy: the words before it name the one file."""
        self._first: dict[str, str] = {}
        self._flips: Counter[str] = Counter()

    def count(self, each: Rejudged) -> None:
        if each.verdict is None:
            remedy = each.remedy or ""
            self.left_out[remedy] += 1
            self._first.setdefault(remedy, each.why_not or "")
            return
        self.judged += 1
        if each.flipped:
            self._flips[f"{each.record.outcome} -> {each.verdict.outcome}"] += 1

    def lines(self) -> Iterator[str]:
        yield f"{self.judged} parts judged again, {self._flips.total()} flip"
        for kind, number in sorted(self._flips.items()):
            yield f"  {kind}: {number}"
        if self.left_out:
            yield f"{self.left_out.total()} could not be judged"
        for remedy, number in self.left_out.most_common():
            yield f"  {number} like this: {self._first[remedy]}; {remedy}"


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
