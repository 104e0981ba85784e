"""Which lines there are, what they are called, and where each takes its parts from."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from pydantic import ValidationError

from inference.sources.settings import SourceSettings
from inference.station.line import Line
from inference.station.lines import Lines
from inference.station.notices import Notices
from inference.station.settings import LineSettings, StationSettings
from inference.station.settings_book import SettingsBook
from inference.station.settings_words import first_words

_log = logging.getLogger(__name__)


class LineRegister:
    """On the station's thread, while the other lines go on. What can't be is a notice."""

    def __init__(
        self,
        lines: Lines,
        settings: SettingsBook,
        notices: Notices,
        is_online: Callable[[], bool],
    ) -> None:
        self._lines = lines
        self._settings = settings
        self._notices = notices
        self._is_online = is_online

    def add(self, wanted: LineSettings) -> None:
        """One more beside the others; a line that was alone gets the name that is kept for it."""
        now = self._settings.now
        if self._set(line=now.line, lines=(*now.lines, wanted)):
            line = self._lines.add(wanted, now.records)
            self._name()
            if self._is_online():
                line.start_source(wanted.source)

    def remove(self, line: Line) -> None:
        """Any but the first; what it has brought is still judged and recorded.

        Asked for twice, no other goes in its place.
        """
        number = self._number(line)
        if not number:
            return
        self._lines.take_out(line)
        left = self._settings.now.all_lines
        self._set_all((*left[:number], *left[number + 1 :]))
        self._name()
        # Last: a driver may take long, and the window asks meanwhile which lines there are.
        line.stop()
        line.close_records()

    def rename(self, line: Line, name: str) -> None:
        """From its next part on; what is recorded keeps the earlier name."""
        number = self._number(line)
        if number is None:
            return
        lines = list(self._settings.now.all_lines)
        lines[number] = lines[number].model_copy(update={"name": name.strip()})
        if self._set_all(lines):
            self._name()

    def exchange_source(self, source: SourceSettings, line: Line) -> None:
        """Take its parts from there from now on."""
        number = self._number(line)
        if number is None:
            return
        now = self._settings.now
        taken_by = now.line_that_has(source, besides=number)
        if taken_by is not None:
            what = f"the parts of {source.name} go to {taken_by} already"
            self._notices.note("source", f"{what}; choose another source")
            return
        self._notices.note("source", None)
        _log.info("another source: %s", source.name)
        self._settings.save_lines(**now.with_source(number, source))
        line.source = source
        if self._is_online():
            line.start_source(source)

    def _number(self, line: Line) -> int | None:
        """From 0; None where it was taken away meanwhile."""
        return self._lines.all.index(line) if line in self._lines.all else None

    def _set_all(self, lines: Sequence[LineSettings]) -> bool:
        return self._set(line=lines[0].name, lines=tuple(lines[1:]))

    def _set(self, **changed: object) -> bool:
        wanted = self._settings.now.model_copy(update=changed)
        try:
            # From plain values: what is a model already is not looked at again.
            StationSettings.model_validate(wanted.model_dump())
        except ValidationError as error:
            self._notices.note("lines", first_words(error))
            return False
        self._notices.note("lines", None)
        self._settings.save_lines(**changed)
        return True

    def _name(self) -> None:
        self._lines.rename([line.name for line in self._settings.now.all_lines])
