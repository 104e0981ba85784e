"""Which lines there are, and what they are called: changed while the others go on."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ValidationError

from inference.station.control import Control
from inference.station.line import Line
from inference.station.settings import LineSettings, StationSettings


class LineRegister:
    """On the conductor's thread. What can't be is a notice, and nothing changes."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def add(self, wanted: LineSettings) -> None:
        """One more beside the others."""
        control = self._control
        if self._set((*control.settings.all_lines, wanted)):
            line = control.lines.add(wanted, control.settings.records)
            self._name()
            if control.online:
                line.start_source(wanted.source)

    def remove(self, line: Line) -> None:
        """Any but the first; what it has brought is still judged and recorded.

        Asked for twice, no other goes in its place.
        """
        lines = self._control.lines
        if line is lines.first or line not in lines.all:
            return
        number = lines.all.index(line)
        lines.take_out(line)
        left = self._control.settings.all_lines
        self._set((*left[:number], *left[number + 1 :]))
        self._name()
        # Last: a driver may take long, and the window asks meanwhile which lines there are.
        line.stop()
        line.close_records()

    def rename(self, line: Line, name: str) -> None:
        """From its next part on; what is recorded keeps the earlier name."""
        if line not in self._control.lines.all:
            return  # taken away meanwhile
        number = self._control.lines.all.index(line)
        lines = list(self._control.settings.all_lines)
        lines[number] = lines[number].model_copy(update={"name": name.strip()})
        if self._set(lines):
            self._name()

    def _set(self, lines: Sequence[LineSettings]) -> bool:
        control = self._control
        changed: dict[str, object] = {"line": lines[0].name, "lines": tuple(lines[1:])}
        wanted = control.settings.model_copy(update=changed)
        try:
            # From plain values: what is a model already is not looked at again.
            StationSettings.model_validate(wanted.model_dump())
        except ValidationError as error:
            why = str(error.errors(include_input=False)[0]["msg"])
            control.note("lines", why.removeprefix("Value error, "))
            return False
        control.note("lines", None)
        control.save_lines(**changed)
        return True

    def _name(self) -> None:
        self._control.lines.rename([line.name for line in self._control.settings.all_lines])
