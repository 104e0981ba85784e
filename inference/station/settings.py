"""What can be set of a station: `station.toml`, checked, with the user's comments kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import tomlkit
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)
from tomlkit.exceptions import TOMLKitError

from inference.files_on_disk import write_atomically
from inference.records.archive import ArchiveRule
from inference.sources.settings import Limit, SimulatedSettings, SourceSettings
from inference.station.settings_words import in_words

_COSMETIC = "appearance"
_FIRST_LINE = "line 1"
LONGEST_LINE_NAME = 40
MOST_LINES = 8
MANY_LINES_REMEDY = "take one away, or run a second station with a home folder of its own"


class SettingsError(Exception):
    """A setting that a verdict may depend on is wrong. `str()` names the key and the value."""


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class RecordSettings(_Section):
    """What is kept of each part, and for how long. Records themselves are never deleted."""

    archive: ArchiveRule = ArchiveRule.DEF_AND_UNSURE
    max_age_days: Limit = Field(default=90, le=36_500)
    """Images older than this are deleted; None (in the file: 0) keeps them for ever."""
    min_free_share: float = Field(default=0.05, ge=0, lt=1)
    """The oldest images go when less of the disk than this is free."""


class AppearanceSettings(_Section):
    """How the window looks. Nothing here touches a verdict."""

    theme: Literal["system", "light", "dark"] = "system"
    signal_colours: Literal["isa", "classic"] = "isa"
    """`isa`: colour only for what needs a person. `classic`: green and red."""
    overlay_on: bool = True
    overlay_opacity: float = Field(default=0.6, ge=0, le=1)


LineName = Annotated[str, Field(max_length=LONGEST_LINE_NAME), AfterValidator(str.strip)]


class LineSettings(_Section):
    """One of several lines."""

    name: LineName
    source: SourceSettings = SimulatedSettings()


class StationSettings(_Section):
    """`station.toml`. The thresholds are not here: they belong to each model."""

    version: Literal[1] = 1
    line: LineName = ""
    """What the first line is called as soon as there are `lines` beside it."""
    source: SourceSettings = SimulatedSettings()
    """Where the parts of the first line come from, mostly the only one."""
    lines: tuple[LineSettings, ...] = ()
    """Further lines, each with a source of its own; the model, the records and all else is one."""
    model: Path | None = None
    """A model package; None is the demo model that comes with the program."""
    method: Literal["evidence", "gradcam"] | None = None
    """Which heat map is drawn; None is the model's own choice."""
    threads: int = Field(default=1, ge=1, le=64)
    """For the model. One beside a window: more of them spin and make the window stutter."""
    records: RecordSettings = RecordSettings()
    appearance: AppearanceSettings = AppearanceSettings()

    @property
    def all_lines(self) -> tuple[LineSettings, ...]:
        """From the first on; one alone has no name."""
        first = self.first_name if self.lines else ""
        return LineSettings(name=first, source=self.source), *self.lines

    @property
    def first_name(self) -> str:
        """Of the first line, also while it is alone and not called by it."""
        return self.line or _FIRST_LINE

    def source_of(self, number: int) -> SourceSettings:
        """Of the line with this number, from 0."""
        return self.all_lines[number].source

    def line_that_has(self, source: SourceSettings, *, besides: int) -> str | None:
        """The name of another line that takes its parts from there; simulated ones are many."""
        if isinstance(source, SimulatedSettings):
            return None
        others = (line for n, line in enumerate(self.all_lines) if n != besides)
        return next((line.name for line in others if line.source.name == source.name), None)

    def with_source(self, number: int, source: SourceSettings) -> dict[str, object]:
        """The keys that change when this line takes its parts from there."""
        if number == 0:
            return {"source": source}
        changed = self.lines[number - 1].model_copy(update={"source": source})
        return {"lines": (*self.lines[: number - 1], changed, *self.lines[number:])}

    @field_validator("lines")
    @classmethod
    def _are_not_too_many(cls, lines: tuple[LineSettings, ...]) -> tuple[LineSettings, ...]:
        if (number := 1 + len(lines)) > MOST_LINES:
            what = f"a station has at most {MOST_LINES} lines, and these would be {number}"
            raise ValueError(f"{what}; {MANY_LINES_REMEDY}")
        return lines

    @model_validator(mode="after")
    def _are_told_apart(self) -> Self:
        """A part is recorded once: two lines can't take the same ones."""
        if not self.lines:
            return self
        names = [line.name for line in self.all_lines]
        if not all(names) or len(set(names)) < len(names):
            raise ValueError(f"each line needs a name of its own, these are {names}")
        for number, line in enumerate(self.all_lines):
            if self.line_that_has(line.source, besides=number):
                raise ValueError(f"two lines take their parts from {line.source.name}")
        return self


def read_settings(path: Path) -> tuple[StationSettings, list[str]]:
    """The settings, and warnings about cosmetic keys that were left at their default.

    A file that is not there means the defaults. Raises `SettingsError` for anything else that is
    wrong; the file is left as it is.
    """
    if not path.exists():
        return StationSettings(), []
    values = _parse(path)
    warnings = list(_drop_bad_cosmetics(values))
    try:
        return StationSettings.model_validate(values), warnings
    except ValidationError as error:
        raise SettingsError(f"{path}: {in_words(error.errors()[0], values)}") from error


def write_settings(path: Path, settings: StationSettings) -> None:
    """Write what differs from the file into it, atomically; comments and order stay."""
    document = tomlkit.parse(path.read_text("utf-8")) if path.exists() else tomlkit.document()
    _update(document, _without_none(settings.model_dump(mode="json")))
    write_atomically(path, tomlkit.dumps(document).encode("utf-8"))


def _parse(path: Path) -> dict[str, Any]:
    try:
        return dict(tomlkit.parse(path.read_text("utf-8")).unwrap())
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise SettingsError(f"{path} can't be read: {error}") from error


def _drop_bad_cosmetics(values: dict[str, Any]) -> Iterator[str]:
    section = values.get(_COSMETIC, {})
    if not isinstance(section, dict):
        section = values[_COSMETIC] = {}
        yield f"{_COSMETIC} is no section; the defaults are used"
    try:
        AppearanceSettings.model_validate(section)
    except ValidationError as error:
        for detail in error.errors():
            yield f"{in_words(detail, section, _COSMETIC)}; the default is used"
            section.pop(str(detail["loc"][0]), None)


def _without_none(values: dict[str, Any]) -> dict[str, Any]:
    """TOML has no None: a key that is not there means it."""
    return {key: _plain(value) for key, value in values.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return _without_none(value)
    return [_plain(each) for each in value] if isinstance(value, list) else value


def _update(table: Any, values: dict[str, Any]) -> None:
    for key in [key for key in table if key not in values]:
        del table[key]
    for key, value in values.items():
        if isinstance(value, dict) and isinstance(table.get(key), dict):
            _update(table[key], value)
        elif key not in table or table[key] != value:
            table[key] = value
