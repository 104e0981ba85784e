"""What a user has to wait for before there is a window."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from inference.bench.imports import NOT_WANTED
from tests.e2e.program import ROOT

_PROGRAM = f"""
import os, sys
from pathlib import Path
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from gui.app import application, open_window
from gui.waiting import process_until
from inference.home import Home
from inference.station.settings import StationSettings
from inference.station.station import Station
home = Path(sys.argv[1])
with Station(Home(home), StationSettings()) as station:  # nobody starts it
    application()
    window = open_window(station, home / "window.ini")
    painted = []
    window.first_paint.painted.connect(lambda: painted.append(sorted(sys.modules)))
    process_until(lambda: bool(painted), 60)
    window.close_at_once()
print(*sorted(set({NOT_WANTED!r}) & set(painted[0])), "painted")
"""


def test_the_window_is_painted_without_what_it_does_not_show(tmp_path: Path) -> None:
    words = [sys.executable, "-c", _PROGRAM, str(tmp_path)]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stdout.split() == ["painted"], done.stderr
