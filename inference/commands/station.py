"""`main.py station`: the station without a window."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from inference.commands.argument_types import at_least_one
from inference.commands.given_settings import kept_settings, with_given, with_several
from inference.commands.inspection_lines import as_json, as_text
from inference.home import Home
from inference.records.archive import ArchiveRule
from inference.sources.protocol import SourceInvalid
from inference.sources.settings import FolderSettings, SimulatedSettings, SourceSettings
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
  main.py station --source usb:0 --source usb:1        two lines with one model

exit status: 0 when it ended as asked, 1 when any part was a FAULT, 2 when it could not start"""

_POLL_S = 0.05


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--source",
        action="append",
        metavar="SOURCE",
        help="default: as in station.toml; several: a line for each, with one model",
    )
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
        kept = kept_settings(home)
        settings = _settings(arguments, kept)
    except (SettingsError, SourceInvalid) as error:
        remedy = f"; {error.remedy}" if isinstance(error, SourceInvalid) else ""
        print(f"error: {error}{remedy}", file=sys.stderr)
        return 2
    stop = _stop_on_signal()
    output = _Lines(as_json if arguments.json else as_text, stop)
    limit = arguments.parts
    with Station(home, settings, kept=kept, parts_limit=limit, line_output=output) as station:
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


def _settings(arguments: argparse.Namespace, kept: StationSettings) -> StationSettings:
    given = arguments.source or [None]
    settings = with_given(kept, given[0], arguments.model)
    if len(given) > 1:
        settings = with_several(settings, given)
    first, *others = settings.all_lines
    changed: dict[str, object] = {
        "source": _as_said(first.source, arguments),
        "lines": tuple(
            line.model_copy(update={"source": _as_said(line.source, arguments)}) for line in others
        ),
    }
    if arguments.archive:
        rule = ArchiveRule(arguments.archive)
        changed["records"] = settings.records.model_copy(update={"archive": rule})
    return settings.model_copy(update=changed)


def _as_said(source: SourceSettings, arguments: argparse.Namespace) -> SourceSettings:
    if isinstance(source, SimulatedSettings) and (arguments.parts or arguments.rate):
        # A given number of parts is wanted soon; an endless line keeps its pace.
        return source.model_copy(update={"rate_hz": arguments.rate})
    if isinstance(source, FolderSettings) and arguments.existing:
        return source.model_copy(update={"existing": arguments.existing})
    return source


def _stop_on_signal() -> threading.Event:
    """Set by Ctrl-C and by the service manager's SIGTERM: what was judged is still recorded."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _watch(
    station: Station, stop: threading.Event, idle_exit_s: float | None
) -> list[StationSnapshot]:
    """Until every line has ended or failed, all were idle for long enough, or it was to stop."""
    busy_at, judged, told = time.monotonic(), 0, dict[str, str]()
    while not stop.wait(_POLL_S):
        now = _all_lines(station)
        before, judged = judged, sum(line.counters.judged for line in now)
        if judged != before or any(_is_busy(line) for line in now):
            busy_at = time.monotonic()
        for line in now:
            _tell_problem(line, told)
        is_idle = idle_exit_s is not None and time.monotonic() - busy_at > idle_exit_s
        if is_idle or all(_is_over(line) for line in now):
            break
    return _all_lines(station)


def _all_lines(station: Station) -> list[StationSnapshot]:
    return [line.snapshot() for line in station.lines]


def _is_busy(line: StationSnapshot) -> bool:
    """Loading its model, or writing."""
    return line.model_id is None or line.counters.waiting > 0


def _is_over(line: StationSnapshot) -> bool:
    never_started = line.state is StationState.FAULT and line.model_id is None
    return line.finished or never_started or line.source_state is SourceState.FAILED


def _tell_problem(line: StationSnapshot, told: dict[str, str]) -> None:
    """Once, until it is another."""
    if line.problem and line.problem != told.get(line.line):
        told[line.line] = line.problem
        name = f"{line.line}: " if line.line else ""
        print(f"{name}{line.source_state}: {line.problem}; {line.remedy}", file=sys.stderr)


def _exit_status(last: Sequence[StationSnapshot]) -> int:
    """The worst of all lines."""
    return max(_line_status(line) for line in last)


def _line_status(last: StationSnapshot) -> int:
    never_open = last.source_state is SourceState.RETRYING and not last.counters.judged
    if last.model_id is None or last.source_state is SourceState.FAILED or never_open:
        return 2
    return 1 if last.counters.by_outcome.get(Outcome.FAULT) else 0
