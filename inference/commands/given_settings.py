"""Settings as kept in the home, with what is said on the command line going before them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from inference.home import Home
from inference.sources.protocol import SourceInvalid
from inference.sources.spec import parse_source
from inference.station.settings import (
    MANY_LINES_REMEDY,
    MOST_LINES,
    LineSettings,
    StationSettings,
    read_settings,
)
from inference.station.settings_words import first_words


def kept_settings(home: Home) -> StationSettings:
    """As the home has them; what is only odd is said. Raises `SettingsError`."""
    settings, warnings = read_settings(home.settings)
    for warning in warnings:
        print(f"warning: {warning}", file=sys.stderr)
    return settings


def with_given(
    settings: StationSettings, source: str | None, model: Path | None
) -> StationSettings:
    """With the source and the model that were given. Raises `SourceInvalid`.

    A source that is given is the only one for this run, however many lines are kept.
    """
    changed: dict[str, object] = {}
    if source is not None:
        changed |= {"source": parse_source(source), "lines": ()}
    if model is not None:
        changed["model"] = model.absolute()
    return settings.model_copy(update=changed)


def with_several(settings: StationSettings, sources: Sequence[str]) -> StationSettings:
    """A line for each of these, called by their numbers. Raises `SourceInvalid`."""
    if (number := len(sources)) > MOST_LINES:
        what = f"a station has at most {MOST_LINES} lines, and these are {number} sources"
        raise SourceInvalid(what, MANY_LINES_REMEDY)
    first, *others = map(parse_source, sources)
    lines = tuple(
        LineSettings(name=f"line {number}", source=source)
        for number, source in enumerate(others, 2)
    )
    changed = settings.model_copy(update={"line": "line 1", "source": first, "lines": lines})
    try:
        return StationSettings.model_validate(dict(changed))
    except ValidationError as error:
        raise SourceInvalid(first_words(error), "name each source once") from None
