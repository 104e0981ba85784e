"""The settings that act now, and those that act after the next start."""

from __future__ import annotations

import logging
from pathlib import Path

from inference.station.notices import Notices
from inference.station.settings import StationSettings, write_settings

_log = logging.getLogger(__name__)


class SettingsBook:
    """Changed on the station's thread only, read from any.

    The two differ where the command line said otherwise for this run.
    """

    def __init__(
        self, path: Path, now: StationSettings, kept: StationSettings, notices: Notices
    ) -> None:
        self.now = now
        """As they act; what the command line said is among them."""
        self.kept = kept
        """As the file says."""
        self.may_write = True
        """False: the file is wrong, and stays as it is."""
        self._path = path
        self._notices = notices

    def keep(self, **changed: object) -> None:
        """These act after the next start, and now. Raises `OSError`, and then neither."""
        kept = self.kept.model_copy(update=changed)
        write_settings(self._path, kept)
        self.kept = kept
        self.now = self.now.model_copy(update=changed)

    def save(self, **changed: object) -> None:
        """These act now, and after the next start; what the disk refuses is a notice."""
        self.now = self.now.model_copy(update=changed)
        self.kept = self.kept.model_copy(update=changed)
        if not self.may_write:
            return
        try:
            write_settings(self._path, self.kept)
        except OSError as error:
            _log.exception("the settings could not be saved")
            self._notices.note("settings", f"the settings act now but could not be saved: {error}")
        else:
            self._notices.note("settings", None)

    def save_lines(self, **changed: object) -> None:
        """Which lines there are and where their parts come from: now, and after the next start.

        Where the command line said otherwise for this run, what is kept is of other lines: the two
        don't mix.
        """
        only_source = not self.kept.lines and changed.keys() == {"source"}
        if only_source or self.kept.all_lines == self.now.all_lines:
            self.save(**changed)
            return
        self.now = self.now.model_copy(update=changed)
        self._notices.note(
            "lines", "the lines were given at the start: this acts now and is not kept"
        )
