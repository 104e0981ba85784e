"""Another model on the line, whether its station is running now or not."""

from __future__ import annotations

from pathlib import Path

from inference.home import Home
from inference.home_lock import HomeInUse, HomeLock
from inference.models.release_request import ReleaseRequest, ask
from inference.models.store import model_id_at
from inference.station.settings import SettingsError, read_settings
from inference.station.station import Station

_STATION_MAY_TAKE_S = 60.0


class ReleaseRefused(Exception):
    """The model does not go on the line. `str()` says why; the last one goes on."""


def put_on_the_line(home: Home, request: ReleaseRequest) -> bool:
    """Whether a station is running, which then judges with it already.

    Raises `ReleaseRefused`, `NoAnswer` or `OSError`.
    """
    lock = HomeLock(home.lock)
    try:
        lock.take()
    except HomeInUse:
        problem, is_running = ask(home.release_request, request, _STATION_MAY_TAKE_S), True
    else:
        try:
            problem, is_running = _by_a_station_at_rest(home, request), False
        finally:
            lock.release()
    if problem is not None:
        raise ReleaseRefused(problem)
    return is_running


def _by_a_station_at_rest(home: Home, request: ReleaseRequest) -> str | None:
    """The same way as in a running one, but for the line: checked, copied, written down."""
    try:
        settings, _ = read_settings(home.settings)
    except SettingsError as error:
        return str(error)
    with Station(home, settings) as station:
        if request.rolls_back:
            station.roll_back(by=request.by)
        else:
            station.set_model(request.model, by=request.by)
    said = station.snapshot()
    if said.model_problem is not None or _is_done(home, settings.model, request):
        return said.model_problem
    return said.problem or "the station did not come to rest: see the log, then try again"


def _is_done(home: Home, before: Path | None, request: ReleaseRequest) -> bool:
    """By what the next start will read: a station that failed in the middle says nothing else."""
    now = read_settings(home.settings)[0].model
    if request.rolls_back:
        return now != before
    return model_id_at(now) == model_id_at(request.model)
