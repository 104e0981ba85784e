"""Where this user's settings, records, models and logs lie."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

ENVIRONMENT_VARIABLE = "LINESIDE_HOME"
PORTABLE = "portable"
"""A file of this name beside the packaged program: it keeps everything in `data` beside itself."""
RESOURCES = Path(__file__).resolve().parent.parent / "resources"
DEMO_MODEL = RESOURCES / "demo-model"


@dataclass(frozen=True, slots=True)
class Home:
    """The one folder that a station writes to."""

    folder: Path

    @property
    def settings(self) -> Path:
        return self.folder / "station.toml"

    @property
    def lock(self) -> Path:
        return self.folder / "station.lock"

    @property
    def thresholds(self) -> Path:
        return self.folder / "thresholds.json"

    @property
    def database(self) -> Path:
        return self.folder / "records.sqlite3"

    @property
    def images(self) -> Path:
        return self.folder / "images"

    @property
    def quarantine(self) -> Path:
        return self.folder / "quarantine"

    @property
    def models(self) -> Path:
        return self.folder / "models"

    @property
    def releases(self) -> Path:
        """Which model was released when, by whom."""
        return self.folder / "releases.json"

    @property
    def release_request(self) -> Path:
        """Where a command asks the running station for another model."""
        return self.folder / "release-request.json"

    @property
    def runs(self) -> Path:
        """Training runs that are not finished."""
        return self.folder / "runs"

    @property
    def reviews(self) -> Path:
        """What folders that were reviewed looked like: to go on where one was cut off."""
        return self.folder / "reviews"

    @property
    def left_out(self) -> Path:
        """Which images training leaves out, by folder."""
        return self.folder / "left-out.json"

    @property
    def corrections(self) -> Path:
        """What people said of reviewed images."""
        return self.folder / "corrections.jsonl"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"


def find_home(chosen: Path | None = None) -> Home:
    """`--home`, else `LINESIDE_HOME`, else a portable copy's own, else the platform's place.

    Made if new. Raises `OSError` when it can't be made.
    """
    folder = chosen or _from_environment() or _portable()
    folder = folder or Path(platformdirs.user_data_path("lineside", False))
    folder = folder.expanduser().absolute()
    folder.mkdir(parents=True, exist_ok=True)
    return Home(folder)


def _from_environment() -> Path | None:
    value = os.environ.get(ENVIRONMENT_VARIABLE)
    return Path(value) if value else None


def _portable() -> Path | None:
    beside = Path(sys.executable).resolve().parent
    is_portable = getattr(sys, "frozen", False) and (beside / PORTABLE).is_file()
    return beside / "data" if is_portable else None
