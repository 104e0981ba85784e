"""`main.py records`: what was judged."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from inference.commands.argument_types import at_least_one
from inference.home import Home
from inference.records.errors import RecordsError
from inference.records.part_record import PartFilter, PartRecord
from inference.records.records import Records
from inference.verdict import Outcome

EXAMPLES = """\
  main.py records --limit 20
  main.py records --outcome def --since 2026-11-01
  main.py records --json > parts.jsonl
  main.py records --part 01a204f4232567c305c22c4c4297b20a
"""
_HEADER = f"{'time':19}  {'outcome':7}  P(def)  {'operator':8}  {'part':32}  {'model':24}  picture"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--json", action="store_true", help="one JSON object a line, times in UTC")
    parser.add_argument(
        "--outcome", type=Outcome, choices=list(Outcome), help="only what the station called so"
    )
    parser.add_argument("--since", type=_moment, metavar="ISO", help="from this time on")
    parser.add_argument(
        "--until",
        type=_moment,
        metavar="ISO",
        help="before this time: 2026-11-22, 2026-11-22T06:00, 2026-11-22T05:00Z; "
        "without a zone it is this computer's time",
    )
    parser.add_argument("--limit", type=at_least_one, metavar="N", help="at most so many")
    parser.add_argument("--part", metavar="ID", help="only this part, with all that is known of it")


def run(arguments: argparse.Namespace, home: Home) -> int:
    """Print the records. Works while the station is running. 1 when there is nothing to read."""
    try:
        return _list(arguments, home)
    except RecordsError as error:
        print(f"{error}\n{error.remedy}", file=sys.stderr)
        return 1


def _list(arguments: argparse.Namespace, home: Home) -> int:

    if not home.database.exists():
        return _nothing(arguments, f"nothing was judged yet: {home.folder} holds no records")
    wanted = PartFilter(
        part_id=arguments.part,
        outcome=arguments.outcome,
        since=arguments.since,
        until=arguments.until,
    )
    with Records(home.database) as records:
        found = records.parts(wanted, limit=arguments.limit)
        printed = _print(found, arguments)
    if printed == 0:
        return _nothing(arguments, "no part that was judged is like that")
    return 0


def _nothing(arguments: argparse.Namespace, words: str) -> int:
    # A program that reads JSON lines gets none; a part asked for by name and not found is an error.
    print(words, file=sys.stderr if arguments.json or arguments.part else sys.stdout)
    return 1 if arguments.part else 0


def _print(found: Iterable[PartRecord], arguments: argparse.Namespace) -> int:
    """How many were printed."""
    if not arguments.json and not arguments.part:
        return _print_table(found)
    printed = 0
    for record in found:
        printed += 1
        print(json.dumps(_fields(record)) if arguments.json else _details(record))
    return printed


def _print_table(found: Iterable[PartRecord]) -> int:
    outcomes: Counter[Outcome] = Counter()
    for record in found:
        if not outcomes:
            print(_HEADER)
        outcomes[record.outcome] += 1
        print(_line(record))
    if outcomes:
        each = ", ".join(f"{outcomes[outcome]} {outcome}" for outcome in Outcome)
        print(f"{outcomes.total()} parts: {each}")
    return outcomes.total()


def _line(record: PartRecord) -> str:
    probability = "-" if record.probability_def is None else f"{record.probability_def:.4f}"
    operator = "" if record.operator is None else record.operator.outcome.value
    picture = record.source_path or record.image or record.source
    return (
        f"{record.time.astimezone():%Y-%m-%d %H:%M:%S}  {record.outcome:7}  {probability:>6}  "
        f"{operator:8}  {record.part_id:32}  {record.model_id or '-':24}  {picture}"
    )


def _details(record: PartRecord) -> str:
    fields = {name: value for name, value in _fields(record).items() if value is not None}
    return "\n".join(f"{name:17} {value}" for name, value in fields.items())


def _fields(record: PartRecord) -> dict[str, Any]:
    thresholds, operator, timings = record.thresholds, record.operator, record.timings
    return {
        "part_id": record.part_id,
        "time": record.time.isoformat(),
        "source": record.source,
        "source_path": record.source_path,
        "outcome": record.outcome.value,
        "probability_def": record.probability_def,
        "model_id": record.model_id,
        "image": record.image,
        "unsure_from": None if thresholds is None else thresholds.unsure_from,
        "def_from": None if thresholds is None else thresholds.def_from,
        "defect_type": record.defect_type,
        "error": record.error,
        "remedy": record.remedy,
        "operator_outcome": None if operator is None else operator.outcome.value,
        "operator_by": None if operator is None else operator.by,
        "operator_time": None if operator is None else operator.time.isoformat(),
        "model_sha256": record.model_sha256,
        "image_sha256": record.image_sha256,
        "image_deleted_at": _iso(record.image_deleted_at),
        "bits_per_sample": record.bits_per_sample,
        "heat_map": record.heat_map,
        "heat_map_method": record.heat_map_method,
        "queued_ms": timings.queued_ms,
        "preprocess_ms": timings.preprocess_ms,
        "inference_ms": timings.inference_ms,
        "total_ms": timings.total_ms,
    }


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no ISO 8601 time such as 2026-11-22T06:00"
        ) from error
