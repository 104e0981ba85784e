"""`main.py screenshots`: the pictures of the documentation, from the simulated line."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from gui.screenshots import GROUPS
from inference.home import Home
from inference.sources.settings import SimulatedSettings
from inference.station.settings import StationSettings
from inference.station.station import Station

EXAMPLES = """\
  main.py screenshots docs/images                 draw them all again; no screen is needed
  main.py screenshots docs/images --only trainer  the way to a new model: trains one, for minutes"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, with which model, which parts."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="where the pictures go")
    parser.add_argument("--model", type=Path, metavar="PKG", help="default: the demo model")
    parser.add_argument("--only", choices=GROUPS, help="default: all of them")
    parser.add_argument("--seed", type=int, default=7, help="which parts are drawn (default 7)")


def run(arguments: argparse.Namespace, home: Home) -> int:
    """0 when every scene was found. Keeps nothing of it in the user's own records."""
    del home
    # Offscreen wherever there is a screen too: the pictures are the same on every machine.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["LOGNAME"] = "engineer"  # whoever takes them: a release says by whom
    from gui.screenshots.photographer import Photographer  # noqa: PLC0415 - `--help` needs no Qt

    arguments.folder.mkdir(parents=True, exist_ok=True)
    line = SimulatedSettings(seed=arguments.seed, rate_hz=20.0)
    model = arguments.model.absolute() if arguments.model else None
    with tempfile.TemporaryDirectory(prefix="lineside-") as scratch:
        os.environ["HOME"] = str(Path(scratch).resolve())  # no picture shows this machine's paths
        scratch_home = Home(Path(scratch).resolve())
        with Station(scratch_home, StationSettings(source=line, model=model)) as station:
            groups = (arguments.only,) if arguments.only else GROUPS
            photographer = Photographer(station, scratch_home.folder, arguments.folder, groups)
            taken = photographer.take_all()
    for path in taken:
        print(path)
    return 0 if len(taken) == photographer.wanted else 1
