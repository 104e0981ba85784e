"""Options that say which recorded parts are meant; the same for each command."""

from __future__ import annotations

import argparse
from datetime import datetime

from inference.records.part_record import PartFilter, Ruling
from inference.verdict import Outcome


def add_part_filters(parser: argparse.ArgumentParser) -> None:
    """Time, outcome, model, type, source, line, what an operator made of it, text."""
    parser.add_argument(
        "--outcome", type=Outcome, choices=list(Outcome), help="only what the station called so"
    )
    parser.add_argument(
        "--from", "--since", dest="since", type=moment, metavar="ISO", help="from this time on"
    )
    parser.add_argument(
        "--to",
        "--until",
        dest="until",
        type=moment,
        metavar="ISO",
        help="before this time: 2026-11-22, 2026-11-22T06:00, 2026-11-22T05:00Z; "
        "without a zone it is this computer's time",
    )
    parser.add_argument("--model-id", metavar="ID", help="only what this model judged")
    parser.add_argument("--type", dest="defect_type", metavar="TYPE", help="only this defect type")
    parser.add_argument("--source", metavar="SOURCE", help="only parts of this source")
    parser.add_argument("--line", metavar="NAME", help="only parts of this one of several lines")
    parser.add_argument(
        "--operator", type=Ruling, choices=list(Ruling), help="only what a person confirmed ..."
    )
    parser.add_argument(
        "--text", metavar="TEXT", help="the part's id begins with it, or file or fault holds it"
    )


def filter_of(arguments: argparse.Namespace, part_id: str | None = None) -> PartFilter:
    """What `add_part_filters` took in."""
    return PartFilter(
        part_id=part_id,
        outcome=arguments.outcome,
        since=arguments.since,
        until=arguments.until,
        source=arguments.source,
        line=arguments.line,
        model_id=arguments.model_id,
        defect_type=arguments.defect_type,
        ruling=arguments.operator,
        text=arguments.text,
    )


def moment(text: str) -> datetime:
    """An ISO 8601 time; without a zone it is this computer's."""
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no ISO 8601 time such as 2026-11-22T06:00"
        ) from error
