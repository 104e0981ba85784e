"""`main.py suspects`: labels that the images themselves speak against."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from inference.home import Home

if TYPE_CHECKING:
    from training.suspects.search import Suspects

EXAMPLES = """\
  main.py suspects parts                          # parts/ok and parts/def, the worst first
  main.py suspects tiles --good MT_Free --json
  main.py suspects parts --paths > leave-out.txt  # look at them, strike out what is right, then
  main.py train parts --out models/parts --leave-out leave-out.txt

exit status: 0, also when there are none; 2 when the folder can't be looked at"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="a folder of class folders")
    parser.add_argument("--good", metavar="CLASS", help="which class folder holds the good parts")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object")
    form.add_argument("--paths", action="store_true", help="the files alone, one a line")


def run(arguments: argparse.Namespace, home: Home) -> int:  # noqa: ARG001 - same for each command
    """Exit status: see EXAMPLES."""
    from training.architectures.lite0_weights import PretrainedWeightsError
    from training.data.dataset import UnusableDataset
    from training.suspects.search import find_suspects

    try:
        found = find_suspects(arguments.folder, arguments.good, say=_say)
    except (UnusableDataset, PretrainedWeightsError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    if arguments.json:
        print(json.dumps(found.as_dict(), ensure_ascii=False))
    elif arguments.paths:
        print("\n".join(str(one.path) for one in found.suspects))
    else:
        print(_words(found))
    return 0


def _say(done: int, of: int) -> None:
    if sys.stderr.isatty():
        end = "\n" if done == of else ""
        print(f"\r{done:,} of {of:,} images looked at", end=end, file=sys.stderr, flush=True)


def _words(found: Suspects) -> str:
    rows = [
        f"{one.given:>14} -> {one.suggested:14} {one.probability:6.3f}   {one.path}"
        for one in found.suspects
    ]
    heading = (
        f"{len(found.suspects):,} of {found.n:,} labels are suspicious "
        f"({found.accuracy:.1%} of all labels are what the other images say)"
    )
    return "\n".join(
        [
            heading,
            f"{'label':>14}    {'suggested':14} {'P':>6}   file",
            *rows,
        ]
    )
