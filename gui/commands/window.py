"""`main.py window`: the station with its window."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from gui.display import has_display
from inference.commands.argument_types import at_least_one
from inference.commands.given_settings import kept_settings, with_given
from inference.commands.inspection_lines import as_text
from inference.equipment import PROGRAM
from inference.home import Home
from inference.sources.protocol import SourceInvalid
from inference.sources.settings import SimulatedSettings
from inference.sources.spec import SPEC_HELP
from inference.station.settings import SettingsError, StationSettings
from inference.station.station import Station

EXAMPLES = """\
  main.py                                   the window, on the source of station.toml
  main.py window --source folder:/line/in   watch this folder
  main.py window --screenshot window.png    judge 40 parts, leave a picture of the window

Where there is no display, the window is drawn unseen: it judges some parts, leaves a picture of
itself and says where that and the records are."""

_TOUR_PARTS = 40
_TOUR_RATE_HZ = 10.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--source", metavar="SOURCE", help=SPEC_HELP)
    parser.add_argument("--model", type=Path, metavar="PKG", help="model package (folder or zip)")
    parser.add_argument(
        "--screenshot", type=Path, metavar="PNG", help="judge some parts, leave a picture, close"
    )
    parser.add_argument(
        "--parts",
        type=at_least_one,
        default=_TOUR_PARTS,
        metavar="N",
        help="how many, for --screenshot",
    )


def run(arguments: argparse.Namespace, home: Home) -> int:
    """0 when the window was closed; 1 or 2 when what was asked for could not be done."""
    try:
        settings, kept, problem = _settings(arguments, home)
    except SourceInvalid as error:
        print(f"error: {error}; {error.remedy}", file=sys.stderr)
        return 2
    if arguments.screenshot or not has_display():
        return _draw_unseen(arguments, home, settings, problem)
    from gui.app import application, run_window  # noqa: PLC0415 - `--help` needs no Qt
    from gui.no_screen import told_without_screen  # noqa: PLC0415 - likewise

    with told_without_screen():
        application()
    with Station(home, settings, kept=kept, settings_problem=problem) as station:
        return run_window(station, home.folder / "window.ini")


def _settings(
    arguments: argparse.Namespace, home: Home
) -> tuple[StationSettings, StationSettings, str | None]:
    """For this run, as kept, and what is wrong: then the window says so and nothing is judged."""
    problem: str | None = None
    try:
        kept = kept_settings(home)
    except SettingsError as error:
        kept, problem = StationSettings(), str(error)
    return with_given(kept, arguments.source, arguments.model), kept, problem


def _written_at(file: Path) -> int | None:
    return file.stat().st_mtime_ns if file.exists() else None


def _draw_unseen(
    arguments: argparse.Namespace, home: Home, settings: StationSettings, problem: str | None
) -> int:
    from gui.tour import offscreen_tour  # noqa: PLC0415 - `--help` needs no Qt

    if isinstance(settings.source, SimulatedSettings):
        faster = settings.source.model_copy(update={"rate_hz": _TOUR_RATE_HZ})
        settings = settings.model_copy(update={"source": faster})
    picture = (arguments.screenshot or home.folder / "window.png").absolute()
    before = _written_at(picture)
    with Station(
        home,
        settings,
        settings_problem=problem,
        parts_limit=arguments.parts,
        line_output=lambda inspection: print(as_text(inspection), flush=True),
    ) as station:
        status = offscreen_tour(station, arguments.parts, picture, home.folder / "window.ini")
        now = station.snapshot()
    if now.problem:
        print(f"{now.problem}; {now.remedy}", file=sys.stderr)
    print(f"{now.counters.judged} parts judged")
    is_new = _written_at(picture) != before
    print(f"picture of the window: {picture if is_new else 'it could not be written'}")
    print(f"records: {home.database} (list them with: {PROGRAM} records)")
    return status
