"""`main.py window`: the station with its window."""

from __future__ import annotations

import argparse
import sys

from inference.home import Home
from inference.sources.spec import parse_source
from inference.station.settings import SettingsError, read_settings
from inference.station.station import Station

EXAMPLES = """\
  main.py                                      the window, on the source of station.toml
  main.py window --source folder:/line/in      watch a folder, from now on"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be chosen before the window is there."""
    parser.add_argument("--source", help="take parts from there; kept for the next start")


def run(arguments: argparse.Namespace, home: Home) -> int:
    """Open the window; returns when it is closed."""
    from gui.app import run_window  # noqa: PLC0415 - `--help` needs no Qt

    try:
        settings, warnings = read_settings(home.settings)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    for warning in warnings:
        print(warning, file=sys.stderr)
    with Station(home, settings) as station:
        if arguments.source is not None:
            station.set_source(parse_source(arguments.source))
        return run_window(station, home.folder / "window.ini")
