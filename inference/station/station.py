"""The one facade over source, model and records: for the window and for headless runs."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray

from inference.home import Home
from inference.package import PackageError
from inference.records.errors import RecordsError, UnknownPart
from inference.records.records import Records
from inference.sources.settings import SourceSettings
from inference.station.conductor import Conductor
from inference.station.disk import free_share
from inference.station.judge import Judge
from inference.station.line import Line, LineOutput
from inference.station.model_loading import load_judge
from inference.station.portrait import take_snapshot
from inference.station.problem import Problem
from inference.station.settings import (
    AppearanceSettings,
    RecordSettings,
    StationSettings,
    write_settings,
)
from inference.station.snapshot import StationSnapshot
from inference.station.threshold_book import ThresholdBook, ThresholdBookError
from inference.verdict import Inspection, Outcome, Thresholds

_log = logging.getLogger(__name__)
_DISK_EVERY_S = 5.0
_RECORD_MAY_TAKE_S = 5.0
_CLOSE_MAY_TAKE_S = 45.0


class Station:
    """Takes frames from a source, judges them, records them, and says how it is.

    Every method may be called from any thread and returns at once, but for `close`. What takes
    time is done on the station's own threads; `snapshot` tells how it went.
    """

    def __init__(
        self,
        home: Home,
        settings: StationSettings,
        *,
        parts_limit: int | None = None,
        line_output: LineOutput | None = None,
        settings_problem: str | None = None,
    ) -> None:
        """`line_output` is told of each verdict at once, on the inspection thread.

        With a `settings_problem` (a key in station.toml that a verdict may depend on is wrong) it
        stays offline, says so, and leaves the file as it is.
        """
        self._home = home
        self._settings = settings
        self._line = Line(home, parts_limit=parts_limit, line_output=line_output)
        self._book = ThresholdBook(home.thresholds)
        self._online = False
        self._settings_problem = _in_settings(settings_problem)
        self._problem: Problem | None = None
        self._model_problem: str | None = None
        self._disk_free_share: float | None = None
        self._disk_due = 0.0
        self._conductor = Conductor(self._look_around)
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
        """Stop, and wait until all that was judged is recorded. Ends every thread."""
        self._conductor.post(self._go_offline)
        self._conductor.post(self._line.close_records)
        self._conductor.stop(_CLOSE_MAY_TAKE_S)

    # How it is.

    @property
    def settings(self) -> StationSettings:
        """As they are now."""
        return self._settings

    def snapshot(self) -> StationSnapshot:
        """Everything that the screen says about the station."""
        return take_snapshot(
            self._line,
            online=self._online,
            source=self._settings.source.name,
            settings_problem=self._settings_problem,
            problem=self._problem,
            model_problem=self._model_problem,
            disk_free_share=self._disk_free_share,
        )

    def latest(self) -> Inspection | None:
        """The part judged last."""
        return self._line.tally.latest()

    def recent(self) -> tuple[Inspection, ...]:
        """The last parts, newest last, at most 20."""
        return self._line.tally.recent()

    def trend(self) -> NDArray[np.float32]:
        """P(def) of the last 500 parts, oldest first; NaN for a FAULT."""
        return self._line.tally.trend()

    # What is asked of it.

    def start(self) -> None:
        """Load the model if need be, open the source, judge."""
        self._conductor.post(self._go_online)

    def stop(self) -> None:
        """Close the source; what it has brought is still judged and recorded."""
        self._conductor.post(self._go_offline)

    def hold(self) -> None:
        """Judge nothing more until `resume`. Frames wait, or are dropped by their policy."""
        if self._line.worker is not None:
            self._line.worker.hold()

    def resume(self) -> None:
        """Go on judging."""
        if self._line.worker is not None:
            self._line.worker.resume()

    def set_thresholds(self, thresholds: Thresholds, *, by: str) -> None:
        """From the next part on; kept for this model, and the change is recorded."""
        worker = self._line.worker
        if worker is None:
            return
        judge = worker.judge
        old, judge.thresholds = judge.thresholds, thresholds
        self._conductor.post(partial(self._keep_thresholds, judge.model_id, old, thresholds, by))

    def choose_map(self, method: Literal["evidence", "gradcam"]) -> None:
        """Draw this kind of map from the next part on."""
        worker = self._line.worker
        if worker is None or method not in worker.judge.classifier.methods:
            return
        worker.judge.classifier.choose_map(method)
        self._conductor.post(partial(self._save, method=method))

    def confirm(self, part_id: str, *, by: str) -> None:
        """A person agrees with the verdict on this part."""
        self._say_of_part(part_id, None, by)

    def overrule(self, part_id: str, outcome: Outcome, *, by: str) -> None:
        """A person says otherwise. The station's own verdict stays in the record beside it."""
        self._say_of_part(part_id, outcome, by)

    def set_source(self, source: SourceSettings) -> None:
        """Take frames from there from now on, and after a restart."""
        self._conductor.post(partial(self._exchange_source, source))

    def set_model(self, model: Path | None) -> None:
        """Check and load this package, then judge with it. When it is refused, the last goes on."""
        self._conductor.post(partial(self._exchange_model, model))

    def set_record_settings(self, records: RecordSettings) -> None:
        """What is archived, and for how long, from now on."""
        self._conductor.post(partial(self._exchange_record_settings, records))

    def set_appearance(self, appearance: AppearanceSettings) -> None:
        """Keep how the window looks."""
        self._conductor.post(partial(self._save, appearance=appearance))

    # All below runs on the conductor's thread.

    def _go_online(self) -> None:
        if self._online or self._settings_problem is not None:
            return
        try:
            self._line.open_records(self._settings.records)
            self._line.start_judging(self._load_judge(self._settings.model))
        except RecordsError as error:
            self._problem = Problem(str(error), error.remedy)
        except (PackageError, ThresholdBookError) as error:
            self._problem = Problem(f"no model: {error}", "choose another model package")
        else:
            self._problem = None
            self._online = True
            self._line.start_source(self._settings.source)

    def _go_offline(self) -> None:
        self._line.stop()
        self._online = False
        self._problem = None

    def _load_judge(self, model: Path | None) -> Judge:
        settings = self._settings
        judge = load_judge(model, self._book, threads=settings.threads, method=settings.method)
        self._model_problem = None
        return judge

    def _exchange_source(self, source: SourceSettings) -> None:
        self._save(source=source)
        if self._online:
            self._line.start_source(source)

    def _exchange_model(self, model: Path | None) -> None:
        try:
            judge = self._load_judge(model)
        except (PackageError, ThresholdBookError) as error:
            self._model_problem = str(error)
            _log.info("model refused: %s", error)
            return
        self._save(model=model)
        if self._online:
            self._line.start_judging(judge)
        else:
            self._problem = None

    def _exchange_record_settings(self, records: RecordSettings) -> None:
        self._save(records=records)
        was_online = self._online
        self._go_offline()
        self._line.close_records()
        if was_online:
            self._go_online()

    def _keep_thresholds(self, model_id: str, old: Thresholds, new: Thresholds, by: str) -> None:
        try:
            self._book.choose(model_id, new)
            if self._line.records is not None:
                self._line.records.threshold_change(model_id, old, new, by)
        except (OSError, ThresholdBookError, RecordsError) as error:
            self._problem = Problem(
                f"the new thresholds act now but could not be kept: {error}",
                "make room on the disk, then set them again",
            )

    def _say_of_part(self, part_id: str, outcome: Outcome | None, by: str) -> None:
        deadline = time.monotonic() + _RECORD_MAY_TAKE_S

        def say() -> None:
            records = self._line.records
            if records is None:
                return
            try:
                _say_operator_verdict(records, part_id, outcome, by)
            except UnknownPart as error:
                self._once_recorded(say, error, deadline)
            except RecordsError as error:
                self._problem = Problem(str(error), error.remedy)

        self._conductor.post(say)

    def _once_recorded(self, say: Callable[[], None], error: UnknownPart, deadline: float) -> None:
        """A person may be faster than the disk: the part's record comes in a moment."""
        if time.monotonic() > deadline:
            self._problem = Problem(str(error), error.remedy)
            return
        time.sleep(0.02)
        self._conductor.post(say)

    def _save(self, **changed: object) -> None:
        self._settings = self._settings.model_copy(update=changed)
        if self._settings_problem is not None:
            return
        try:
            write_settings(self._home.settings, self._settings)
        except OSError:
            _log.exception("the settings could not be saved")

    def _look_around(self) -> None:
        self._line.supervisor.tick()
        if time.monotonic() >= self._disk_due:
            self._disk_due = time.monotonic() + _DISK_EVERY_S
            self._disk_free_share = free_share(self._home.folder)


def _in_settings(problem: str | None) -> Problem | None:
    if problem is None:
        return None
    return Problem(problem, "correct the file, or move it away, then start the program again")


def _say_operator_verdict(records: Records, part_id: str, outcome: Outcome | None, by: str) -> None:
    record = records.part(part_id)
    if record is None:
        raise UnknownPart(f"the part {part_id} has no record", "wait until it is recorded")
    records.operator_verdict(part_id, outcome or record.outcome, by)
