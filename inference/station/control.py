"""The lines go online and offline: on the conductor's thread, one thing after the other."""

from __future__ import annotations

import logging
import time

from inference.equipment import what_lacks
from inference.home import Home
from inference.home_lock import HomeInUse, HomeLock
from inference.package import PackageError
from inference.records.errors import RecordsError
from inference.station.decisions import Decisions
from inference.station.disk import free_share
from inference.station.judge import Judge
from inference.station.line_register import LineRegister
from inference.station.lines import Lines
from inference.station.model_exchange import ModelExchange
from inference.station.notices import Notices
from inference.station.problem import Problem, unforeseen
from inference.station.release_desk import ReleaseDesk
from inference.station.settings import RecordSettings, StationSettings
from inference.station.settings_book import SettingsBook
from inference.station.threshold_book import ThresholdBook, ThresholdBookError

_log = logging.getLogger(__name__)
_DISK_EVERY_S = 5.0


class Control:
    """At work or at rest, and why not. Looked at from any thread.

    What else is asked of a station has a room of its own: `settings`, `models`, `decisions`,
    `register`.
    """

    def __init__(
        self, home: Home, lines: Lines, settings: StationSettings, kept: StationSettings
    ) -> None:
        thresholds = ThresholdBook(home.thresholds)
        self.lines = lines
        self.notices = Notices()
        self.settings = SettingsBook(home.settings, settings, kept, self.notices)
        self.models = ModelExchange(home, self.settings, thresholds, self._judge_with)
        self.decisions = Decisions(lines, thresholds, self.notices)
        self.register = LineRegister(lines, self.settings, self.notices, lambda: self.online)
        self.online = False
        self.problem: Problem | None = None
        """Why nothing is judged."""
        self.disk_free_share: float | None = None
        self._home = home
        self._lock = HomeLock(home.lock)
        self._release_desk = ReleaseDesk(home.release_request, self.models)
        self._disk_due = 0.0

    def go_online(self) -> None:
        if self.online:
            return
        self.lines.owe_triggers()  # a stop that was asked for before may have come in between
        self._get_to_work()
        if not self.online:
            self.lines.owe_nothing()

    def _get_to_work(self) -> None:
        try:
            self._lock.take()
            self.lines.open_records(self.settings.now.records)
            judge = self.models.load(self.settings.now.model)
            self.lines.start_judging(judge)
        except RecordsError as error:
            self.problem = Problem(str(error), error.remedy)
        except HomeInUse as error:
            self.problem = Problem(str(error), "close it, or choose another folder with --home")
        except OSError as error:
            self.problem = _home_unusable(error)
        except (PackageError, ThresholdBookError) as error:
            self.problem = Problem(f"no model: {error}", "choose another model package")
        except ImportError as error:  # the runtime comes with the first model, not with the window
            self.problem = Problem(*what_lacks(error))
        else:
            self.problem = None
            self._start_sources(judge)

    def _start_sources(self, judge: Judge) -> None:
        self.online = True
        sources = [line.source for line in self.settings.now.all_lines]
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
        words = unforeseen(error)
        if self.online:
            self.notices.note("command", f"{words}; see the log")
        else:
            self.lines.owe_nothing()
            self.problem = Problem(words, "see the log, and report it to the maker")

    def exchange_record_settings(self, records: RecordSettings) -> None:
        self.settings.save(records=records)
        self.lines.keep(records)

    def look_around(self) -> None:
        """About ten times a second."""
        self.lines.tick()
        if time.monotonic() >= self._disk_due:
            self._disk_due = time.monotonic() + _DISK_EVERY_S
            self.disk_free_share = free_share(self._home.folder)
        if self._lock.is_held:
            self._release_desk.look()

    def _judge_with(self, judge: Judge) -> None:
        if self.online:
            self.lines.start_judging(judge)
        else:
            self.problem = None


def _home_unusable(error: OSError) -> Problem:
    where = f" ({error.filename})" if error.filename else ""
    why = f"{error.strerror or error}{where}"
    return Problem(f"the home folder can't be used: {why}", "choose another one")
