"""Settings as kept in the home, with what is said on the command line going before them."""

from __future__ import annotations

import sys
from pathlib import Path

from inference.home import Home
from inference.sources.spec import parse_source
from inference.station.settings import StationSettings, read_settings


def kept_settings(home: Home) -> StationSettings:
    """As the home has them; what is only odd is said. Raises `SettingsError`."""
    settings, warnings = read_settings(home.settings)
    for warning in warnings:
        print(f"warning: {warning}", file=sys.stderr)
    return settings


def with_given(
    settings: StationSettings, source: str | None, model: Path | None
) -> StationSettings:
    """With the source and the model that were given. Raises `SourceInvalid`."""
    changed: dict[str, object] = {}
    if source is not None:
        changed["source"] = parse_source(source)
    if model is not None:
        changed["model"] = model.absolute()
    return settings.model_copy(update=changed)
