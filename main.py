"""Lineside: arguments -> a headless command or the window. No logic here."""

from __future__ import annotations

import argparse
import importlib
import io
import multiprocessing
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol, cast

from inference.equipment import PROGRAM, TRAINER, tell_problem, why_no_start, why_unavailable
from inference.home import ENVIRONMENT_VARIABLE, Home, find_home
from inference.logs import log_to


class Entry(NamedTuple):
    """A command. Its module is imported only when it is the one asked for."""

    module: str
    summary: str
    needs: tuple[str, ...] = ()
    """Packages that not every packaged program has."""


COMMANDS = {
    "window": Entry("gui.commands.window", "open the window (as without a command)"),
    "inspect": Entry("inference.commands.inspect", "judge images or folders, one line each"),
    "review": Entry("inference.commands.review", "judge folders and write what was found"),
    "station": Entry("inference.commands.station", "run the station without a window"),
    "records": Entry("inference.commands.records", "list, search and export what was judged"),
    "rejudge": Entry("inference.commands.rejudge", "what another model says of recorded parts"),
    "models": Entry("inference.commands.models", "list, release, roll back, import, export models"),
    "demo-data": Entry("inference.commands.demo_data", "draw labelled parts with their masks"),
    "train": Entry("training.commands.train", "labelled folders -> a model package", TRAINER),
    "evaluate": Entry(
        "training.commands.evaluate", "a model on labelled folders, in figures", TRAINER
    ),
    "suspects": Entry(
        "training.commands.suspects", "labels that the images speak against", TRAINER
    ),
    "compare": Entry(
        "training.commands.compare", "old model against new on the same images", TRAINER
    ),
    "import-model": Entry(
        "training.commands.import_model", "a foreign Keras model -> a package", TRAINER
    ),
    "prove": Entry(
        "training.commands.prove", "what a model is worth on freshly drawn parts", TRAINER
    ),
    "explain-quality": Entry(
        "training.commands.explain_quality",
        "how true each kind of heat map is, in figures",
        TRAINER,
    ),
    "bench": Entry("gui.commands.bench", "measure speed, latency and memory on this machine"),
    "self-test": Entry("gui.commands.self_test", "whether all of it works on this machine"),
    "screenshots": Entry("gui.commands.screenshots", "draw the pictures of the documentation"),
}


class Command(Protocol):
    """A module in one of the `commands` packages."""

    EXAMPLES: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """What can be said behind the command's name."""

    def run(self, arguments: argparse.Namespace, home: Home) -> int:
        """Do it; the exit status."""


class CannotStart(Exception):
    """A command that this program lacks, or that this machine can't run. `str()` says why."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    words = _parser().parse_args(_with_self_test(sys.argv[1:] if argv is None else argv))
    entry = COMMANDS[words.command]
    try:
        command = _command(words.command, entry)
    except CannotStart as error:
        tell_problem(str(error))
        return 2
    parser = argparse.ArgumentParser(
        prog=f"{PROGRAM} {words.command}",
        description=f"{entry.summary[0].upper()}{entry.summary[1:]}.",
        epilog=_as_called(f"examples:\n{command.EXAMPLES}"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_arguments(parser)
    arguments = parser.parse_args(words.rest)
    try:
        home = find_home(words.home)
    except OSError as error:
        # A folder that the program was started in, and that is gone, has no name.
        named = f" {error.filename}" if error.filename else ""
        tell_problem(f"the home folder{named} can't be made: {error.strerror or error}")
        return 2
    log_to(home.logs)
    return _run(command, arguments, home)


def _with_self_test(argv: Sequence[str]) -> list[str]:
    """`--self-test` is what an installer's notes say; it is a command like the others."""
    return ["self-test" if word == "--self-test" else word for word in argv]


def _command(name: str, entry: Entry) -> Command:
    why_not = why_unavailable(entry.needs)
    if why_not:
        raise CannotStart(f"{name}: {why_not}")
    try:
        return cast("Command", importlib.import_module(entry.module))
    except (ImportError, RuntimeError) as error:  # NumPy's word for an old processor is the latter
        raise CannotStart(why_no_start(error)) from error


def _as_called(text: str) -> str:
    return text.replace("main.py", PROGRAM)


def _run(command: Command, arguments: argparse.Namespace, home: Home) -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A console that can't show a letter of a file's name must not end the program.
            stream.reconfigure(errors="backslashreplace")
    try:
        status = command.run(arguments, home)
        if sys.stdout is not None:  # as in a window's program on Windows
            sys.stdout.flush()
    except ImportError as error:  # of what is imported only when it is needed
        tell_problem(why_no_start(error))
        return 2
    except BrokenPipeError:
        # Whoever read the output has had enough (`| head`); Python would complain at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


def _parser() -> argparse.ArgumentParser:
    listed = "\n".join(
        f"  {name:<12} {entry.summary}"
        for name, entry in COMMANDS.items()
        if not why_unavailable(entry.needs)
    )
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        usage=f"{PROGRAM} [--home DIR] [COMMAND] ...",
        description="Inspection station: a verdict for each part, and the map that made it.",
        epilog=_as_called(
            f"commands (COMMAND --help says more):\n{listed}\n\n"
            "examples:\n"
            "  main.py                                  the window, on the simulated line\n"
            "  main.py inspect parts/ --heatmaps maps/  judge a folder\n"
            "  main.py --home /srv/line1 records        what the station of that home judged"
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--home",
        type=Path,
        metavar="DIR",
        help=f"where settings, records, models and logs lie (or set {ENVIRONMENT_VARIABLE})",
    )
    parser.add_argument(
        "command", nargs="?", choices=COMMANDS, default="window", help=argparse.SUPPRESS
    )
    parser.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    multiprocessing.freeze_support()  # the packaged program starts itself anew to train
    sys.exit(main())
