"""Which lines there are, and what they are called: changed while the others go on."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ValidationError

from inference.station.control import Control
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

    def remove(self, number: int) -> None:
        """Any but the first, whose number is 0. Its records stay."""
        lines = self._control.lines
        if not 0 < number < len(lines.all):
            return
        lines.remove(lines.all[number])
        kept = self._control.settings.all_lines
        self._set((*kept[:number], *kept[number + 1 :]))
        self._name()

    def rename(self, number: int, name: str) -> None:
        """From its next part on; what is recorded keeps the earlier name."""
        lines = list(self._control.settings.all_lines)
        lines[number] = lines[number].model_copy(update={"name": name.strip()})
        if self._set(lines):
            self._name()

    def _set(self, lines: Sequence[LineSettings]) -> bool:
        control = self._control
        changed: dict[str, object] = {"line": lines[0].name, "lines": tuple(lines[1:])}
        try:
            StationSettings.model_validate(dict(control.settings) | changed)
        except ValidationError as error:
            why = str(error.errors(include_input=False)[0]["msg"])
            control.note("lines", why.removeprefix("Value error, "))
            return False
        control.note("lines", None)
        control.save(**changed)
        return True

    def _name(self) -> None:
        self._control.lines.rename([line.name for line in self._control.settings.all_lines])
