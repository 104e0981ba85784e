"""`main.py records`: what was judged."""

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
from inference.records.archive import ImageArchive
from inference.records.errors import RecordsError
from inference.records.export import ExportError, export_parts
from inference.records.fields import part_fields
from inference.records.part_record import PartRecord
from inference.records.records import Records
from inference.verdict import Outcome

EXAMPLES = """\
  main.py records --limit 20
  main.py records --outcome def --since 2026-11-01
  main.py records --json > parts.jsonl
  main.py records --from 2026-11-01 --outcome def --csv november.csv --pictures
  main.py records --operator overruled
  main.py records --part 01a204f4232567c305c22c4c4297b20a
"""
_HEADER = f"{'time':19}  {'outcome':7}  P(def)  {'operator':8}  {'part':32}  {'model':24}  picture"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--json", action="store_true", help="one JSON object a line, times in UTC")
    add_part_filters(parser)
    parser.add_argument("--limit", type=at_least_one, metavar="N", help="at most so many")
    parser.add_argument("--part", metavar="ID", help="only this part, with all that is known of it")
    into = parser.add_mutually_exclusive_group()
    into.add_argument("--csv", type=Path, metavar="FILE", help="write them to a CSV file")
    into.add_argument("--jsonl", type=Path, metavar="FILE", help="write them as JSON lines")
    parser.add_argument(
        "--pictures", action="store_true", help="and copy their pictures beside that file"
    )


def run(arguments: argparse.Namespace, home: Home) -> int:
    """Print the records. Works while the station is running. 1 when there is nothing to read."""
    try:
        return _list(arguments, home)
    except RecordsError as error:
        print(f"{error}\n{error.remedy}", file=sys.stderr)
        return 1
    except ExportError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


def _list(arguments: argparse.Namespace, home: Home) -> int:
    if not home.database.exists():
        return _nothing(arguments, f"nothing was judged yet: {home.folder} holds no records")
    wanted = filter_of(arguments, arguments.part)
    with Records(home.database) as records:
        found = records.parts(wanted, limit=arguments.limit)
        if arguments.csv or arguments.jsonl:
            return _export(found, arguments, home)
        printed = _print(found, arguments)
    if printed == 0:
        return _nothing(arguments, "no part that was judged is like that")
    return 0


def _export(found: Iterable[PartRecord], arguments: argparse.Namespace, home: Home) -> int:
    file: Path = arguments.csv or arguments.jsonl
    suffix = ".csv" if arguments.csv else ".jsonl"
    if file.suffix.lower() != suffix:
        raise ExportError(f"{file.name} does not end in {suffix}: name it so")
    archive = ImageArchive(home.images) if arguments.pictures else None
    written = export_parts(found, file, pictures_of=archive)
    words = f", {written.pictures} pictures" if arguments.pictures else ""
    print(f"{written.parts} parts{words}: {file}")
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
        print(json.dumps(part_fields(record)) if arguments.json else _details(record))
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
    fields = {name: value for name, value in part_fields(record).items() if value is not None}
    return "\n".join(f"{name:22} {value}" for name, value in fields.items())
