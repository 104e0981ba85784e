"""`main.py window`: the station with its window."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from inference.home import Home
from inference.sources.protocol import SourceInvalid
from inference.sources.spec import SPEC_HELP, parse_source
from inference.station.settings import SettingsError, StationSettings, read_settings
from inference.station.station import Station

EXAMPLES = """\
  main.py                                          the window, on the source of station.toml
  main.py window --source folder:/line/in          watch this folder
  QT_QPA_PLATFORM=offscreen main.py window --parts 40 --screenshot window.png
                                                   no screen: judge 40 parts, leave a picture"""

_TOUR_PARTS = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be chosen before the window is there."""
    parser.add_argument("--source", metavar="SOURCE", help=SPEC_HELP)
    parser.add_argument("--model", type=Path, metavar="PKG", help="model package (folder or zip)")
    parser.add_argument(
        "--screenshot", type=Path, metavar="PNG", help="judge some parts, leave a picture, close"
    )
    parser.add_argument(
        "--parts", type=int, default=_TOUR_PARTS, metavar="N", help="how many, for --screenshot"
    )


def run(arguments: argparse.Namespace, home: Home) -> int:
    """Open the window; returns when it is closed."""
    try:
        settings = _settings(arguments, home)
    except (SettingsError, SourceInvalid) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    with Station(home, settings) as station:
        return _show(station, arguments, home.folder / "window.ini")


def _settings(arguments: argparse.Namespace, home: Home) -> StationSettings:
    settings, warnings = read_settings(home.settings)
    for warning in warnings:
        print(f"warning: {warning}", file=sys.stderr)
    changed: dict[str, object] = {}
    if arguments.source is not None:
        changed["source"] = parse_source(arguments.source)
    if arguments.model is not None:
        changed["model"] = arguments.model.absolute()
    return settings.model_copy(update=changed)


def _show(station: Station, arguments: argparse.Namespace, geometry: Path) -> int:
    # Not above: `--help` needs no Qt.
    if arguments.screenshot is None:
        from gui.app import run_window  # noqa: PLC0415

        return run_window(station, geometry)
    from gui.tour import offscreen_tour  # noqa: PLC0415

    status = offscreen_tour(station, arguments.parts, arguments.screenshot.absolute(), geometry)
    counters = station.snapshot().counters
    print(f"{counters.judged} parts judged; the window: {arguments.screenshot.absolute()}")
    return status
