"""Another model for all lines: released, rolled back, or refused and the last one goes on."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from inference.home import Home
from inference.models.release_log import ReleaseKind, ReleaseLogError
from inference.package import PackageError
from inference.station.judge import Judge
from inference.station.model_loading import load_judge
from inference.station.releasing import Releasing
from inference.station.settings_book import SettingsBook
from inference.station.threshold_book import ThresholdBook, ThresholdBookError

_log = logging.getLogger(__name__)


class ModelExchange:
    """On the station's thread: reading a model takes its time."""

    def __init__(
        self,
        home: Home,
        settings: SettingsBook,
        thresholds: ThresholdBook,
        judge_with: Callable[[Judge], None],
    ) -> None:
        """`judge_with` is handed a model that is checked, kept and written down."""
        self.problem: str | None = None
        """Why the model asked for last was refused. For any thread."""
        self._settings = settings
        self._thresholds = thresholds
        self._releasing = Releasing(home)
        self._judge_with = judge_with

    def load(self, model: Path | None) -> Judge:
        """As the settings say. Raises what `load_judge` raises."""
        now = self._settings.now
        judge = load_judge(model, self._thresholds, threads=now.threads, method=now.method)
        self.problem = None
        return judge

    def release(self, model: Path | None, by: str, kind: ReleaseKind) -> None:
        """Take it in, check it, write down who put it on the line, and judge with it."""
        if not self._settings.may_write:
            self._refuse("the settings are wrong: correct them first")
            return
        try:
            path = self._releasing.shelve(model)
            judge = self.load(path)
            old = self._settings.kept.model
            with self._releasing.written_down(old, path, by=by, kind=kind):
                self._settings.keep(model=path)
        except (PackageError, ReleaseLogError, ThresholdBookError) as error:
            self._refuse(str(error))
        except OSError as error:
            self._refuse(f"it can't be kept here: {error.strerror or error}")
        else:
            _log.info("another model: %s, %s", judge.model_id, judge.thresholds)
            self._judge_with(judge)

    def roll_back(self, by: str) -> None:
        """What judged before judges again."""
        try:
            target = self._releasing.roll_back_target(self._settings.kept.model)
        except (PackageError, ReleaseLogError) as error:
            self._refuse(str(error))
        else:
            self.release(target.path, by, ReleaseKind.ROLL_BACK)

    def _refuse(self, why: str) -> None:
        self.problem = why
        _log.info("model refused: %s", why)
