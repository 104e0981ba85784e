"""All lines of a station: each its own source, queue and counters; one model, one database."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from inference.home import Home
from inference.sources.settings import SourceSettings
from inference.station.inspection_worker import InspectionWorker
from inference.station.judge import Judge
from inference.station.line import Line, LineOutput
from inference.station.settings import LineSettings, RecordSettings
from inference.verdict import Thresholds

if TYPE_CHECKING:
    from inference.records.records import Records


class Lines:
    """Changed on the conductor's thread only; looked at from any. There is at least one."""

    def __init__(
        self,
        home: Home,
        wanted: Sequence[LineSettings],
        *,
        parts_limit: int | None,
        line_output: LineOutput | None,
    ) -> None:
        """`parts_limit` is each line's own; `line_output` is told by the threads of all."""
        self._make = partial(Line, home, parts_limit=parts_limit, line_output=line_output)
        self.all: tuple[Line, ...] = ()
        for line in wanted:
            self._append(line)

    def add(self, wanted: LineSettings, records: RecordSettings) -> Line:
        """One more, at work as far as the others are, but for its source."""
        line = self._append(wanted)
        if self.records is not None:
            line.open_records(records, shared=self.records)
        if self.first.worker is not None:
            self._judge_beside(line, self.first.worker)
        return line

    def take_out(self, line: Line) -> None:
        """Any but the first. It is still at work: who takes it out stops it."""
        self.all = tuple(other for other in self.all if other is not line)

    def rename(self, names: Sequence[str]) -> None:
        """From each one's next part on."""
        for line, name in zip(self.all, names, strict=True):
            line.name = name

    def _judge_beside(self, line: Line, first: InspectionWorker) -> None:
        """As the first: with its model, its thresholds, and on hold where it is."""
        line.start_judging(first.judge.beside())
        if line.worker is not None and first.held:
            line.worker.hold()
        _follow_thresholds(line, first.judge)

    def _append(self, wanted: LineSettings) -> Line:
        line = self._make(name=wanted.name)
        line.source = wanted.source
        self.all = (*self.all, line)
        return line

    @property
    def first(self) -> Line:
        return self.all[0]

    @property
    def records(self) -> Records | None:
        return self.first.records

    def open_records(self, settings: RecordSettings) -> None:
        """One database for all. Raises `RecordsError`."""
        for line in self.all:
            line.open_records(settings, shared=self.records)

    def keep(self, settings: RecordSettings) -> None:
        for line in self.all:
            line.keep(settings)

    def close_records(self) -> None:
        """The first opened them and closes them last."""
        for line in reversed(self.all):
            line.close_records()

    def start_judging(self, judge: Judge) -> None:
        """With one model in memory; how often it failed each line counts for itself."""
        self.first.start_judging(judge)
        for line in self.all[1:]:
            line.start_judging(judge.beside())
            _follow_thresholds(line, judge)

    def set_thresholds(self, thresholds: Thresholds) -> None:
        """From each line's next part on."""
        for line in self.all:
            if line.worker is not None:
                line.worker.judge.thresholds = thresholds

    def owe_triggers(self) -> None:
        """See `Line`. For any thread: who asks for the start may trigger at once."""
        for line in self.all:
            line.owe_triggers()

    def owe_nothing(self) -> None:
        """The start failed: nothing is judged, so a trigger is no part."""
        for line in self.all:
            line.supervisor.owe(None)

    def start_sources(self, sources: Sequence[SourceSettings]) -> None:
        for line, source in zip(self.all, sources, strict=True):
            line.start_source(source)

    def stop(self) -> None:
        """All sources first: no line takes parts while another is waited for."""
        for line in self.all:
            line.supervisor.stop()
        for line in self.all:
            line.stop()

    def tick(self) -> None:
        for line in self.all:
            line.supervisor.tick()


def _follow_thresholds(line: Line, first: Judge) -> None:
    """Once more, now that `set_thresholds` sees this line: they may have changed meanwhile."""
    if line.worker is not None:
        line.worker.judge.thresholds = first.thresholds
