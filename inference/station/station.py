"""The one facade over source, model and records: for the window and for headless runs."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray

from inference.home import Home
from inference.models.release_log import ReleaseKind
from inference.sources.settings import SourceSettings
from inference.station.conductor import Conductor
from inference.station.control import Control
from inference.station.line import LineOutput
from inference.station.lines import Lines
from inference.station.problem import Problem
from inference.station.settings import (
    AppearanceSettings,
    LineSettings,
    RecordSettings,
    StationSettings,
)
from inference.station.snapshot import StationSnapshot
from inference.station.station_line import StationLine
from inference.verdict import Inspection, Outcome, Thresholds

_log = logging.getLogger(__name__)
_CLOSE_MAY_TAKE_S = 45.0


class Station:
    """Takes frames from its sources, judges them, records them, and says how it is.

    Every method may be called from any thread and returns at once, but for `close`. What takes
    time is done on the station's own threads; `snapshot` tells how it went.
    """

    def __init__(
        self,
        home: Home,
        settings: StationSettings,
        *,
        kept: StationSettings | None = None,
        settings_problem: str | None = None,
        parts_limit: int | None = None,
        line_output: LineOutput | None = None,
    ) -> None:
        """`line_output` is told of each verdict at once, on the inspection thread.

        `kept` is what station.toml says, where the command line says otherwise for this run. With
        a `settings_problem` (a key in station.toml that a verdict may depend on is wrong) it stays
        offline, says so, and leaves the file as it is.
        """
        lines = Lines(home, settings.all_lines, parts_limit=parts_limit, line_output=line_output)
        self._control = Control(home, lines, settings, kept or settings)
        self._control.settings.may_write = settings_problem is None
        self._settings_problem = _in_settings(settings_problem)
        self._conductor = Conductor(self._control.look_around, self._control.failed)
        self._conductor.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop, and wait until all that was judged is recorded. Ends every thread that can end."""
        self._conductor.post(self._control.close)
        if not self._conductor.stop(_CLOSE_MAY_TAKE_S):
            _log.error("the station did not come to rest")

    # How it is.

    @property
    def lines(self) -> tuple[StationLine, ...]:
        """Each with its own source and counters; mostly there is one."""
        return tuple(
            StationLine(self._control, self._conductor, line, self._settings_problem)
            for line in self._control.lines.all
        )

    @property
    def settings(self) -> StationSettings:
        """As they act now."""
        return self._control.settings.now

    # Of the first line, mostly the only one; each of `lines` says the same of itself.

    def snapshot(self) -> StationSnapshot:
        """Everything that the screen says about the station."""
        return self.lines[0].snapshot()

    def latest(self) -> Inspection | None:
        """The part judged last."""
        return self.lines[0].latest()

    def recent(self) -> tuple[Inspection, ...]:
        """The last parts, newest last, at most 20."""
        return self.lines[0].recent()

    def trend(self) -> NDArray[np.float32]:
        """P(def) of the last 500 parts, oldest first; NaN for a FAULT."""
        return self.lines[0].trend()

    def trigger(self) -> None:
        """See `StationLine.trigger`."""
        self.lines[0].trigger()

    def set_source(self, source: SourceSettings) -> None:
        """Take frames from there from now on, and after a restart."""
        self.lines[0].set_source(source)

    # What is asked of it.

    def start(self) -> None:
        """Load the model if need be, open the source, judge."""
        if self._settings_problem is None:
            self._control.lines.owe_triggers()
            self._conductor.post(self._control.go_online)

    def stop(self) -> None:
        """Close the source; what it has brought is still judged and recorded."""
        self._conductor.post(self._control.go_offline)

    def hold(self) -> None:
        """Judge nothing more on any line until `resume`."""
        for line in self.lines:
            line.hold()

    def resume(self) -> None:
        """Go on judging."""
        for line in self.lines:
            line.resume()

    def set_thresholds(self, thresholds: Thresholds, *, by: str) -> None:
        """From the next part on; kept for this model, and the change is recorded."""
        worker = self._control.lines.first.worker
        if worker is None:
            return
        judge = worker.judge
        old = judge.thresholds
        self._control.lines.set_thresholds(thresholds)
        self._conductor.post(
            partial(self._control.decisions.keep_thresholds, judge.model_id, old, thresholds, by)
        )

    def choose_map(self, method: Literal["evidence", "gradcam"]) -> None:
        """Draw this kind of map from the next part on."""
        worker = self._control.lines.first.worker
        if worker is None or method not in worker.judge.classifier.methods:
            return
        worker.judge.classifier.choose_map(method)
        self._conductor.post(partial(self._control.settings.save, method=method))

    def confirm(self, part_id: str, *, by: str) -> None:
        """A person agrees with the verdict on this part."""
        self._conductor.post(partial(self._control.decisions.say_of_part, part_id, None, by))

    def overrule(self, part_id: str, outcome: Outcome, *, by: str) -> None:
        """A person says otherwise. The station's own verdict stays in the record beside it."""
        self._conductor.post(partial(self._control.decisions.say_of_part, part_id, outcome, by))

    def add_line(self, line: LineSettings) -> None:
        """One more, with a source of its own; the others go on."""
        self._conductor.post(partial(self._control.register.add, line))

    def remove_line(self, number: int) -> None:
        """Any but the first, whose number is 0. What it has brought is still recorded."""
        lines = self._control.lines.all
        if 0 < number < len(lines):
            self._conductor.post(partial(self._control.register.remove, lines[number]))

    def rename_line(self, number: int, name: str) -> None:
        """From its next part on."""
        lines = self._control.lines.all
        if number < len(lines):
            self._conductor.post(partial(self._control.register.rename, lines[number], name))

    def set_model(self, model: Path | None, *, by: str) -> None:
        """Release: check this package, keep a copy of it in the home, judge with it.

        It is written down who did so. When it is refused, the last one goes on.
        """
        self._conductor.post(partial(self._control.models.release, model, by, ReleaseKind.RELEASE))

    def roll_back(self, *, by: str) -> None:
        """Judge with what was on the line before this model."""
        self._conductor.post(partial(self._control.models.roll_back, by))

    def set_record_settings(self, records: RecordSettings) -> None:
        """What is archived, and for how long, from the next parts on."""
        self._conductor.post(partial(self._control.exchange_record_settings, records))

    def set_appearance(self, appearance: AppearanceSettings) -> None:
        """Keep how the window looks."""
        self._conductor.post(partial(self._control.settings.save, appearance=appearance))


def _in_settings(problem: str | None) -> Problem | None:
    if problem is None:
        return None
    return Problem(problem, "correct the file, or move it away, then start the program again")
