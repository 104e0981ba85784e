"""`main.py station`: the station without a window."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from inference.commands.argument_types import at_least_one
from inference.commands.given_settings import kept_settings, with_given
from inference.commands.inspection_lines import as_json, as_text
from inference.home import Home
from inference.records.archive import ArchiveRule
from inference.sources.protocol import SourceInvalid
from inference.sources.settings import FolderSettings, SimulatedSettings
from inference.station.settings import SettingsError, StationSettings
from inference.station.snapshot import SourceState, StationSnapshot, StationState
from inference.station.station import Station
from inference.verdict import Inspection, Outcome

EXAMPLES = """\
  main.py station --source simulated --parts 20        twenty simulated parts
  main.py station --source folder:/in --model m.zip    watch a folder until Ctrl-C
  main.py station --source folder:/in --idle-exit 5    ... or until nothing came for 5 s
  main.py station --source usb:0                       the first camera
  main.py station --source rtsp://camera/stream        a camera on the network

exit status: 0 when it ended as asked, 1 when any part was a FAULT, 2 when it could not start"""

_POLL_S = 0.05


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--source", metavar="SOURCE", help="default: as in station.toml")
    parser.add_argument("--existing", choices=("all", "new"), help="of a watched folder")
    parser.add_argument("--model", type=Path, metavar="PKG", help="model package (folder or zip)")
    parser.add_argument("--parts", type=at_least_one, metavar="N", help="end after so many parts")
    parser.add_argument("--rate", type=float, metavar="HZ", help="of the simulated line")
    parser.add_argument("--idle-exit", type=float, metavar="S", help="end when none came for S s")
    parser.add_argument("--archive", choices=("all", "def and unsure", "none"), help="images kept")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(arguments: argparse.Namespace, home: Home) -> int:
    """Exit status: see EXAMPLES."""
    try:
        settings = _settings(arguments, home)
    except (SettingsError, SourceInvalid) as error:
        remedy = f"; {error.remedy}" if isinstance(error, SourceInvalid) else ""
        print(f"error: {error}{remedy}", file=sys.stderr)
        return 2
    stop = _stop_on_signal()
    output = _Lines(as_json if arguments.json else as_text, stop)
    with Station(home, settings, parts_limit=arguments.parts, line_output=output) as station:
        station.start()
        last = _watch(station, stop, arguments.idle_exit)
    return _exit_status(last)


class _Lines:
    """Prints each verdict at once; asks for the end when nobody reads on (`| head`)."""

    def __init__(self, line: Callable[[Inspection], str], stop: threading.Event) -> None:
        self._line = line
        self._stop = stop

    def __call__(self, inspection: Inspection) -> None:
        if self._stop.is_set():
            return
        try:
            print(self._line(inspection), flush=True)
        except BrokenPipeError:
            self._stop.set()


def _settings(arguments: argparse.Namespace, home: Home) -> StationSettings:
    settings = with_given(kept_settings(home), arguments.source, arguments.model)
    source = settings.source
    if isinstance(source, SimulatedSettings) and (arguments.parts or arguments.rate):
        # A given number of parts is wanted soon; an endless line keeps its pace.
        source = source.model_copy(update={"rate_hz": arguments.rate})
    if isinstance(source, FolderSettings) and arguments.existing:
        source = source.model_copy(update={"existing": arguments.existing})
    changed: dict[str, object] = {"source": source}
    if arguments.archive:
        rule = ArchiveRule(arguments.archive)
        changed["records"] = settings.records.model_copy(update={"archive": rule})
    return settings.model_copy(update=changed)


def _stop_on_signal() -> threading.Event:
    """Set by Ctrl-C and by the service manager's SIGTERM: what was judged is still recorded."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _watch(station: Station, stop: threading.Event, idle_exit_s: float | None) -> StationSnapshot:
    """Until it has ended, failed, been idle for long enough, or was asked to stop."""
    busy_at, judged, told = time.monotonic(), 0, ""
    while not stop.wait(_POLL_S):
        now = station.snapshot()
        if now.model_id is None or now.counters.judged != judged or now.counters.waiting:
            busy_at, judged = time.monotonic(), now.counters.judged
        if now.problem and now.problem != told:
            told = now.problem
            print(f"{now.source_state}: {now.problem}; {now.remedy}", file=sys.stderr)
        is_idle = idle_exit_s is not None and time.monotonic() - busy_at > idle_exit_s
        never_started = now.state is StationState.FAULT and now.model_id is None
        if now.finished or is_idle or never_started or now.source_state is SourceState.FAILED:
            break
    return station.snapshot()


def _exit_status(last: StationSnapshot) -> int:

    never_open = last.source_state is SourceState.RETRYING and not last.counters.judged
    if last.model_id is None or last.source_state is SourceState.FAILED or never_open:
        return 2
    return 1 if last.counters.by_outcome.get(Outcome.FAULT) else 0
