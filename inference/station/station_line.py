"""One line of a station: how it is, and what is asked of it alone."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from inference.sources.settings import SourceSettings
from inference.station.conductor import Conductor
from inference.station.control import Control
from inference.station.line import Line
from inference.station.portrait import take_snapshot
from inference.station.problem import Problem
from inference.station.snapshot import StationSnapshot
from inference.verdict import Inspection


class StationLine:
    """Every method may be called from any thread and returns at once."""

    def __init__(
        self, control: Control, conductor: Conductor, line: Line, settings_problem: Problem | None
    ) -> None:
        self._control = control
        self._conductor = conductor
        self._line = line
        self._settings_problem = settings_problem

    @property
    def name(self) -> str:
        """Empty where there is only one."""
        return self._line.name

    def snapshot(self) -> StationSnapshot:
        """Everything that the screen says about this line, and of the station it belongs to."""
        return take_snapshot(self._control, self._line, self._settings_problem)

    def latest(self) -> Inspection | None:
        """The part judged last."""
        return self._line.tally.latest()

    def recent(self) -> tuple[Inspection, ...]:
        """The last parts, newest last, at most 20."""
        return self._line.tally.recent()

    def trend(self) -> NDArray[np.float32]:
        """P(def) of the last 500 parts, oldest first; NaN for a FAULT."""
        return self._line.tally.trend()

    def trigger(self) -> None:
        """A part is in front of the camera: take its picture now.

        Where the source takes a software trigger, each call makes exactly one part from `start`
        to `stop`; without a picture it is a FAULT. Elsewhere it does nothing.
        """
        self._line.supervisor.trigger()

    def hold(self) -> None:
        """Judge nothing more until `resume`. Frames wait, or are dropped by their policy."""
        if self._line.worker is not None:
            self._line.worker.hold()

    def resume(self) -> None:
        """Go on judging."""
        if self._line.worker is not None:
            self._line.worker.resume()

    def set_source(self, source: SourceSettings) -> None:
        """Take frames from there from now on, and after a restart."""
        self._conductor.post(partial(self._control.register.exchange_source, source, self._line))
