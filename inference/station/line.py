"""The running line: source, judge and recorder, put together and taken apart again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from inference.home import Home
from inference.sources.opening import make_source
from inference.sources.protocol import Source
from inference.sources.settings import FolderSettings, SourceSettings, takes_triggers
from inference.station.frame_queue import FrameQueue, Grab
from inference.station.in_flight import InFlight, LedgerOfLine
from inference.station.inspection_worker import InspectionWorker
from inference.station.judge import Judge
from inference.station.keeping import Keeping, keeping_for
from inference.station.recorder import Recorder
from inference.station.settings import RecordSettings
from inference.station.source_supervisor import SourceSupervisor
from inference.station.tally import Tally
from inference.station.untaken_triggers import UntakenTriggers
from inference.verdict import Inspection

if TYPE_CHECKING:
    from inference.records.records import Records

_log = logging.getLogger(__name__)
_QUEUE_CAPACITY = 32
_STOP_MAY_TAKE_S = 15.0

LineOutput = Callable[[Inspection], None]


class Line:
    """Everything that has a thread. Changed on the conductor's thread only; looked at from any."""

    def __init__(
        self,
        home: Home,
        *,
        parts_limit: int | None,
        line_output: LineOutput | None,
        name: str = "",
    ) -> None:
        """`name` goes into each record where there are several lines."""
        self.name = name
        self.source: SourceSettings | None = None
        """Where its parts come from, or will once it is started."""
        self.in_flight = InFlight()
        self.queue = FrameQueue(_QUEUE_CAPACITY, self.in_flight)
        self.supervisor = SourceSupervisor(self.queue)
        self.tally = Tally()
        self.records: Records | None = None
        self.recorder: Recorder | None = None
        self.worker: InspectionWorker | None = None
        self._home = home
        self._shares_records = False
        self._parts_limit = parts_limit
        self._line_output = line_output

    @property
    def finished(self) -> bool:
        """A finite source has ended, and each of its parts is judged and recorded."""
        return self.supervisor.status.ended and not self.in_flight

    def open_records(self, settings: RecordSettings, shared: Records | None = None) -> None:
        """Where they are `shared`, another line looks after them. Raises `RecordsError`."""
        if self.records is not None:
            return
        from inference.records.records import Records  # noqa: PLC0415 - SQL: slower than the window

        self._shares_records = shared is not None
        records = shared or Records(self._home.database)
        recorder = Recorder(records, self._keeping(records, settings), self.in_flight)
        # Started before it is shown: a thread that is not alive is told as a fault.
        recorder.start()
        self.records, self.recorder = records, recorder

    def keep(self, settings: RecordSettings) -> None:
        """Another rule of what is archived, from the next batch on. Nothing else restarts."""
        if self.records is not None and self.recorder is not None:
            self.recorder.keeping = self._keeping(self.records, settings)

    def _keeping(self, records: Records, settings: RecordSettings) -> Keeping:
        return keeping_for(self._home, records, settings, retains=not self._shares_records)

    def close_records(self) -> None:
        """Write what waits, then let the database go."""
        recorder, records = self.recorder, self.records
        if recorder is not None:
            recorder.request_stop()
            recorder.join(_STOP_MAY_TAKE_S)
        if len(self.queue):
            _log.error("%d parts in the queue were not judged", len(self.queue))
        self.recorder = self.records = None
        if records is not None and not self._shares_records:
            records.close()

    def start_judging(self, judge: Judge) -> None:
        """Judge what comes, with this model; in place of the present one, between two parts."""
        if self.worker is not None:
            self.worker.judge = judge
            return
        worker = InspectionWorker(judge, self.queue, self._hand_on)
        worker.start()
        self.worker = worker

    def owe_triggers(self) -> None:
        """It is to judge: a trigger is a part from now on, however long all else takes."""
        source = self.source
        triggered = source is not None and takes_triggers(source)
        self.supervisor.owe(UntakenTriggers(source.name) if source and triggered else None)

    def start_source(self, settings: SourceSettings) -> None:
        """Take parts from there, in place of the present source."""
        self.source = settings
        self.owe_triggers()
        if isinstance(settings, FolderSettings) and settings.quarantine is None:
            settings = settings.model_copy(update={"quarantine": self._home.quarantine})
        self.supervisor.start(partial(self._make_source, settings), self._parts_limit)

    def stop(self) -> None:
        """No more parts; what the source has brought is still judged.

        What can't be judged in time (the disk refuses, the model hangs) stays in the queue, and is
        judged after the next start.
        """
        self.supervisor.stop()
        worker, self.worker = self.worker, None
        if worker is None:
            return
        worker.request_stop()
        if not worker.join(_STOP_MAY_TAKE_S):
            worker.abandon()
            _log.error("the inspection thread does not end; it is left behind")

    def _make_source(self, settings: SourceSettings) -> Source:
        if self.records is None:
            raise RuntimeError("a source runs without records")
        return make_source(settings, LedgerOfLine(self.records.ledger(), self.in_flight))

    def _hand_on(self, grab: Grab, inspection: Inspection) -> None:
        """On the inspection thread: the line first, then the disk; the screen pulls."""
        if self.name:
            inspection = replace(inspection, line=self.name)
        self._tell_line(inspection)
        self.tally.add(inspection)
        if self.recorder is not None:
            self.recorder.add(grab, inspection)

    def _tell_line(self, inspection: Inspection) -> None:
        if self._line_output is None:
            return
        try:
            self._line_output(inspection)
        except Exception:
            _log.exception("the line was not told of part %s", inspection.frame.part_id)
