"""What is asked of the station, carried out: on the conductor's thread, one after the other."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING

from inference.equipment import what_lacks
from inference.home import Home
from inference.home_lock import HomeInUse, HomeLock
from inference.models.release_log import ReleaseKind, ReleaseLogError
from inference.models.release_request import ReleaseRequest, answer, take_request
from inference.package import PackageError
from inference.records.errors import RecordsError, UnknownPart
from inference.sources.settings import SourceSettings
from inference.station.disk import free_share
from inference.station.judge import Judge
from inference.station.line import Line
from inference.station.lines import Lines
from inference.station.model_loading import load_judge
from inference.station.problem import Problem
from inference.station.releasing import Releasing
from inference.station.settings import RecordSettings, StationSettings, write_settings
from inference.station.threshold_book import ThresholdBook, ThresholdBookError
from inference.verdict import Outcome, Thresholds

if TYPE_CHECKING:
    from inference.records.records import Records

_log = logging.getLogger(__name__)
_DISK_EVERY_S = 5.0
_REQUESTS_EVERY_S = 0.5
_RECORD_MAY_TAKE_S = 5.0


class Control:
    """The lines, their settings, and what went wrong with either. Looked at from any thread."""

    def __init__(
        self, home: Home, lines: Lines, settings: StationSettings, kept: StationSettings
    ) -> None:
        self.lines = lines
        self.settings = settings
        """As they act now; what the command line said is among them."""
        self.online = False
        self.problem: Problem | None = None
        """Why nothing is judged."""
        self.model_problem: str | None = None
        self.disk_free_share: float | None = None
        self.may_save = True
        self._home = home
        self._kept = kept
        self._book = ThresholdBook(home.thresholds)
        self._releasing = Releasing(home)
        self._requests_due = 0.0
        self._lock = HomeLock(home.lock)
        self._notices: dict[str, str] = {}
        self._disk_due = 0.0

    @property
    def notice(self) -> str | None:
        """What was asked for last and could not be kept, while judging goes on."""
        return next(reversed(self._notices.copy().values()), None)

    def note(self, about: str, words: str | None) -> None:
        """What could not be done; None: now it is."""
        self._notices.pop(about, None)
        if words is not None:
            self._notices[about] = words

    def go_online(self) -> None:
        if self.online:
            return
        try:
            self._lock.take()
            self.lines.open_records(self.settings.records)
            judge = self._load_judge(self.settings.model)
            self.lines.start_judging(judge)
        except RecordsError as error:
            self.problem = Problem(str(error), error.remedy)
        except HomeInUse as error:
            self.problem = Problem(str(error), "close it, or choose another folder with --home")
        except OSError as error:
            self.problem = Problem(f"the home folder can't be used: {error}", "choose another one")
        except (PackageError, ThresholdBookError) as error:
            self.problem = Problem(f"no model: {error}", "choose another model package")
        except ImportError as error:  # the runtime comes with the first model, not with the window
            self.problem = Problem(*what_lacks(error))
        else:
            self.problem = None
            self.online = True
            sources = [line.source for line in self.settings.all_lines]
            named = ", ".join(source.name for source in sources)
            _log.info("online: %s, model %s, %s", named, judge.model_id, judge.thresholds)
            self.lines.start_sources(sources)

    def go_offline(self) -> None:
        if self.online:
            _log.info("offline")
        self.online = False
        self.problem = None
        self.lines.stop()

    def close(self) -> None:
        """Everything that was judged is recorded, then all is let go."""
        self.go_offline()
        self.lines.close_records()
        self._lock.release()

    def failed(self, error: Exception) -> None:
        """A command ended in a way that nobody foresaw."""
        words = _unforeseen(error)
        if self.online:
            self._notices["command"] = f"{words}; see the log"
        else:
            self.problem = Problem(words, "see the log, and report it to the maker")

    def exchange_source(self, source: SourceSettings, line: Line) -> None:
        """Of this line."""
        if line not in self.lines.all:
            return  # taken away meanwhile
        number = self.lines.all.index(line)
        taken_by = self.settings.line_that_has(source, besides=number)
        if taken_by is not None:
            what = f"the parts of {source.name} go to {taken_by} already"
            self.note("source", f"{what}; choose another source")
            return
        self.note("source", None)
        _log.info("another source: %s", source.name)
        self.save_lines(**self.settings.with_source(number, source))
        line.source = source
        if self.online:
            line.start_source(source)

    def release(self, model: Path | None, by: str, kind: ReleaseKind) -> None:
        """Take it in, check it, write down who put it on the line, and judge with it."""
        if not self.may_save:
            self._refuse_model("the settings are wrong: correct them first")
            return
        try:
            path = self._releasing.shelve(model)
            judge = self._load_judge(path)
            with self._releasing.written_down(self._kept.model, path, by=by, kind=kind):
                self._keep(model=path)
        except (PackageError, ReleaseLogError, ThresholdBookError) as error:
            self._refuse_model(str(error))
        except OSError as error:
            self._refuse_model(f"it can't be kept here: {error.strerror or error}")
        else:
            self._judge_with(judge)

    def roll_back(self, by: str) -> None:
        """What judged before judges again."""
        try:
            target = self._releasing.roll_back_target(self._kept.model)
        except (PackageError, ReleaseLogError) as error:
            self._refuse_model(str(error))
        else:
            self.release(target.path, by, ReleaseKind.ROLL_BACK)

    def _judge_with(self, judge: Judge) -> None:
        _log.info("another model: %s, %s", judge.model_id, judge.thresholds)
        if self.online:
            self.lines.start_judging(judge)
        else:
            self.problem = None

    def _refuse_model(self, why: str) -> None:
        self.model_problem = why
        _log.info("model refused: %s", why)

    def exchange_record_settings(self, records: RecordSettings) -> None:
        self.save(records=records)
        self.lines.keep(records)

    def keep_thresholds(self, model_id: str, old: Thresholds, new: Thresholds, by: str) -> None:
        _log.info("thresholds of %s: %s by %s", model_id, new, by)
        try:
            self._book.choose(model_id, new)
            if self.lines.records is not None:
                self.lines.records.threshold_change(model_id, old, new, by)
        except (OSError, ThresholdBookError, RecordsError) as error:
            self._notices["thresholds"] = (
                f"the new thresholds act now but could not be kept: {error}; set them again later"
            )
        else:
            self._notices.pop("thresholds", None)

    def say_of_part(self, part_id: str, outcome: Outcome | None, by: str) -> None:
        """`outcome` None confirms. A person may be faster than the disk: waits for the record."""
        records = self.lines.records
        if records is None:
            return
        try:
            _say_once_recorded(records, part_id, outcome, by)
        except RecordsError as error:
            self._notices["verdict"] = f"what was said of the part is not kept: {error}"
        else:
            self._notices.pop("verdict", None)

    def _keep(self, **changed: object) -> None:
        """These act after the next start, and now. Raises `OSError`, and then neither."""
        kept = self._kept.model_copy(update=changed)
        write_settings(self._home.settings, kept)
        self._kept = kept
        self.settings = self.settings.model_copy(update=changed)

    def save(self, **changed: object) -> None:
        """These act now, and after the next start."""
        self.settings = self.settings.model_copy(update=changed)
        self._kept = self._kept.model_copy(update=changed)
        if not self.may_save:
            return
        try:
            write_settings(self._home.settings, self._kept)
        except OSError as error:
            _log.exception("the settings could not be saved")
            self._notices["settings"] = f"the settings act now but could not be saved: {error}"
        else:
            self._notices.pop("settings", None)

    def save_lines(self, **changed: object) -> None:
        """Which lines there are and where their parts come from: now, and after the next start.

        Where the command line said otherwise for this run, what is kept is of other lines: the two
        don't mix.
        """
        only_source = not self._kept.lines and changed.keys() == {"source"}
        if only_source or self._kept.all_lines == self.settings.all_lines:
            self.save(**changed)
            return
        self.settings = self.settings.model_copy(update=changed)
        self.note("lines", "the lines were given at the start: this acts now and is not kept")

    def look_around(self) -> None:
        """About ten times a second."""
        self.lines.tick()
        if time.monotonic() >= self._disk_due:
            self._disk_due = time.monotonic() + _DISK_EVERY_S
            self.disk_free_share = free_share(self._home.folder)
        if time.monotonic() >= self._requests_due:
            self._requests_due = time.monotonic() + _REQUESTS_EVERY_S
            self._answer_commands()

    def _answer_commands(self) -> None:
        """`main.py models release` beside a running station."""
        if not self._lock.is_held:
            return
        request = take_request(self._home.release_request)
        if request is None:
            return
        try:
            self._carry_out(request)
        except Exception as error:
            self._answer(request, _unforeseen(error))
            raise  # `failed` tells the window
        self._answer(request, self.model_problem)

    def _carry_out(self, request: ReleaseRequest) -> None:
        if request.rolls_back:
            self.roll_back(request.by)
        else:
            self.release(request.model, request.by, ReleaseKind.RELEASE)

    def _answer(self, request: ReleaseRequest, problem: str | None) -> None:
        try:
            answer(self._home.release_request, request, problem)
        except OSError:
            _log.exception("the command that asked for a model could not be answered")

    def _load_judge(self, model: Path | None) -> Judge:
        settings = self.settings
        judge = load_judge(model, self._book, threads=settings.threads, method=settings.method)
        self.model_problem = None
        return judge


def _unforeseen(error: Exception) -> str:
    return f"unforeseen: {error or type(error).__name__}"


def _say_once_recorded(records: Records, part_id: str, outcome: Outcome | None, by: str) -> None:
    deadline = time.monotonic() + _RECORD_MAY_TAKE_S
    while (record := records.part(part_id)) is None:
        if time.monotonic() > deadline:
            raise UnknownPart(f"the part {part_id} has no record", "wait until it is recorded")
        time.sleep(0.02)
    records.operator_verdict(part_id, outcome or record.outcome, by)
