"""What is kept of the parts: which images, and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from inference.home import Home
from inference.records.archive import ImageArchive
from inference.records.retention import Retention
from inference.station.settings import RecordSettings

if TYPE_CHECKING:
    from inference.records.records import Records


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where images go by which rule, and what deletes them again."""

    archive: ImageArchive
    retention: Retention | None
    """None where another of several lines sees to it."""


def keeping_for(
    home: Home, records: Records, settings: RecordSettings, *, retains: bool = True
) -> Keeping:
    """As the settings say."""
    archive = ImageArchive(home.images, settings.archive)
    if not retains:
        return Keeping(archive, None)
    retention = Retention(
        records,
        archive,
        max_age_days=settings.max_age_days,
        min_free_share=settings.min_free_share,
    )
    return Keeping(archive, retention)
