"""`main.py models release` beside a running station: the request is carried out and answered."""

from __future__ import annotations

import logging
import time
from pathlib import Path

from inference.models.release_log import ReleaseKind
from inference.models.release_request import ReleaseRequest, answer, take_request
from inference.station.model_exchange import ModelExchange
from inference.station.problem import unforeseen

_log = logging.getLogger(__name__)
_LOOK_EVERY_S = 0.5


class ReleaseDesk:
    """On the station's thread, and only while the home is this station's."""

    def __init__(self, place: Path, models: ModelExchange) -> None:
        self._place = place
        self._models = models
        self._due = 0.0

    def look(self) -> None:
        """Twice a second, however often it is called."""
        if time.monotonic() < self._due:
            return
        self._due = time.monotonic() + _LOOK_EVERY_S
        request = take_request(self._place)
        if request is not None:
            self._serve(request)

    def _serve(self, request: ReleaseRequest) -> None:
        try:
            self._carry_out(request)
        except Exception as error:
            self._answer(request, unforeseen(error))
            raise  # the conductor tells the window
        self._answer(request, self._models.problem)

    def _carry_out(self, request: ReleaseRequest) -> None:
        if request.rolls_back:
            self._models.roll_back(request.by)
        else:
            self._models.release(request.model, request.by, ReleaseKind.RELEASE)

    def _answer(self, request: ReleaseRequest, problem: str | None) -> None:
        try:
            answer(self._place, request, problem)
        except OSError:
            _log.exception("the command that asked for a model could not be answered")
